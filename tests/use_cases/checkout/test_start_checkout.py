"""A checkout begins: the order is written first, Stripe is asked once, and a retry goes on where the first ended."""

from dataclasses import replace

import pytest

from application.checkout.errors import CheckoutAlreadyPaid, EmailMissing, TooManyDeclines
from application.orders.errors import NotFound
from application.ports.storage.failures import StoreUnavailable
from application.ports.stripe.failures import NotExecuted, OutcomeUnknown
from domain.catalog.pricing import CartItem
from domain.errors.pricing import CartRefused
from domain.identifiers.derivation import order_id_from
from domain.identifiers.order_number import order_number
from domain.identifiers.types import RequestScope, Sku
from domain.orders.history import EntryType
from domain.orders.order import OrderStatus
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.builders import address, checkout
from tests.use_cases.scenes import BOB, intent_of, only_order, paid, recorded, stored, unpaid
from tests.world.shoppers import ADA, checkout_command, pay, start
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World


async def test_the_intent_asks_for_what_the_server_priced(world: World, till: Container) -> None:
    started = await start(till, "first")
    (payment,) = world.model.totals.payments()
    assert (payment.id, payment.amount) == (started.order.intent.id, started.order.total)
    assert payment.metadata["till_order_id"] == started.order.id
    assert await recorded(world, started.order.id) == [EntryType.CHECKOUT_STARTED, EntryType.PAYMENT_INTENT_CREATED]


async def test_the_order_is_stored_before_stripe_is_asked(world: World, till: Container) -> None:
    seen = []

    async def look() -> None:
        seen.append((await only_order(world)).intent.id)
        raise NotExecuted("turned away")

    trouble = failing("payments", "create", NotExecuted("turned away"))
    trouble.act = look
    with meeting(trouble), pytest.raises(NotExecuted):
        await start(till, "first")
    assert seen == [None]


async def test_the_same_origin_gives_the_same_order_and_intent(world: World, till: Container) -> None:
    first, again = await start(till, "first"), await start(till, "first")
    assert (again.order, again.client_secret) == (first.order, first.client_secret)
    assert len(world.model.totals.payments()) == 1


async def test_another_origin_is_another_order(world: World, till: Container) -> None:
    first, second = await start(till, "first"), await start(till, "second")
    assert first.order.id != second.order.id
    assert len(world.model.totals.payments()) == 2


@pytest.mark.parametrize("fault", [Fault.LOSE_ANSWER, Fault.LOSE_REQUEST, Fault.RATE_LIMIT, Fault.UNAVAILABLE])
async def test_a_retry_goes_on_with_its_own_order_and_asks_for_one_intent_only(
    world: World, till: Container, fault: Fault
) -> None:
    world.model.faults.next("POST /v1/payment_intents", fault)
    with pytest.raises((OutcomeUnknown, NotExecuted)):
        await start(till, "first")
    started = await start(till, "first")
    assert (await only_order(world)).id == started.order.id
    assert [payment.id for payment in world.model.totals.payments()] == [started.order.intent.id]


async def test_what_was_begun_is_finished_as_it_was_priced_though_the_shop_sells_it_no_more(
    world: World, till: Container
) -> None:
    with meeting(failing("stores.orders", "add", StoreUnavailable("lost"), late=True)), pytest.raises(StoreUnavailable):
        await start(till, "first")
    (mug,) = [product for product in await till.catalog().products() if product.sku == "MUG"]
    await world.stores.catalog.put(replace(mug, active=False))
    assert (await start(till, "first")).order.id == (await only_order(world)).id
    with pytest.raises(CartRefused):
        await start(till, "second")


async def test_a_twin_that_writes_the_order_first_is_followed(world: World, till: Container) -> None:
    with meeting(meanwhile("stores.orders", "add", lambda: start(till, "first"))):
        started = await start(till, "first")
    assert (await only_order(world)).id == started.order.id
    assert len(world.model.totals.payments()) == 1


async def test_what_is_begun_is_found_behind_another_orders_id(world: World, till: Container) -> None:
    taken = order_id_from(RequestScope("first"))
    await world.stores.orders.add(replace(checkout(), id=taken))
    begun, again = await start(till, "first"), await start(till, "first")
    assert begun.order.id == again.order.id == order_id_from(RequestScope("first"), 1)


async def test_a_write_whose_answer_was_lost_is_found_by_the_retry(world: World, till: Container) -> None:
    lost = failing("stores.orders", "add", StoreUnavailable("lost"), late=True)
    with meeting(lost), pytest.raises(StoreUnavailable):
        await start(till, "first")
    assert (await start(till, "first")).order.id == (await only_order(world)).id


async def test_an_id_that_another_order_holds_is_passed_over(world: World, till: Container) -> None:
    taken = order_id_from(RequestScope("first"))
    await world.stores.orders.add(checkout(order_id=taken, order_origin=RequestScope("another's")))
    started = await start(till, "first")
    assert started.order.id == order_id_from(RequestScope("first"), 1)
    assert (await start(till, "first")).order.id == started.order.id


async def test_without_an_address_for_the_receipt_nothing_begins(world: World, till: Container) -> None:
    nameless = checkout_command("first", user=replace(ADA, email=None))
    with pytest.raises(EmailMissing):
        await till.start_checkout()(nameless)
    assert await world.stores.users.get(ADA.id) is None
    named = await till.start_checkout()(replace(nameless, receipt_email="ada@elsewhere.example", locale="de"))
    assert (named.order.contact.email, named.order.contact.locale) == ("ada@elsewhere.example", "de")
    assert (await start(till, "in no language")).order.contact.locale == "en"


async def test_a_cart_that_is_refused_leaves_nothing_behind(world: World, till: Container) -> None:
    command = replace(checkout_command("first"), items=(CartItem(sku=Sku("GONE"), quantity=1),))
    with pytest.raises(CartRefused):
        await till.start_checkout()(command)
    assert await world.stores.users.get(ADA.id) is None
    assert world.model.totals.served.total() == 0


async def test_a_checkout_that_is_replaced_is_canceled_at_stripe_first(world: World, till: Container) -> None:
    first = await unpaid(world)
    second = await start(till, "second", quantity=3, replaces=order_number(first.order.id))
    statuses = {payment.id: payment.status for payment in world.model.totals.payments()}
    assert statuses == {
        intent_of(first.order): "canceled",
        intent_of(second.order): "requires_payment_method",
    }
    assert (await stored(world, first.order.id)).status is OrderStatus.CANCELED


@pytest.mark.parametrize(
    ("method", "status"), [("pm_card_visa", "succeeded"), ("pm_usBankAccount_processing", "processing")]
)
async def test_a_checkout_that_is_paid_or_being_paid_is_not_replaced(
    world: World, till: Container, method: str, status: str
) -> None:
    first = await unpaid(world)
    pay(world, first, method)
    with pytest.raises(CheckoutAlreadyPaid) as refused:
        await start(till, "second", replaces=first.order.id)
    assert (refused.value.order_id, refused.value.status) == (first.order.id, status)
    assert len(world.model.totals.payments()) == 1


@pytest.mark.parametrize("known", [False, True])
async def test_only_ones_own_checkout_can_be_replaced(world: World, till: Container, known: bool) -> None:
    replaced = (await unpaid(world)).order.id if known else "ord_000000000000"
    with pytest.raises(NotFound, match="order"):
        await start(till, "bob's", user=BOB, replaces=replaced)
    with pytest.raises(NotFound, match="order"):
        await start(till, "bob's", user=BOB, replaces="not an order at all")


async def test_ten_declines_in_an_hour_end_the_tries_until_the_hour_is_over(world: World, till: Container) -> None:
    started = await unpaid(world)
    for _ in range(9):
        pay(world, started, "pm_card_visa_chargeDeclined")
    await world.deliver(till)
    await start(till, "ninth")
    pay(world, started, "pm_card_visa_chargeDeclined")
    await world.deliver(till)
    with pytest.raises(TooManyDeclines) as refused:
        await start(till, "tenth")
    assert refused.value.retry_after > 0
    world.clock.advance(hours=1, seconds=1)
    await start(till, "an hour later")


async def test_a_returning_shopper_costs_one_call_to_stripe(world: World, till: Container) -> None:
    await paid(world)
    asked = world.model.totals.served.total()
    await start(till, "second")
    assert world.model.totals.served.total() == asked + 1


async def test_the_client_secret_is_in_no_text_of_the_answer(till: Container) -> None:
    started = await start(till, "first")
    assert "_secret_" in started.client_secret
    assert started.client_secret not in repr(started)


async def test_an_address_is_stored_as_its_country_writes_it(till: Container) -> None:
    somewhere = address(country="CA", state="Québec", postal_code="h2x 1y4", city="Montréal", phone=None)
    started = await till.start_checkout()(replace(checkout_command("first"), shipping_address=somewhere))
    assert started.order.shipping_address == replace(somewhere, state="QC", postal_code="H2X 1Y4")
    assert started.order.breakdown.tax_jurisdiction == "CA-QC"


async def test_an_address_without_a_postal_code_is_taken_where_there_is_none(till: Container) -> None:
    somewhere = address(country="HK", state="Kowloon", postal_code=None, city="Mong Kok", phone=None)
    started = await till.start_checkout()(replace(checkout_command("first"), shipping_address=somewhere))
    assert started.order.shipping_address == somewhere


async def test_an_address_that_its_country_does_not_know_leaves_nothing(world: World, till: Container) -> None:
    nowhere = address(state="Atlantis", postal_code="ABCDE", phone="abc")
    unknown = replace(checkout_command("first"), shipping_address=nowhere)
    with pytest.raises(CartRefused) as refused:
        await till.start_checkout()(unknown)
    fields = [field for field, _ in refused.value.faults]
    assert fields == ["shippingAddress.phone", "shippingAddress.state", "shippingAddress.postalCode"]
    with pytest.raises(CartRefused) as refused:
        await till.start_checkout()(replace(unknown, user=replace(unknown.user, email=None), receipt_email=None))
    assert [field for field, _ in refused.value.faults] == [*fields, "receiptEmail"]
    assert not world.model.totals.payments()
