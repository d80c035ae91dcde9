"""An order is found by whatever a person has at hand, and by nothing that only looks like it."""

from datetime import timedelta

import pytest

from application.orders.find_orders import searches
from domain.identifiers.order_number import order_number
from domain.money.currency import CURRENCIES
from entrypoints.container import Container
from tests.use_cases.scenes import paid, unpaid
from tests.world.world import World


async def test_an_order_is_found_by_each_of_its_facts(till: Container, world: World) -> None:
    order = await paid(world)
    exponent = CURRENCIES[order.currency.code].exponent
    major = f"{order.total // 10**exponent}.{order.total % 10**exponent:0{exponent}}"
    names = [
        order.id,
        order_number(order.id).lower(),
        f" {order.contact.email} ",
        str(order.contact.email).upper(),
        order.user_id,
        str(order.intent.id),
        order.created_at.date().isoformat(),
        f"{major} {order.currency.code}",
        f"{major}{order.currency.code.upper()}",
        "Confirmed",
        "succeeded",
    ]
    assert {name: await till.find_orders()(name, limit=5) for name in names} == {name: [order] for name in names}


async def test_another_fact_finds_nothing(till: Container, world: World) -> None:
    order = await paid(world)
    before = (order.created_at - timedelta(days=1)).date().isoformat()
    others = ["T-0000-0000-0000-0", "nobody@customer.example", "pi_1", before, "0.01 usd", "on hold", "refunded"]
    assert {name: await till.find_orders()(name, limit=5) for name in others} == {name: [] for name in others}


async def test_the_newest_come_first_and_no_more_than_are_asked_for(till: Container, world: World) -> None:
    first, second, third = [(await unpaid(world, f"scope {count}")).order for count in range(3)]
    email = str(first.contact.email)
    assert [each.id for each in await till.find_orders()(email, limit=2)] == [third.id, second.id]


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "9999-12-31",
        "2026-2-3",
        "12.99",
        "12.999 usd",
        "1.5 jpy",
        "12.99 xxx",
        "1e5 usd",
        "-1 usd",
        "held",
    ],
)
def test_what_is_no_status_day_or_amount_is_a_name_alone(text: str) -> None:
    by_reference, by_user = searches(text)
    assert (by_reference.filters.reference, by_user.user_id) == (text, text)


def test_a_word_that_both_kinds_of_status_know_is_looked_for_in_both() -> None:
    *_, of_order, of_payment = searches("canceled")
    assert (of_order.status, of_payment.filters.payment_status) == ("canceled", "canceled")


def test_an_amount_is_read_in_its_own_currency() -> None:
    totals = {text: searches(text)[-1].filters.total for text in ("12.99 usd", "5 EUR", "1299 jpy", "1.250 kwd")}
    assert totals == {"12.99 usd": 1299, "5 EUR": 500, "1299 jpy": 1299, "1.250 kwd": 1250}
