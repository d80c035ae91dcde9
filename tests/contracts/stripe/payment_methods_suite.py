"""What `PaymentMethods` promises."""

from __future__ import annotations

import pytest

from adapters.stripe.payment_methods import StripePaymentMethods
from application.ports.stripe.failures import Missing, Refused
from application.ports.stripe.payment_methods import AttachDeclined, PaymentMethods
from domain.identifiers.types import CustomerId, PaymentMethodId
from domain.payments.refusal import RequestPart
from tests.contracts.stripe.shop import Shop, key


class PaymentMethodsSuite:
    async def test_a_method_can_be_saved_shown_listed_and_forgotten(self, shop: Shop) -> None:
        methods, customer = self.methods(shop), await shop.customer()
        saved = await methods.attach(PaymentMethodId("pm_card_mastercard"), customer, key())
        assert (saved.type, saved.brand, saved.last4) == ("card", "mastercard", "4444")
        assert saved.customer_id == customer
        assert saved.exp_month is not None
        assert await methods.get(saved.id) == saved
        assert list(await methods.of_customer(customer)) == [saved]
        await methods.detach(saved.id)
        assert list(await methods.of_customer(customer)) == []
        assert (await methods.get(saved.id)).customer_id is None

    async def test_detaching_a_method_of_no_customer_is_no_error(self, shop: Shop) -> None:
        methods = self.methods(shop)
        saved = await methods.attach(PaymentMethodId("pm_card_visa"), await shop.customer(), key())
        await methods.detach(saved.id)
        await methods.detach(saved.id)

    async def test_methods_are_listed_newest_first(self, shop: Shop) -> None:
        methods, customer = self.methods(shop), await shop.customer()
        brands = ["visa", "amex", "mastercard"]
        for brand in brands:
            await methods.attach(PaymentMethodId(f"pm_card_{brand}"), customer, key())
        listed = await methods.of_customer(customer)
        assert [method.brand for method in listed] == brands[::-1]

    async def test_a_decline_is_reported_as_a_failed_attempt(self, shop: Shop) -> None:
        customer, method = await shop.customer(), PaymentMethodId("pm_card_visa_chargeDeclined")
        with pytest.raises(AttachDeclined) as declined:
            await self.methods(shop).attach(method, customer, key())
        assert declined.value.code == "card_declined"
        assert declined.value.failure.declined
        assert declined.value.failure.id == f"{method}:card_declined"
        assert "declined" in declined.value.message

    async def test_a_method_that_never_was_is_missing(self, shop: Shop) -> None:
        methods = self.methods(shop)
        with pytest.raises(Missing):
            await methods.get(PaymentMethodId("pm_whichNeverWas"))
        with pytest.raises(Missing):
            await methods.detach(PaymentMethodId("pm_whichNeverWas"))
        with pytest.raises(Missing) as missing:
            await methods.attach(PaymentMethodId("pm_whichNeverWas"), await shop.customer(), key())
        assert missing.value.part is not RequestPart.CUSTOMER

    async def test_a_customer_that_is_gone_is_named(self, shop: Shop) -> None:
        methods, gone = self.methods(shop), await shop.customer()
        await shop.delete(f"/v1/customers/{gone}")
        with pytest.raises(Missing):
            await methods.of_customer(gone)
        with pytest.raises(Missing) as missing:
            await methods.attach(PaymentMethodId("pm_card_visa"), gone, key())
        assert missing.value.part is RequestPart.CUSTOMER

    async def test_anothers_method_is_not_taken_over(self, shop: Shop) -> None:
        methods, owner = self.methods(shop), await shop.customer()
        saved = await methods.attach(PaymentMethodId("pm_card_visa"), owner, key())
        with pytest.raises(Refused):
            await methods.attach(saved.id, CustomerId(await shop.customer()), key())
        assert (await methods.get(saved.id)).customer_id == owner

    @staticmethod
    def methods(shop: Shop) -> PaymentMethods:
        return StripePaymentMethods(calls=shop.calls, clock=shop.clock)
