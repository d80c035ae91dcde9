"""Why a checkout is refused."""

from domain.identifiers.types import OrderId


class EmailMissing(Exception):
    """Neither the token nor the request names an address for the receipt."""


class CheckoutAlreadyPaid(Exception):
    """The checkout to be replaced or canceled is paid or being paid."""

    def __init__(self, order_id: OrderId, status: str) -> None:
        super().__init__(f"{order_id} is {status}")
        self.order_id = order_id
        self.status = status


class PaymentClosed(Exception):
    """The payment can't be tried any more; `status` is Stripe's own."""

    def __init__(self, order_id: OrderId, status: str) -> None:
        super().__init__(f"{order_id} is {status}")
        self.order_id = order_id
        self.status = status


class TooManyDeclines(Exception):
    """So many declines of one subject within an hour look like card testing."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} s")
        self.retry_after = retry_after


class CardDeclined(Exception):
    """The issuer, or Stripe's fraud rules, declined the card; `message` may be shown to shoppers.

    `code` and `decline_code` are Stripe's; `message` says of lost, stolen and fraudulent cards only that they declined.
    """

    def __init__(self, code: str, decline_code: str | None, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.decline_code = decline_code
        self.message = message


class ReferenceReused(Exception):
    """The shop used this reference before, for another order."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference
