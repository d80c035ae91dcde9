"""Apply a fact from Stripe to the order that it is about."""

from contextlib import suppress
from dataclasses import dataclass

from application.orders.change_order import change_by_asking
from application.ports.storage.alerts import Alert, Alerts
from application.ports.storage.orders import Orders
from application.ports.storage.users import Users
from application.ports.stripe.failures import Missing, PermissionMissing
from application.ports.stripe.records import CaseRecords
from application.ports.system.clock import Clock
from domain.disputes.apply_dispute import is_contradicted
from domain.facts.dispute import DisputeFact
from domain.facts.fact import CustomerDeletedFact, Fact, OrderFact
from domain.facts.outcome import FactOutcome
from domain.facts.payment import MethodFact, PaymentFact, PaymentState
from domain.identifiers.order_number import order_number
from domain.orders.apply_fact import apply_fact, belongs, is_stray
from domain.orders.history import Attribution
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class FactResult:
    """What became of a fact, with its order as it now is."""

    outcome: FactOutcome
    order: Order | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyFact:
    """Changes the order that a fact is about; a fact that is already known changes nothing."""

    orders: Orders
    users: Users
    alerts: Alerts
    cases: CaseRecords
    clock: Clock

    async def __call__(self, fact: Fact, *, cause: str, actor: str = "stripe") -> FactResult:
        """Raises `StoreUnavailable`, and what `CaseRecords` raises where a dispute must be read by id; the same fact
        may then be applied again."""
        if isinstance(fact, CustomerDeletedFact):
            return await self._forget_customer(fact)
        order = await self.order_of(fact)
        if order is None:
            return FactResult(outcome=_without_order(fact))
        by = Attribution(at=self.clock.now(), actor=actor, cause=cause)
        order = await change_by_asking(self.orders, order, lambda current: self._applied(current, fact, by))
        if belongs(order, fact):
            return FactResult(outcome=FactOutcome.APPLIED, order=order)
        if isinstance(fact, PaymentFact) and is_stray(order, fact):
            await self._alert_of_stray(order, fact)
            return FactResult(outcome=FactOutcome.STRAY, order=order)
        return FactResult(outcome=_of_another_intent(order, fact), order=order)

    async def _applied(self, current: Order, fact: OrderFact, by: Attribution) -> Order:
        """Decided at each try: another writer may just have recorded the intent, or a later state of a dispute."""
        if not belongs(current, fact):
            return current
        if isinstance(fact, DisputeFact) and is_contradicted(current, fact):
            # Without the permission to read disputes, rank decides.
            with suppress(Missing, PermissionMissing):
                fact = await self.cases.dispute(fact.dispute_id)
        return apply_fact(current, fact, by)

    async def order_of(self, fact: OrderFact) -> Order | None:
        """The order that a fact is about, or that its metadata names."""
        if fact.payment_intent_id is None:
            return await self.orders.by_charge(fact.charge_id) if fact.charge_id is not None else None
        order = await self.orders.by_intent(fact.payment_intent_id)
        if order is None and isinstance(fact, PaymentFact) and fact.order_id is not None:
            order = await self.orders.get(fact.order_id)
        return order

    async def _alert_of_stray(self, order: Order, fact: PaymentFact) -> None:
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
            return FactResult(outcome=FactOutcome.FOREIGN)
        await self.users.forget_customer(user.id, fact.customer_id)
        return FactResult(outcome=FactOutcome.APPLIED)


def _without_order(fact: OrderFact) -> FactOutcome:
    # An order is always written before its intent is requested, so an intent without one is somebody else's.
    if isinstance(fact, PaymentFact | MethodFact) or (fact.payment_intent_id is None and fact.charge_id is None):
        return FactOutcome.FOREIGN
    return FactOutcome.UNMATCHED


def _of_another_intent(order: Order, fact: OrderFact) -> FactOutcome:
    if not isinstance(fact, PaymentFact) or fact.state in (PaymentState.SUCCEEDED, PaymentState.CANCELED):
        return FactOutcome.FOREIGN
    ours = fact.amount == order.total and fact.currency == order.currency.code
    return FactOutcome.ORPHAN if ours and order.intent.id is not None else FactOutcome.FOREIGN
