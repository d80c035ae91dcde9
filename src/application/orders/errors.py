"""Why a request about an order is refused."""

from domain.identifiers.types import OrderId


class NotFound(Exception):
    """The object does not exist, or is not the caller's."""

    def __init__(self, what: str) -> None:
        super().__init__(f"no such {what}")
        self.what = what


class PaymentNotSucceeded(Exception):
    """The payment that an order was to be placed for has not succeeded; `status` is Stripe's own."""

    def __init__(self, order_id: OrderId, status: str) -> None:
        super().__init__(f"{order_id} is {status}")
        self.order_id = order_id
        self.status = status
