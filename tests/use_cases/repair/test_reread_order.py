"""Reading an order's cases again tells more than an event can: it is later than all that is known."""

from dataclasses import dataclass, replace

from application.ports.stripe.failures import Missing
from application.repair.reread_order import ReRead
from domain.disputes.dispute import DisputeStatus
from domain.facts.dispute import DisputeFact
from domain.identifiers.types import DisputeId
from domain.orders.apply_fact import apply_fact
from tests import builders, fact_builders, when


@dataclass(frozen=True)
class Cases:
    """Stripe's disputes, of which there is one."""

    fact: DisputeFact

    async def dispute(self, dispute_id: DisputeId) -> DisputeFact:
        assert dispute_id == self.fact.dispute_id
        return self.fact


class NoRefunds:
    """A payment that was never refunded."""

    async def of_payment(self, payment_intent_id: str) -> tuple[()]:
        return ()


async def test_a_loss_read_after_an_appeal_that_was_never_filed_ends_the_dispute() -> None:
    paid = builders.paid()
    lost = fact_builders.dispute_fact(paid, DisputeStatus.LOST)
    appealed = replace(fact_builders.dispute_fact(paid, DisputeStatus.APPEAL_NEEDS_RESPONSE), appealed=True)
    order = builders.with_facts(paid, lost, appealed)
    assert order.disputes[0].is_open
    assert builders.with_facts(order, lost).disputes[0].is_open

    cases = Cases(replace(lost, read_at=when.after(60)))
    read = ReRead(payments=None, search=None, refunds=NoRefunds(), cases=cases)  # type: ignore[arg-type]
    (fact,) = [fact async for fact in read(order)]
    assert apply_fact(order, fact, builders.by()).disputes[0].is_lost


async def test_an_appeal_that_only_the_read_dispute_shows_is_applied() -> None:
    paid = builders.paid()
    lost = fact_builders.dispute_fact(paid, DisputeStatus.LOST)
    order = builders.with_facts(paid, lost)
    cases = Cases(replace(lost, appealed=True))

    read = ReRead(payments=None, search=None, refunds=NoRefunds(), cases=cases)  # type: ignore[arg-type]
    (fact,) = [each async for each in read(order)]

    assert isinstance(fact, DisputeFact)
    assert fact.appealed


class Gone:
    """A Stripe that has none of it any more."""

    async def of_order(self, customer_id: str, order_id: str) -> tuple[()]:
        raise Missing("resource_missing")

    async def show(self, payment_intent_id: str) -> None:
        raise Missing("resource_missing")

    async def of_payment(self, payment_intent_id: str) -> tuple[()]:
        raise Missing("resource_missing")

    async def dispute(self, dispute_id: str) -> None:
        raise Missing("resource_missing")

    async def review(self, review_id: str) -> None:
        raise Missing("resource_missing")


async def test_what_stripe_no_longer_has_is_passed_over_and_ends_nothing() -> None:
    paid = builders.paid()
    contested = builders.with_facts(paid, fact_builders.dispute_fact(paid), fact_builders.review_fact(paid))
    read = ReRead(payments=Gone(), search=Gone(), refunds=Gone(), cases=Gone())  # type: ignore[arg-type]
    for order in (builders.checkout(), builders.asked(), contested):
        assert [fact async for fact in read(order)] == []
