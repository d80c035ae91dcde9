"""Take in what became true at Stripe, whoever brings the news."""

from dataclasses import dataclass
from enum import StrEnum

from application.orders.change_order import change
from application.ports.storage.alerts import Alert, Alerts
from application.ports.storage.inbox import EARLY
from application.ports.storage.orders import Orders
from application.ports.storage.users import Users
from application.ports.system.clock import Clock
from domain.facts.fact import CustomerDeletedFact, Fact, OrderFact
from domain.facts.payment import MethodFact, PaymentFact, PaymentState
from domain.identifiers.order_number import order_number
from domain.orders.apply_fact import apply_fact, belongs, is_stray
from domain.orders.history import Attribution
from domain.orders.order import Order


class FactOutcome(StrEnum):
    """What a fact turned out to be."""

    APPLIED = "taken_in"
    FOREIGN = "foreign"
    UNMATCHED = EARLY
    ORPHAN = "orphan"
    STRAY = "stray"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactResult:
    """A fact's verdict, with its order as it now is.

    UNMATCHED may be ours later: the payment it is about isn't known yet. ORPHAN is an open intent that an earlier,
    unanswered attempt left behind; nobody holds its client secret. STRAY is money that came by an intent which names
    the order and is not the order's: a person is told, once.
    """

    verdict: FactOutcome
    order: Order | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyFact:
    """Changes the order that a fact is about; a fact that was known before changes nothing."""

    orders: Orders
    users: Users
    alerts: Alerts
    clock: Clock

    async def __call__(self, fact: Fact, *, cause: str, actor: str = "stripe") -> FactResult:
        """Raises `StoreUnavailable`; the same fact may then be brought again."""
        if isinstance(fact, CustomerDeletedFact):
            return await self._forget_customer(fact)
        order = await self.order_of(fact)
        if order is None:
            return FactResult(verdict=self._unplaced(fact))
        by = Attribution(at=self.clock.now(), actor=actor, cause=cause)
        # Judged at each try: another writer may just have recorded which intent is the order's.
        order = await change(
            self.orders, order, lambda current: apply_fact(current, fact, by) if belongs(current, fact) else current
        )
        if belongs(order, fact):
            return FactResult(verdict=FactOutcome.APPLIED, order=order)
        if isinstance(fact, PaymentFact) and is_stray(order, fact):
            await self._tell_of_stray(order, fact)
            return FactResult(verdict=FactOutcome.STRAY, order=order)
        return FactResult(verdict=_misplaced(order, fact), order=order)

    async def order_of(self, fact: OrderFact) -> Order | None:
        """The order that a fact is, or claims to be, about."""
        if fact.payment_intent_id is None:
            return None
        order = await self.orders.by_intent(fact.payment_intent_id)
        if order is None and isinstance(fact, PaymentFact) and fact.order_id is not None:
            order = await self.orders.get(fact.order_id)
        return order

    async def _tell_of_stray(self, order: Order, fact: PaymentFact) -> None:
        await self.alerts.raise_alert(
            Alert(
                id=f"stray_payment:{fact.payment_intent_id}",
                kind="stray_payment",
                detail=f"{fact.payment_intent_id} succeeded with {fact.amount_received} {fact.currency} (minor units)",
                order_number=order_number(order.id),
                at=self.clock.now(),
            )
        )

    async def _forget_customer(self, fact: CustomerDeletedFact) -> FactResult:
        user = await self.users.by_customer(fact.customer_id)
        if user is None:
            return FactResult(verdict=FactOutcome.FOREIGN)
        await self.users.forget_customer(user.id, fact.customer_id)
        return FactResult(verdict=FactOutcome.APPLIED)

    @staticmethod
    def _unplaced(fact: OrderFact) -> FactOutcome:
        # An order is always written before its intent is asked for, so an intent without one is somebody else's.
        if isinstance(fact, PaymentFact | MethodFact) or fact.payment_intent_id is None:
            return FactOutcome.FOREIGN
        return FactOutcome.UNMATCHED


def _misplaced(order: Order, fact: OrderFact) -> FactOutcome:
    if not isinstance(fact, PaymentFact) or fact.state in (PaymentState.SUCCEEDED, PaymentState.CANCELED):
        return FactOutcome.FOREIGN
    ours = fact.amount == order.total and fact.currency == order.currency.code
    return FactOutcome.ORPHAN if ours and order.intent.id is not None else FactOutcome.FOREIGN
