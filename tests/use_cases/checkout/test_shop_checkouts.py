"""An order that the shop priced: stored once for its reference, opened when its shopper comes, ended in any case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.checkout.errors import CheckoutAlreadyPaid, EmailMissing, PaymentClosed, ReferenceReused
from application.orders.errors import NotFound
from application.ports.storage.failures import StoreUnavailable
from application.ports.stripe.failures import OutcomeUnknown
from domain.errors.pricing import CartRefused, TotalMismatch
from domain.identifiers.derivation import order_id_from
from domain.identifiers.types import OrderId, RequestScope
from domain.orders.history import EntryType
from domain.orders.order import Contact, OrderStatus, ShopTerms
from domain.payments.checkout import record_successor
from domain.payments.intent import CaptureMethod, Closing
from entrypoints.container import Container
from stripe_stand_in.model import Fault
from tests.builders import by, checkout
from tests.use_cases.scenes import intent_of, only_order, recorded, stored
from tests.world.dashboard import at_stripe
from tests.world.shoppers import ADA, ADDRESS, pay, start
from tests.world.shops import SHOP_CART, create, open_link
from tests.world.trouble import failing, meanwhile, meeting
from tests.world.world import World


async def test_an_order_is_stored_without_a_call_to_stripe(world: World, till: Container) -> None:
    created = await create(till, "one", capture_method=CaptureMethod.MANUAL)
    assert created.is_new
    assert created.link.token not in repr(created)
    order = await stored(world, created.order.id)
    assert (order.total, order.capture_method) == (4568, CaptureMethod.MANUAL)
    assert order.intent.creation.asked_at is None
    assert world.model.totals.served.total() == 0


async def test_the_customer_that_a_user_has_is_the_orders(world: World, till: Container) -> None:
    started = await start(till, "first")
    created = await create(till, "one")
    assert created.order.intent.customer_id == started.order.intent.customer_id


async def test_the_same_request_finds_its_order_and_another_is_refused(world: World, till: Container) -> None:
    created = await create(till, "one")
    again = await create(till, "one")
    assert (again.order, again.is_new, again.link) == (created.order, False, created.link)
    with pytest.raises(ReferenceReused):
        await create(till, "one", terms=ShopTerms(reference="one", digest="another digest"))


async def test_an_answer_that_was_lost_is_found_again(world: World, till: Container) -> None:
    with meeting(failing("stores.orders", "add", StoreUnavailable("lost"), late=True)), pytest.raises(StoreUnavailable):
        await create(till, "one")
    assert not (await create(till, "one")).is_new


async def test_an_id_that_another_order_holds_is_passed_over(world: World, till: Container) -> None:
    taken = order_id_from(RequestScope("reference:one"))
    await world.stores.orders.add(checkout(order_id=taken, order_origin=RequestScope("somebody else")))
    created = await create(till, "one")
    assert created.order.id == order_id_from(RequestScope("reference:one"), 1)
    assert (await create(till, "one", expires_at=created.order.created_at)).order.id == created.order.id


async def test_figures_and_times_that_cannot_be_leave_nothing_behind(world: World, till: Container) -> None:
    with pytest.raises(TotalMismatch):
        await create(till, "one", cart=replace(SHOP_CART, total=4567))
    for away in (timedelta(0), timedelta(days=367)):
        with pytest.raises(CartRefused, match="expiresAt"):
            await create(till, "one", expires_at=world.clock.now() + away)
    assert not world.stores.order_table.stored


async def test_what_the_shopper_adds_is_stored_before_stripe_is_asked(world: World, till: Container) -> None:
    created = await create(till, "one", contact=Contact(email=None))
    with pytest.raises(EmailMissing):
        await open_link(till, created.order.id)
    world.model.faults.next("POST /v1/payment_intents", Fault.LOSE_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await open_link(till, created.order.id, receipt_email="ada@customer.example", locale="de")
    order = await stored(world, created.order.id)
    assert (order.contact.email, order.contact.locale) == ("ada@customer.example", "de")
    opened = await open_link(till, created.order.id)
    assert opened.client_secret == (await open_link(till, created.order.id)).client_secret
    assert len(world.model.totals.payments()) == 1
    assert await recorded(world, created.order.id) == [
        EntryType.CHECKOUT_STARTED,
        EntryType.PAYMENT_INTENT_REQUESTED,
        EntryType.PAYMENT_INTENT_CREATED,
    ]


async def test_two_who_open_one_link_at_once_ask_for_one_intent(world: World, till: Container) -> None:
    created = await create(till, "one")

    async def other() -> None:
        await open_link(till, created.order.id)

    with meeting(meanwhile("stores.orders", "save", other)):
        opened = await open_link(till, created.order.id)
    assert intent_of(opened.order) == intent_of(await stored(world, created.order.id))
    assert len(world.model.totals.payments()) == 1


async def test_a_link_that_was_closed_while_it_was_opened_asks_for_nothing(world: World, till: Container) -> None:
    created = await create(till, "one")

    async def other() -> None:
        await create(till, "two", replaces=created.order.id)

    with meeting(meanwhile("stores.orders", "save", other)), pytest.raises(PaymentClosed):
        await open_link(till, created.order.id)
    assert not world.model.totals.payments()


async def test_what_was_paid_is_not_opened_again_whether_or_not_we_knew(world: World, till: Container) -> None:
    opened = await open_link(till, (await create(till, "one")).order.id)
    pay(world, opened)
    with pytest.raises(CheckoutAlreadyPaid):
        await open_link(till, opened.order.id)
    assert (await stored(world, opened.order.id)).status is OrderStatus.CONFIRMED
    with pytest.raises(CheckoutAlreadyPaid):
        await open_link(till, opened.order.id)


async def test_an_address_is_the_shoppers_to_name_only_at_first_and_only_where_the_shop_named_none(
    world: World, till: Container
) -> None:
    parcel = await create(till, "parcel")
    with pytest.raises(CartRefused, match="shippingAddress"):
        await open_link(till, parcel.order.id, shipping_address=replace(ADDRESS, name="Somebody else"))
    assert (await open_link(till, parcel.order.id, shipping_address=ADDRESS)).order.shipping_address == ADDRESS
    unnamed = await create(till, "unnamed", shipping_address=None)
    assert (await open_link(till, unnamed.order.id, shipping_address=ADDRESS)).order.shipping_address == ADDRESS
    song = await create(till, "song", shipping_address=None)
    assert (await open_link(till, song.order.id)).order.shipping_address is None
    with pytest.raises(CartRefused, match="shippingAddress"):
        await open_link(till, song.order.id, shipping_address=ADDRESS)


async def test_an_address_keeps_the_rules_of_its_country(world: World, till: Container) -> None:
    for given, field in ((replace(ADDRESS, state="Bavaria"), "state"), (replace(ADDRESS, country="ZZ"), "country")):
        with pytest.raises(CartRefused, match=f"shippingAddress.{field}"):
            await create(till, "one", shipping_address=given)
    spelt = await create(till, "one", shipping_address=replace(ADDRESS, state="California"))
    assert spelt.order.shipping_address == ADDRESS


async def test_what_was_canceled_at_stripe_is_not_opened_again(world: World, till: Container) -> None:
    opened = await open_link(till, (await create(till, "one")).order.id)
    at_stripe(world, "POST", f"/v1/payment_intents/{opened.order.intent.id}/cancel")
    for _ in range(2):
        with pytest.raises(PaymentClosed):
            await open_link(till, opened.order.id)


async def test_a_link_opens_one_order_of_one_shopper(world: World, till: Container) -> None:
    one, two = await create(till, "one"), await create(till, "two")
    with pytest.raises(NotFound):
        await open_link(till, one.order.id, only_order=two.order.id)
    with pytest.raises(NotFound):
        await open_link(till, one.order.id, order="no order")


async def test_a_link_that_nobody_opened_expires_without_a_call_to_stripe(world: World, till: Container) -> None:
    created = await create(till, "one")
    await till.settle_orders().settle(created.order.id)
    assert (await only_order(world)).status is OrderStatus.PENDING
    world.clock.advance(25 * 60 * 60)
    with pytest.raises(PaymentClosed):
        await open_link(till, created.order.id)
    assert await till.settle_orders()() == 1
    assert (await only_order(world)).status is OrderStatus.CANCELED
    assert [fact async for fact in till.re_read()(created.order)] == []
    assert world.model.totals.served.total() == 0
    await till.relay_notifications()()
    assert not world.mailer.mails


async def test_a_replaced_order_cancels_what_replaced_it_since(world: World, till: Container) -> None:
    first = await open_link(till, (await create(till, "one")).order.id)
    second = await create(till, "two", replaces=first.order.id)
    third = await create(till, "three", replaces=first.order.id)
    assert (await create(till, "three", replaces=first.order.id)).order == third.order
    statuses = [(await stored(world, each.order.id)).status for each in (first, second, third)]
    assert statuses == [OrderStatus.CANCELED, OrderStatus.CANCELED, OrderStatus.PENDING]
    pay(world, await open_link(till, third.order.id))
    with pytest.raises(CheckoutAlreadyPaid) as paid:
        await create(till, "four", replaces=first.order.id)
    assert paid.value.order_id == third.order.id


async def test_a_cart_replaces_in_the_same_way(world: World, till: Container) -> None:
    first = await start(till, "first")
    second = await start(till, "second", replaces=first.order.id)
    third = await start(till, "third", replaces=first.order.id)
    assert (await start(till, "third", replaces=first.order.id)).order.id == third.order.id
    assert (await stored(world, second.order.id)).intent.closing is Closing.REPLACED


async def test_a_successor_that_was_never_stored_is_passed_over(world: World, till: Container) -> None:
    first = await create(till, "one")
    with meeting(failing("stores.orders", "add", StoreUnavailable("away"))), pytest.raises(StoreUnavailable):
        await create(till, "two", replaces=first.order.id)
    third = await create(till, "three", replaces=first.order.id)
    assert (await stored(world, first.order.id)).intent.replaced_by == third.order.id
    # Whoever was to store the second comes back: the third is the one to replace by then.
    second = await create(till, "two", replaces=first.order.id)
    assert (await stored(world, third.order.id)).status is OrderStatus.CANCELED
    assert second.order.status is OrderStatus.PENDING


async def test_of_two_that_replace_one_order_at_once_one_is_left_at_most(world: World, till: Container) -> None:
    first = await create(till, "one")

    async def other() -> None:
        await create(till, "three", replaces=first.order.id)

    with meeting(meanwhile("stores.orders", "add", other)):
        await create(till, "two", replaces=first.order.id)
    assert await _pending(world) == ["two"]

    with meeting(meanwhile("stores.orders", "save", other)):
        await create(till, "four", replaces=first.order.id)
    assert await _pending(world) == ["four"]


async def test_the_second_successor_to_be_named_replaces_the_first(world: World, till: Container) -> None:
    first = await create(till, "one")
    world.clock.advance(25 * 60 * 60)
    await till.settle_orders()()

    async def other() -> None:
        await create(till, "three", replaces=first.order.id)

    with meeting(meanwhile("stores.orders", "save", other)):
        await create(till, "two", replaces=first.order.id)
    assert await _pending(world) == ["two"]


async def test_a_successor_is_named_once(world: World, till: Container) -> None:
    first = (await create(till, "one")).order
    named = record_successor(first, OrderId("ord_two"), by())
    assert record_successor(named, OrderId("ord_three"), by()) is named


async def test_only_an_order_of_the_same_shopper_is_replaced(world: World, till: Container) -> None:
    first = await create(till, "one")
    for replaces, user_id in ((first.order.id, "bob"), ("no order", ADA.id)):
        with pytest.raises(NotFound):
            await create(till, "two", replaces=replaces, user_id=user_id)


async def _pending(world: World) -> list[str]:
    page = await world.stores.order_search.page(user_id=None, status=OrderStatus.PENDING, limit=10, cursor=None)
    return [order.terms.reference for order in page.orders if order.terms is not None]
