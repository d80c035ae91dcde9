"""What `Payments`, `PaymentSearch` and `Customers` promise."""

from __future__ import annotations

import pytest

from adapters.stripe.payment_search import StripePaymentSearch
from application.ports.stripe.failures import AmountRefused, KeyReused, Missing, Refused, StateConflict
from application.ports.stripe.payments import Declined, PaymentSearch
from domain.customers.user import User
from domain.facts.payment import PaymentState
from domain.identifiers.types import CustomerId, PaymentIntentId, PaymentMethodId, UserId
from domain.payments.refusal import AmountLimit, RequestPart
from tests.builders import checkout, line, user
from tests.contracts.stripe.shop import Shop, key


class PaymentsSuite:
    async def test_the_amount_asked_of_stripe_is_the_one_the_server_priced(self, shop: Shop) -> None:
        order = await shop.order(lines=(line(unit_price=1299, quantity=3),), shipping=499, tax=283)
        asked = await shop.asked(order)
        assert (asked.amount, asked.currency, asked.amount_received) == (4679, "usd", 0)
        assert asked.status == "requires_payment_method"
        assert asked.client_secret.startswith(f"{asked.id}_secret_")
        assert asked.fact.state is PaymentState.PENDING
        assert asked.fact.customer_id == order.intent.customer_id
        assert asked.fact.order_id == order.id
        assert not asked.fact.manual_capture

    @pytest.mark.parametrize(("currency", "amount"), [("jpy", 1299), ("kwd", 1230), ("eur", 833)])
    async def test_every_currency_keeps_its_power_of_ten(self, shop: Shop, currency: str, amount: int) -> None:
        order = await shop.order(currency=currency, lines=(line(unit_price=amount),))
        asked = await shop.asked(order)
        assert (asked.amount, asked.currency) == (amount, currency)

    async def test_the_same_key_is_reported_the_same_intent(self, shop: Shop) -> None:
        request, same = shop.payments.compose(await shop.order()), key()
        first = await shop.payments.create(request, same)
        assert (await shop.payments.create(request, same)).id == first.id

    async def test_a_key_that_comes_with_other_parameters_is_distinguished(self, shop: Shop) -> None:
        same = key()
        await shop.payments.create(shop.payments.compose(await shop.order()), same)
        with pytest.raises(KeyReused):
            await shop.payments.create(shop.payments.compose(await shop.order()), same)

    async def test_an_amount_that_stripe_finds_too_small_is_refused_as_such(self, shop: Shop) -> None:
        with pytest.raises(AmountRefused) as refused:
            await shop.asked(await shop.order(lines=(line(unit_price=1),)))
        assert refused.value.limit is AmountLimit.TOO_SMALL

    async def test_a_customer_that_is_gone_is_named(self, shop: Shop) -> None:
        with pytest.raises(Missing) as missing:
            await shop.asked(checkout(customer_id="cus_whoNeverWas"))
        assert missing.value.part is RequestPart.CUSTOMER

    async def test_an_intent_that_never_was_is_missing(self, shop: Shop) -> None:
        with pytest.raises(Missing):
            await shop.payments.show(PaymentIntentId("pi_whichNeverWas"))

    @pytest.mark.parametrize("strange", ["", ".", "..", "pi_1/confirm", "pi_1?x=y", "pi 1", "pi_é", "pi_1\n"])
    async def test_what_no_id_looks_like_is_missing(self, shop: Shop, strange: str) -> None:
        with pytest.raises(Missing):
            await shop.payments.show(PaymentIntentId(strange))

    async def test_a_payment_with_a_good_card_succeeds_and_tells_what_it_was_paid_with(self, shop: Shop) -> None:
        order = await shop.order()
        paid = await shop.paid(order)
        assert (paid.status, paid.amount_received) == ("succeeded", order.total)
        assert paid.fact.state is PaymentState.SUCCEEDED
        assert paid.fact.charge_id is not None
        assert paid.fact.failure is None
        assert paid.last_error is None
        with_card = paid.fact.paid_with
        assert with_card is not None
        assert (with_card.type, with_card.brand, with_card.last4) == ("card", "visa", "4242")
        assert with_card.exp_year is not None
        shown = await shop.payments.show(paid.id)
        assert shown.fact == paid.fact

    async def test_a_decline_tells_the_payment_as_it_then_is(self, shop: Shop) -> None:
        asked = await shop.asked()
        with pytest.raises(Declined) as declined:
            await shop.confirmed(asked, "pm_card_visa_chargeDeclinedInsufficientFunds")
        decline = declined.value
        assert (decline.code, decline.decline_code) == ("card_declined", "insufficient_funds")
        assert "money" in decline.message
        assert decline.seen.id == asked.id
        assert decline.seen.fact.state is PaymentState.FAILED
        assert decline.seen.last_error is not None
        assert decline.seen.last_error.message == decline.message

    async def test_a_failed_attempt_has_the_same_id_in_every_source(self, shop: Shop) -> None:
        asked = await shop.asked()
        with pytest.raises(Declined) as declined:
            await shop.confirmed(asked, "pm_card_visa_chargeDeclined")
        answered = declined.value.seen.fact.failure
        shown = (await shop.payments.show(asked.id)).fact.failure
        assert answered is not None
        assert shown is not None
        assert answered.id == shown.id
        assert answered.id.startswith("ch_")
        assert answered.declined
        assert shown.declined

    @pytest.mark.parametrize(
        "method", ["pm_card_visa_chargeDeclinedLostCard", "pm_card_visa_chargeDeclinedStolenCard", "pm_card_radarBlock"]
    )
    async def test_a_decline_does_not_say_that_a_card_is_lost_stolen_or_fraudulent(
        self, shop: Shop, method: str
    ) -> None:
        asked = await shop.asked()
        with pytest.raises(Declined) as declined:
            await shop.confirmed(asked, method)
        assert declined.value.message == "Your payment was declined. Please try another payment method."

    async def test_a_card_that_must_be_authenticated_says_where(self, shop: Shop) -> None:
        waiting = await shop.paid(method="pm_card_threeDSecure2Required")
        assert waiting.status == "requires_action"
        assert waiting.fact.state is PaymentState.REQUIRES_ACTION
        assert waiting.next_action is not None
        assert waiting.next_action.type == "redirect_to_url"
        assert (waiting.next_action.redirect_url or "").startswith("http")

    async def test_the_same_key_never_charges_twice(self, shop: Shop) -> None:
        asked, same = await shop.asked(), key()
        method, back = PaymentMethodId("pm_card_visa"), "https://shop.example/return"
        first = await shop.payments.confirm(asked.id, method, back, same)
        again = await shop.payments.confirm(asked.id, method, back, same)
        assert again.fact == first.fact

    async def test_a_payment_that_succeeded_must_be_read_before_it_is_confirmed_again(self, shop: Shop) -> None:
        paid = await shop.paid()
        with pytest.raises(StateConflict):
            await shop.confirmed(paid)

    async def test_a_payment_that_succeeded_must_be_read_before_it_is_canceled(self, shop: Shop) -> None:
        paid = await shop.paid()
        with pytest.raises(StateConflict):
            await shop.payments.cancel(paid.id, None)

    async def test_a_canceled_payment_says_why_and_a_second_time_asks_to_be_read(self, shop: Shop) -> None:
        asked = await shop.asked()
        canceled = await shop.payments.cancel(asked.id, "abandoned")
        assert canceled.status == "canceled"
        assert canceled.fact.state is PaymentState.CANCELED
        assert canceled.fact.cancellation_reason == "abandoned"
        with pytest.raises(StateConflict):
            await shop.payments.cancel(asked.id, "abandoned")

    async def test_a_reason_that_is_none_of_stripes_is_refused(self, shop: Shop) -> None:
        asked = await shop.asked()
        with pytest.raises(Refused) as refused:
            await shop.payments.cancel(asked.id, "boredom")
        assert refused.value.part is None

    async def test_a_method_saved_with_a_payment_stays_the_customers(self, shop: Shop) -> None:
        order = await shop.order(save_payment_method=True)
        paid = await shop.paid(order)
        assert paid.fact.paid_with is not None
        kept = await shop.do(f"/v1/payment_methods/{paid.fact.paid_with.id}", **{"metadata[seen]": "yes"})
        assert kept["customer"] == order.intent.customer_id

    async def test_an_intent_whose_creation_was_never_answered_is_found(self, shop: Shop) -> None:
        order = await shop.order()
        lost = await shop.asked(order)
        for _ in range(2):
            other = checkout(customer_id=order.intent.customer_id)
            await shop.asked(other)
        found = await self.search(shop).of_order(order.intent.customer_id, order.id)
        assert [payment.id for payment in found] == [lost.id]

    async def test_of_several_such_intents_the_paid_ones_are_named_first(self, shop: Shop) -> None:
        order = await shop.order()
        paid = await shop.paid(order)
        later = await shop.asked(order)
        found = await self.search(shop).of_order(order.intent.customer_id, order.id)
        assert [payment.id for payment in found] == [paid.id, later.id]

    async def test_a_customer_without_such_an_intent_has_none(self, shop: Shop) -> None:
        order = await shop.order()
        assert list(await self.search(shop).of_order(order.intent.customer_id, order.id)) == []

    async def test_the_same_key_is_reported_the_same_customer(self, shop: Shop) -> None:
        shopper, same = user(), key()
        first = await shop.customers.create(shopper, same)
        assert await shop.customers.create(shopper, same) == first
        assert await shop.customers.create(shopper, key()) != first

    async def test_a_name_that_is_too_long_for_stripe_is_cut(self, shop: Shop) -> None:
        long_named = user(first_name="Ada " * 40, last_name="Lovelace " * 20)
        customer_id = await shop.customers.create(long_named, key())
        customer = await shop.do(f"/v1/customers/{customer_id}", **{"metadata[seen]": "yes"})
        assert len(str(customer["name"])) <= 256

    async def test_a_customer_follows_its_user_and_one_that_is_gone_is_missing(self, shop: Shop) -> None:
        customer = await shop.customer()
        moved = User(id=UserId("ada"), email="moved@customer.example", first_name="Ada", last_name="Byron")
        await shop.customers.update(customer, moved)
        seen = await shop.do(f"/v1/customers/{customer}")
        assert (seen["email"], seen["name"]) == ("moved@customer.example", "Ada Byron")
        with pytest.raises(Missing):
            await shop.customers.update(CustomerId("cus_whichNeverWas"), moved)

    async def test_a_user_without_name_or_address_can_be_a_customer(self, shop: Shop) -> None:
        nameless = user(email=None, first_name=None, last_name=None)
        customer: CustomerId = await shop.customers.create(nameless, key())
        assert customer.startswith("cus_")

    @staticmethod
    def search(shop: Shop) -> PaymentSearch:
        return StripePaymentSearch(calls=shop.calls, clock=shop.clock)
