"""What `Refunds` promises."""

from __future__ import annotations

import pytest

from application.ports.stripe.failures import KeyReused, Missing, Refused, StateConflict
from domain.identifiers.types import PaymentIntentId, RefundId
from domain.refunds.refund import RefundReason, RefundStatus
from tests.contracts.stripe.shop import Shop, key


class RefundsSuite:
    async def test_a_refund_carries_our_ids_and_the_exact_amount(self, shop: Shop) -> None:
        order = await shop.order()
        paid = await shop.paid(order)
        parameters = shop.refunds.compose(
            order_id=order.id,
            refund_id=RefundId("rfd_ours"),
            payment_intent_id=paid.id,
            amount=833,
            reason=RefundReason.REQUESTED_BY_CUSTOMER,
        )
        sent = await shop.refunds.send(parameters, key())
        assert (sent.amount, sent.currency, sent.status) == (833, "usd", RefundStatus.SUCCEEDED)
        assert (sent.order_id, sent.refund_id) == (order.id, "rfd_ours")
        assert (sent.payment_intent_id, sent.charge_id) == (paid.id, paid.fact.charge_id)
        assert sent.reason == "requested_by_customer"
        assert list(await shop.refunds.of_payment(paid.id)) == [sent]

    async def test_the_same_key_never_refunds_twice(self, shop: Shop) -> None:
        paid, same = await shop.paid(), key()
        parameters = shop.refunds.compose(
            order_id=(await shop.order()).id,
            refund_id=RefundId("rfd_ours"),
            payment_intent_id=paid.id,
            amount=1,
            reason=None,
        )
        first = await shop.refunds.send(parameters, same)
        again = await shop.refunds.send(parameters, same)
        assert again.stripe_refund_id == first.stripe_refund_id
        assert len(await shop.refunds.of_payment(paid.id)) == 1
        with pytest.raises(KeyReused):
            await shop.refunds.send(parameters + "&reason=duplicate", same)

    async def test_more_than_is_left_is_a_definite_no(self, shop: Shop) -> None:
        paid = await shop.paid()
        await shop.refunded(paid, 833)
        with pytest.raises(Refused):
            await shop.refunded(paid, 467)
        assert [refund.amount for refund in await shop.refunds.of_payment(paid.id)] == [833]

    async def test_a_payment_that_was_wholly_refunded_must_be_read_first(self, shop: Shop) -> None:
        paid = await shop.paid()
        await shop.refunded(paid, paid.amount_received)
        with pytest.raises(StateConflict):
            await shop.refunded(paid, 1)

    async def test_a_payment_that_was_never_paid_is_refused(self, shop: Shop) -> None:
        with pytest.raises(Refused):
            await shop.refunded(await shop.asked(), 1)

    async def test_a_refund_waiting_for_the_bank_is_pending(self, shop: Shop) -> None:
        paid = await shop.paid(method="pm_card_pendingRefund")
        assert (await shop.refunded(paid)).status is RefundStatus.PENDING

    async def test_refunds_made_by_others_are_listed_too_and_say_nothing_of_ours(self, shop: Shop) -> None:
        paid = await shop.paid()
        ours = await shop.refunded(paid, 1)
        theirs = await shop.do("/v1/refunds", payment_intent=paid.id, amount=12)
        listed = {refund.stripe_refund_id: refund for refund in await shop.refunds.of_payment(paid.id)}
        assert set(listed) == {ours.stripe_refund_id, theirs["id"]}
        assert listed[theirs["id"]].refund_id is None
        assert listed[theirs["id"]].order_id is None

    async def test_a_payment_that_never_was_is_missing(self, shop: Shop) -> None:
        with pytest.raises(Missing):
            await shop.refunds.of_payment(PaymentIntentId("pi_whichNeverWas"))
