"""Pricing a cart: every fault at once, and nothing that Stripe could not charge."""

import pytest

from application.checkout.quote_cart import QuoteCommand
from application.ports.storage.failures import StoreUnavailable
from domain.catalog.pricing import CartItem
from domain.catalog.product import Price
from domain.errors.pricing import CartRefused
from domain.identifiers.types import Sku
from entrypoints.container import Container
from tests.builders import product
from tests.world.world import World

MUGS = (CartItem(sku=Sku("MUG"), quantity=2),)


async def test_a_cart_is_priced_with_shipping_and_tax_of_where_it_goes(till: Container) -> None:
    quote = await till.quote_cart()(QuoteCommand(items=MUGS, country="US", state="CA"))
    there = quote.breakdown
    assert (there.subtotal, quote.currency.code, quote.estimated) == (2598, "usd", False)
    assert there.total == there.subtotal + there.shipping + there.tax
    assert there.tax > 0


async def test_without_an_address_it_is_priced_for_home_and_said_to_be_an_estimate(till: Container) -> None:
    quote = await till.quote_cart()(QuoteCommand(items=MUGS))
    at_home = await till.quote_cart()(QuoteCommand(items=MUGS, country=till.shipping().countries()[0]))
    assert quote.estimated
    assert quote.breakdown == at_home.breakdown


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (QuoteCommand(items=MUGS, currency="xxx"), "currency"),
        (QuoteCommand(items=MUGS, country="AQ"), "shippingAddress.country"),
        (QuoteCommand(items=MUGS, country="US", state="Atlantis"), "shippingAddress.state"),
        (QuoteCommand(items=(CartItem(sku=Sku("GONE"), quantity=1),)), "items[0].sku"),
        (QuoteCommand(items=(*MUGS, CartItem(sku=Sku("PIN"), quantity=1)), currency="kwd"), "items[1].sku"),
        (QuoteCommand(items=(CartItem(sku=Sku("MUG"), quantity=10),)), "items[0].quantity"),
    ],
)
async def test_a_cart_that_can_not_be_sold_names_the_field_at_fault(
    till: Container, command: QuoteCommand, field: str
) -> None:
    with pytest.raises(CartRefused) as refused:
        await till.quote_cart()(command)
    assert [at for at, _ in refused.value.faults] == [field]


async def test_whatever_is_wrong_is_named_at_once(till: Container) -> None:
    items = (CartItem(sku=Sku("GONE"), quantity=1), CartItem(sku=Sku("PIN"), quantity=1_000))
    with pytest.raises(CartRefused) as refused:
        await till.quote_cart()(QuoteCommand(items=items, currency="xyz", country="ZZ"), also=(("note", "is odd"),))
    fields = [at for at, _ in refused.value.faults]
    assert fields == ["currency", "shippingAddress.country", "items[0].sku", "items[1].quantity", "note"]


@pytest.mark.parametrize("spelling", ["CA", "Calif.", "california", "US-CA"])
async def test_no_tax_is_lost_to_a_spelling(till: Container, spelling: str) -> None:
    quote = await till.quote_cart()(QuoteCommand(items=MUGS, country="US", state=spelling))
    assert (quote.breakdown.tax_jurisdiction, quote.estimated) == ("US-CA", False)


async def test_without_a_state_that_the_country_requires_the_price_is_an_estimate(till: Container) -> None:
    assert (await till.quote_cart()(QuoteCommand(items=MUGS, country="US"))).estimated
    assert not (await till.quote_cart()(QuoteCommand(items=MUGS, country="DE"))).estimated
    assert not (await till.quote_cart()(QuoteCommand(items=MUGS, country="IE"))).estimated


@pytest.mark.parametrize("price", [0, 99_999_999])
async def test_an_amount_that_stripe_can_not_charge_is_refused_at_the_quote(
    world: World, till: Container, price: int
) -> None:
    await world.stores.catalog.put(product("ODD", prices={"usd": price}))
    with pytest.raises(CartRefused) as refused:
        await till.quote_cart()(QuoteCommand(items=(CartItem(sku=Sku("ODD"), quantity=9),)))
    assert [at for at, _ in refused.value.faults] == ["items"]


@pytest.mark.parametrize(("currency", "amount"), [("jpy", 1299), ("kwd", 1230), ("usd", 1299)])
async def test_prices_are_in_stripes_smallest_unit_and_totals_in_its_steps(
    world: World, till: Container, currency: str, amount: int
) -> None:
    await world.stores.catalog.put(product("ODD", prices={currency: amount}))
    quote = await till.quote_cart()(QuoteCommand(items=(CartItem(sku=Sku("ODD"), quantity=1),), currency=currency))
    assert quote.lines[0].total == amount
    assert quote.breakdown.total % quote.currency.step == 0


async def test_without_the_catalog_there_is_no_price(world: World, till: Container) -> None:
    assert Price(currency="usd", amount=1299) in (await world.stores.catalog.products())[0].prices
    world.stores.faults.down = True
    with pytest.raises(StoreUnavailable):
        await till.quote_cart()(QuoteCommand(items=MUGS))
