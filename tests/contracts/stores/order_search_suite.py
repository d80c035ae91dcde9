"""What the port `OrderSearch` promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from application.ports.storage.order_search import DailyFigures, OrderFilters
from domain.disputes.dispute import DisputeStatus
from domain.facts.payment import PaymentState
from domain.identifiers.types import PaymentMethodId, UserId
from domain.orders.order import Contact, Order, OrderStatus
from domain.refunds.refund import RefundStatus
from tests.builders import asked, checkout, line, paid, with_facts
from tests.contracts.stores.stores import Stores
from tests.fact_builders import card, dispute_fact, payment_fact, refund_fact
from tests.when import AT, after

SHOPPER = UserId("shopper-1")


async def five_orders(stores: Stores) -> list[Order]:
    """Of one shopper, a minute apart, newest first."""
    added = [await stores.orders.add(checkout(user_id=SHOPPER, at=after(minutes=number))) for number in range(5)]
    return added[::-1]


class OrderSearchSuite:
    async def test_pages_run_newest_first_to_the_end(self, stores: Stores) -> None:
        newest_first = await five_orders(stores)
        seen: list[Order] = []
        cursor = None
        for expected in (2, 2, 1):
            page = await stores.order_search.page(user_id=None, status=None, limit=2, cursor=cursor)
            assert len(page.orders) == expected
            seen += page.orders
            cursor = page.cursor
        assert cursor is None
        assert seen == newest_first

    async def test_a_page_that_holds_all_is_the_last(self, stores: Stores) -> None:
        await five_orders(stores)
        assert (await stores.order_search.page(user_id=None, status=None, limit=5, cursor=None)).cursor is None

    async def test_new_orders_shift_no_page(self, stores: Stores) -> None:
        newest_first = await five_orders(stores)
        page = await stores.order_search.page(user_id=SHOPPER, status=None, limit=2, cursor=None)
        await stores.orders.add(checkout(user_id=SHOPPER, at=after(hours=1)))
        rest = await stores.order_search.page(user_id=SHOPPER, status=None, limit=9, cursor=page.cursor)
        assert [*page.orders, *rest.orders] == newest_first

    async def test_orders_of_the_same_moment_are_each_shown_once(self, stores: Stores) -> None:
        added = {(await stores.orders.add(checkout(at=AT))).id for _ in range(5)}
        seen = []
        cursor = None
        for _ in range(3):
            page = await stores.order_search.page(user_id=None, status=None, limit=2, cursor=cursor)
            seen += [order.id for order in page.orders]
            cursor = page.cursor
        assert sorted(seen) == sorted(added)

    async def test_a_shopper_is_shown_no_other_shoppers_orders(self, stores: Stores) -> None:
        await five_orders(stores)
        other = await stores.orders.add(checkout(user_id=UserId("shopper-2")))
        page = await stores.order_search.page(user_id=UserId("shopper-2"), status=None, limit=9, cursor=None)
        assert page.orders == (other,)

    async def test_orders_are_filtered_by_the_status_that_they_have_now(self, stores: Stores) -> None:
        pending = await stores.orders.add(checkout(user_id=SHOPPER))
        confirmed = await stores.orders.add(paid(checkout(user_id=SHOPPER)))
        held = await stores.orders.add(paid(checkout(user_id=SHOPPER)))
        held = await stores.orders.save(with_facts(held, dispute_fact(held)))
        for user_id in (None, SHOPPER):
            for status, order in (
                (OrderStatus.PENDING, pending),
                (OrderStatus.CONFIRMED, confirmed),
                (OrderStatus.ON_HOLD, held),
            ):
                page = await stores.order_search.page(user_id=user_id, status=status, limit=9, cursor=None)
                assert page.orders == (order,)

    async def test_orders_are_found_by_every_filter(self, stores: Stores) -> None:
        contact = Contact(email="grace@shop.example", locale="en")
        other = await stores.orders.add(checkout(at=AT))
        wanted = paid(replace(checkout(at=after(minutes=5)), contact=contact))
        wanted = with_facts(wanted, refund_fact(wanted, amount=301), dispute_fact(wanted))
        await stores.orders.add(wanted)
        refund, dispute = wanted.refunds[0], wanted.disputes[0]
        for filters in (
            OrderFilters(email="grace@shop.example"),
            *(
                OrderFilters(stripe_id=stripe_id)
                for stripe_id in (wanted.intent.id, wanted.intent.charge_id, refund.stripe_refund_id, dispute.id)
                if stripe_id is not None
            ),
            OrderFilters(payment_status=wanted.payment_status),
            OrderFilters(created_from=after(minutes=5)),
            OrderFilters(created_from=AT, email="grace@shop.example", currency=wanted.currency.code),
        ):
            page = await stores.order_search.page(user_id=None, status=None, limit=9, cursor=None, filters=filters)
            assert [order.id for order in page.orders] == [wanted.id], filters
        for filters in (
            OrderFilters(created_to=after(minutes=5)),
            OrderFilters(payment_status=other.payment_status, total=other.total, currency=other.currency.code),
        ):
            page = await stores.order_search.page(user_id=None, status=None, limit=9, cursor=None, filters=filters)
            assert [order.id for order in page.orders] == [other.id], filters
        for filters in (
            OrderFilters(reference="T-12.99"),
            OrderFilters(total=other.total + 1),
            OrderFilters(currency="xxx"),
            OrderFilters(stripe_id="re_of_nobody"),
            OrderFilters(email="grace@shop.example", created_to=AT),
        ):
            page = await stores.order_search.page(user_id=None, status=None, limit=9, cursor=None, filters=filters)
            assert page.orders == (), filters

    async def test_filtered_pages_go_on_where_they_ended(self, stores: Stores) -> None:
        newest_first = await five_orders(stores)
        filters = OrderFilters(created_from=newest_first[3].created_at, total=newest_first[0].total)
        first = await stores.order_search.page(user_id=None, status=None, limit=3, cursor=None, filters=filters)
        rest = await stores.order_search.page(user_id=None, status=None, limit=3, cursor=first.cursor, filters=filters)
        assert [*first.orders, *rest.orders] == newest_first[:4]
        assert rest.cursor is None

    @pytest.mark.parametrize(
        "cursor", ["", "?", "nonsense", "ä", "MTI", "12:", ":x", "x:1", "¹:ord", "999999999999999999:ord", "-1:x", "\0"]
    )
    async def test_a_malformed_cursor_is_distinguished(self, stores: Stores, cursor: str) -> None:
        with pytest.raises(ValueError, match="malformed"):
            await stores.order_search.page(user_id=None, status=None, limit=2, cursor=cursor)

    async def test_what_reconciliation_re_reads_is_all_that_can_still_change(self, stores: Stores) -> None:
        open_ones = {(await stores.orders.add(checkout())).id, (await stores.orders.add(asked())).id}
        await stores.orders.add(paid())
        canceled = asked()
        await stores.orders.add(with_facts(canceled, payment_fact(canceled, PaymentState.CANCELED)))
        refunded = paid()
        refunded = await stores.orders.add(with_facts(refunded, refund_fact(refunded, 1)))
        reserved = paid()
        reserved = await stores.orders.add(with_facts(reserved, refund_fact(reserved, 1, RefundStatus.PENDING)))
        soon = {order.id async for page in stores.order_search.watched(after(days=1)) for order in page.orders}
        assert soon == open_ones | {refunded.id, reserved.id}
        later = {order.id async for page in stores.order_search.watched(after(days=36)) for order in page.orders}
        assert later == open_ones | {reserved.id}

    async def test_more_orders_than_fit_one_batch_are_all_re_read(self, stores: Stores) -> None:
        added = {(await stores.orders.add(checkout())).id for _ in range(130)}
        assert {
            order.id async for page in stores.order_search.watched(after(days=400)) for order in page.orders
        } == added

    async def test_a_walk_over_the_watched_orders_continues_behind_any_page(self, stores: Stores) -> None:
        added = {(await stores.orders.add(asked(checkout(at=after(number))))).id for number in range(5)}
        pages = [page async for page in stores.order_search.watched(after(days=1))]
        walked = [order.id for page in pages for order in page.orders]
        assert set(walked) == added
        assert len(walked) == len(added)
        for number, page in enumerate(pages, start=1):
            rest = [each async for each in stores.order_search.watched(after(days=1), page.cursor)]
            left = [order.id for each in pages[number:] for order in each.orders]
            assert [order.id for each in rest for order in each.orders] == left
        with pytest.raises(ValueError, match="malformed"):
            assert not [page async for page in stores.order_search.watched(AT, "nowhere")]

    async def test_the_orders_that_claim_to_be_paid_are_those_begun_since(self, stores: Stores) -> None:
        await stores.orders.add(paid(checkout(at=AT)))
        await stores.orders.add(asked(checkout(at=after(5))))
        claiming = {(await stores.orders.add(paid(checkout(at=after(5))))).id for _ in range(3)}
        claiming.add((await stores.orders.add(paid(checkout(at=after(6))))).id)
        assert {order.id async for order in stores.order_search.paid_since(AT)} == claiming

    async def test_the_method_last_paid_with_is_remembered(self, stores: Stores) -> None:
        for begun, paid_at, method in ((1, 5, "pm_first"), (2, 7, "pm_last"), (3, 6, "pm_second")):
            order = asked(checkout(user_id=SHOPPER, at=after(begun)))
            fact = payment_fact(order, paid_with=card(id=PaymentMethodId(method)))
            await stores.orders.add(with_facts(order, fact, at=after(paid_at)))
        await stores.orders.add(checkout(user_id=SHOPPER, at=after(3)))
        await stores.orders.add(paid(at=after(4)))
        paid_with = await stores.order_search.last_paid_with(SHOPPER)
        assert paid_with == card(id=PaymentMethodId("pm_last"))

    async def test_of_payments_at_one_moment_the_newest_order_s_counts(self, stores: Stores) -> None:
        for begun, method in ((2, "pm_newest"), (1, "pm_first")):
            order = asked(checkout(user_id=SHOPPER, at=after(begun)))
            fact = payment_fact(order, paid_with=card(id=PaymentMethodId(method)))
            await stores.orders.add(with_facts(order, fact, at=after(9)))
        assert await stores.order_search.last_paid_with(SHOPPER) == card(id=PaymentMethodId("pm_newest"))

    async def test_who_never_paid_paid_with_nothing(self, stores: Stores) -> None:
        await stores.orders.add(checkout(user_id=SHOPPER))
        assert await stores.order_search.last_paid_with(SHOPPER) is None

    async def test_days_are_counted_by_currency(self, stores: Stores) -> None:
        await stores.orders.add(paid(checkout(at=after(days=-3))))
        await stores.orders.add(checkout(at=AT))
        order = paid(checkout(at=AT))
        await stores.orders.add(with_facts(order, refund_fact(order, 300), refund_fact(order, 1, RefundStatus.PENDING)))
        await stores.orders.add(paid(checkout(currency="kwd", at=AT)))
        lost = paid(checkout(lines=(line(unit_price=833, quantity=3),), at=after(days=1)))
        await stores.orders.add(with_facts(lost, dispute_fact(lost, DisputeStatus.LOST)))
        assert list(await stores.order_search.daily(after(days=-1).date(), after(days=9).date(), UTC)) == [
            DailyFigures(day="2026-03-14", currency="kwd", orders=1, paid=1, captured=1230, refunded=0, lost=0),
            DailyFigures(day="2026-03-14", currency="usd", orders=2, paid=1, captured=1299, refunded=300, lost=0),
            DailyFigures(day="2026-03-15", currency="usd", orders=1, paid=1, captured=2499, refunded=0, lost=2499),
        ]

    async def test_a_day_is_that_of_the_zone(self, stores: Stores) -> None:
        zone = ZoneInfo("America/Los_Angeles")
        # Clocks go forward on 2026-03-08 there: that day has 23 hours, from 08:00 UTC to 07:00 UTC.
        moments = [datetime(2026, 3, 8, 7, 59, tzinfo=UTC), datetime(2026, 3, 8, 8, tzinfo=UTC)]
        moments += [datetime(2026, 3, 9, 6, 59, tzinfo=UTC), datetime(2026, 3, 9, 7, tzinfo=UTC)]
        for moment in moments:
            await stores.orders.add(checkout(at=moment))
        every_day = await stores.order_search.daily(date(2026, 3, 7), date(2026, 3, 9), zone)
        assert [(day.day, day.orders) for day in every_day] == [("2026-03-07", 1), ("2026-03-08", 2), ("2026-03-09", 1)]
        assert list(await stores.order_search.daily(date(2026, 3, 8), date(2026, 3, 8), zone)) == [every_day[1]]

    async def test_a_shop_without_orders_has_no_days(self, stores: Stores) -> None:
        assert list(await stores.order_search.daily(AT.date(), AT.date(), UTC)) == []
