"""Payments at Stripe."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.facts.payment import PaymentFact
from domain.identifiers.types import CustomerId, OrderId, PaymentIntentId, PaymentMethodId
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class LastError:
    """Why the last attempt failed; `message` may be shown to shoppers."""

    code: str
    decline_code: str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAction:
    """What the shopper must do next; `type` is the processor's own, opaque.

    `redirect_url` is the action's page, such as a voucher's. `waits_for_days` where it may be done days later.
    """

    type: str
    redirect_url: str | None = None
    waits_for_days: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSnapshot:
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
        return f"PaymentSnapshot({self.id}, {self.status})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactRequest:
    """What will be sent to the letter, and its hash: a pure function of what is stored."""

    parameters: str
    digest: str


class Declined(Exception):
    """A server-side attempt was declined (402): the payment as it then is, for the order, and what to show."""

    def __init__(self, seen: PaymentSnapshot, code: str, decline_code: str | None, message: str) -> None:
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

    async def create(self, request: ExactRequest, key: str) -> PaymentSnapshot:
        """Creates the intent, or returns the one that this key created. Raises `AmountRefused`."""

    async def show(self, payment_intent_id: PaymentIntentId) -> PaymentSnapshot:
        """The intent as it is now."""

    async def confirm(
        self, payment_intent_id: PaymentIntentId, method: PaymentMethodId, return_url: str, key: str
    ) -> PaymentSnapshot:
        """Pay with a saved method. Raises `Declined`, `StateConflict`."""

    async def cancel(self, payment_intent_id: PaymentIntentId, reason: str | None) -> PaymentSnapshot:
        """Cancel the intent; `reason` is one of the processor's four. Raises `StateConflict`."""


class PaymentSearch(Protocol):
    """Looking for what an unanswered call may have created; raises as `Payments` does."""

    async def of_order(self, customer_id: CustomerId, order_id: OrderId) -> Sequence[PaymentSnapshot]:
        """Every intent of the customer whose metadata names the order, those that were paid first; all pages."""
