"""What every mailer promises."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import pytest

from application.ports.mail.mailer import Mailer, MailRefused, MailUnavailable
from domain.orders.history import Entry, chained
from domain.orders.notices import OperatorNotice, ShopperNotice
from domain.orders.order import Order
from tests import builders, fact_builders

BAD_ADDRESS = "nobody@shop.example"


class MailStation(Protocol):
    """A mailer with what stands behind it: `BAD_ADDRESS` is refused for good."""

    @property
    def mailer(self) -> Mailer:
        """The mailer under test."""

    def arrived(self) -> list[str]:
        """The message ids of what was taken, in order."""

    async def break_down(self) -> None:
        """From now on nothing can be handed over."""


def recorded(email: str) -> tuple[Order, Entry, Entry]:
    """A paid and disputed order of that address, with the entry of either."""
    order = builders.paid()
    order = builders.with_facts(
        replace(order, contact=replace(order.contact, email=email)), fact_builders.dispute_fact(order)
    )
    *_, paid, disputed = chained(order.id, order.head, order.changes, builders.AUDIT_SECRET)
    return order, paid, disputed


class MailerContract:
    """Inherited by a module per adapter, which gives the fixture `station`."""

    async def test_mail_is_handed_over_under_the_id_that_marks_it(self, station: MailStation) -> None:
        order, paid, disputed = recorded("ada@shop.example")
        await station.mailer.to_shopper(ShopperNotice.CONFIRMED, order, paid, f"{order.id}.3.shopper@till")
        await station.mailer.to_operator(OperatorNotice.DISPUTE, order, disputed, f"{order.id}.4.operator@till")
        await station.mailer.alert(builders.alert("dead_letter"), "alert.dead_letter@till")
        assert station.arrived() == [
            f"{order.id}.3.shopper@till",
            f"{order.id}.4.operator@till",
            "alert.dead_letter@till",
        ]

    async def test_the_same_mail_reported_twice_bears_the_same_mark(self, station: MailStation) -> None:
        order, paid, _ = recorded("ada@shop.example")
        for _ in range(2):
            await station.mailer.to_shopper(ShopperNotice.CONFIRMED, order, paid, f"{order.id}.3.shopper@till")
        assert station.arrived() == [f"{order.id}.3.shopper@till"] * 2

    async def test_an_address_that_never_takes_mail_is_refused_and_the_next_one_is_served(
        self, station: MailStation
    ) -> None:
        bad, bad_entry, _ = recorded(BAD_ADDRESS)
        with pytest.raises(MailRefused):
            await station.mailer.to_shopper(ShopperNotice.CONFIRMED, bad, bad_entry, f"{bad.id}.3.shopper@till")
        good, good_entry, _ = recorded("ada@shop.example")
        await station.mailer.to_shopper(ShopperNotice.CONFIRMED, good, good_entry, f"{good.id}.3.shopper@till")
        assert station.arrived() == [f"{good.id}.3.shopper@till"]

    async def test_what_can_not_be_handed_over_now_is_not_refused(self, station: MailStation) -> None:
        await station.break_down()
        order, paid, disputed = recorded("ada@shop.example")
        with pytest.raises(MailUnavailable):
            await station.mailer.to_shopper(ShopperNotice.CONFIRMED, order, paid, f"{order.id}.3.shopper@till")
        with pytest.raises(MailUnavailable):
            await station.mailer.to_operator(OperatorNotice.DISPUTE, order, disputed, f"{order.id}.4.operator@till")
        with pytest.raises(MailUnavailable):
            await station.mailer.alert(builders.alert("dead_letter"), "alert.dead_letter@till")
        assert station.arrived() == []
