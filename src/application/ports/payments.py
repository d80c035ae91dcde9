"""Asking for money: what the core needs of the payment processor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.facts import FailedAttempt, PaymentFact
from domain.identifiers import CustomerId, OrderId, PaymentIntentId, PaymentMethodId
from domain.order import Order
from domain.user import User


@dataclass(frozen=True, slots=True, kw_only=True)
class LastError:
    """Why the last attempt failed; `message` may be shown to shoppers."""

    code: str
    decline_code: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAction:
    """What the shopper must do next, in the processor's own words."""

    type: str
    redirect_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPayment:
    """A payment as it was just read. `status` is the processor's own; `fact` says the same in ours.

    `client_secret` lets its holder see and pay: hand it to the owner alone, never store or log it.
    """

    id: PaymentIntentId
    status: str
    amount: int
    amount_received: int
    currency: str
    client_secret: str
    last_error: LastError | None
    next_action: NextAction | None
    fact: PaymentFact

    def __repr__(self) -> str:
        """Without the client secret."""
        return f"SeenPayment({self.id}, {self.status})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactRequest:
    """What will be sent to the letter, and its hash: a pure function of what is stored."""

    parameters: str
    digest: str


class Declined(Exception):
    """A server-side attempt was declined (402): the payment as it then is, for the order, and what to tell."""

    def __init__(self, seen: SeenPayment, code: str, decline_code: str | None, message: str) -> None:
        super().__init__(code)
        self.seen = seen
        self.code = code
        self.decline_code = decline_code
        self.message = message


class Payments(Protocol):
    """The payments at the processor.

    Every method but `compose` raises `NotExecuted`, `KeyRefused`, `OutcomeUnknown` and `Refused` (`Missing`).
    """

    def compose(self, order: Order) -> ExactRequest:
        """The request for the order's intent: amount, currency, customer, address, our ids as metadata."""

    async def create(self, request: ExactRequest, key: str) -> SeenPayment:
        """Create the intent, or be told of the one that this key created. Raises `AmountRefused`."""

    async def show(self, payment_intent_id: PaymentIntentId) -> SeenPayment:
        """The intent as it is now."""

    async def confirm(
        self, payment_intent_id: PaymentIntentId, method: PaymentMethodId, return_url: str, key: str
    ) -> SeenPayment:
        """Pay with a saved method. Raises `Declined`, `ReadFirst`."""

    async def cancel(self, payment_intent_id: PaymentIntentId, reason: str | None) -> SeenPayment:
        """Cancel the intent; `reason` is one of the processor's four. Raises `ReadFirst`."""


class PaymentSearch(Protocol):
    """Looking for what an unanswered call may have created; raises as `Payments` does."""

    async def of_order(self, customer_id: CustomerId, order_id: OrderId) -> Sequence[SeenPayment]:
        """Every intent of the customer whose metadata names the order, those that were paid first; all pages."""


class Customers(Protocol):
    """The processor's record of shoppers; raises as `Payments` does."""

    async def create(self, user: User, key: str) -> CustomerId:
        """Create the customer of a user, or be told of the one that this key created."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedMethod:
    """A payment method, as far as it may be shown. `customer_id` None where nobody's."""

    id: PaymentMethodId
    customer_id: CustomerId | None
    type: str
    brand: str | None
    last4: str | None
    exp_month: int | None
    exp_year: int | None


class AttachDeclined(Exception):
    """The issuer said no to saving a method (402)."""

    def __init__(self, failure: FailedAttempt, code: str, decline_code: str | None, message: str) -> None:
        super().__init__(code)
        self.failure = failure
        self.code = code
        self.decline_code = decline_code
        self.message = message


class PaymentMethods(Protocol):
    """Saved methods; raises as `Payments` does."""

    async def of_customer(self, customer_id: CustomerId) -> Sequence[SavedMethod]:
        """All methods saved for a customer, newest first. A deleted customer is `Missing`."""

    async def get(self, method_id: PaymentMethodId) -> SavedMethod:
        """One method, whoever's it is: compare its customer before acting on it. Raises `Missing`."""

    async def attach(self, method_id: PaymentMethodId, customer_id: CustomerId, key: str) -> SavedMethod:
        """Save a method for a customer. Raises `AttachDeclined`; `Missing` names `customer` where that is gone."""

    async def detach(self, method_id: PaymentMethodId) -> None:
        """Forget a method for good; one that is nobody's already is no error."""
