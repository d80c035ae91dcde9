"""Whatever the domain can hold comes back from its document as it went in, through BSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bson
import pytest
from bson.codec_options import CodecOptions
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.mongodb.documents import alert, event, history, product, user
from adapters.mongodb.documents import order as orders
from application.ports.storage.alerts import Alert
from application.ports.storage.inbox import InboxEntry
from domain.catalog.product import Price, Product
from domain.customers.user import User
from domain.facts.payment import FailedAttempt, PaymentState
from domain.identifiers.order_number import order_number
from domain.identifiers.types import CustomerId
from domain.money.currency import CURRENCIES
from domain.orders.history import Entry
from domain.orders.order import Order
from domain.payments.intent import Creation, Intent
from tests.builders import asked, paid, with_facts
from tests.fact_builders import failed_attempt, payment_fact, refund_fact
from tests.made_up import MOMENTS, TEXTS, made_up
from tests.when import after

_NOT_EMPTY = TEXTS.filter(bool)
_CODES = st.sampled_from(sorted(CURRENCIES))


def through_bson(document: dict[str, Any]) -> dict[str, Any]:
    """What the driver would read of what it wrote."""
    return bson.decode(bson.encode(document), CodecOptions(tz_aware=True))


INTENTS = made_up(
    Intent,
    id=st.none() | _NOT_EMPTY,
    customer_id=st.none() | _NOT_EMPTY,
    charge_id=st.none() | _NOT_EMPTY,
    failures=st.lists(made_up(FailedAttempt), max_size=3).map(tuple),
)

PRICES = st.lists(made_up(Price, currency=_CODES), unique_by=lambda price: price.currency, max_size=4).map(tuple)


@given(made_up(Order, intent=INTENTS, changes=st.just(())))
@settings(max_examples=100)
def test_an_order(order: Order) -> None:
    document = through_bson(orders.to_document(order))
    assert orders.from_document(document) == order
    assert document["_id"] == order.id
    assert document["orderNumber"] == order_number(order.id)
    assert (document["status"], document["payment"]["status"]) == (order.status, order.payment_status)
    assert document["total"] == document["payment"]["amount"] == order.total
    assert "history" not in document
    assert "outbox" not in document


@given(made_up(Entry))
def test_an_entry(entry: Entry) -> None:
    assert history.entry_from_document(through_bson(history.entry_to_document(entry))) == entry


# Declines are added to a user that is there, each by a write of its own.
@given(made_up(User, customer_id=st.none() | _NOT_EMPTY, declines=st.just(())))
def test_a_user(shopper: User) -> None:
    assert user.from_document(through_bson(user.to_document(shopper))) == shopper


@given(
    made_up(
        Product, prices=st.lists(made_up(Price, currency=_CODES), unique_by=lambda price: price.currency).map(tuple)
    )
)
def test_a_product(sold: Product) -> None:
    assert product.from_document(through_bson(product.to_document(sold))) == sold


@given(made_up(InboxEntry, order_id=st.none() | _NOT_EMPTY), st.none() | MOMENTS)
def test_an_event(entry: InboxEntry, expires_at: Any) -> None:
    document = through_bson(event.to_document(entry, expires_at))
    assert event.from_document(document) == entry
    assert document["expiresAt"] == expires_at


@given(made_up(Alert))
def test_an_alert(raised: Alert) -> None:
    document = through_bson(alert.to_document(raised))
    assert alert.from_document(document) == raised
    assert document["sent"] is False


def test_fields_that_a_newer_till_added_are_passed_over() -> None:
    order = replace(paid(), changes=())
    document = orders.to_document(order)
    document["novelty"] = {"deep": [1]}
    document["payment"]["novelty"] = True
    assert orders.from_document(document) == order


def test_an_order_that_was_paid_before_that_moment_was_kept_can_be_read() -> None:
    order = replace(paid(), changes=())
    document = orders.to_document(order)
    assert document["payment"].pop("paidAt") == order.intent.paid_at
    assert orders.from_document(document) == replace(order, intent=replace(order.intent, paid_at=None))


def test_statuses_are_never_read_back() -> None:
    order = replace(paid(), changes=())
    document = orders.to_document(order)
    document["status"] = "refunded"
    document["payment"]["status"] = "nonsense"
    document["payment"]["amountRefunded"] = 999
    assert orders.from_document(document) == order


def test_what_queries_need_is_derived() -> None:
    order = asked()
    for attempt in (failed_attempt(1, at=after(1)), failed_attempt(2, declined=False, at=after(2))):
        order = with_facts(order, payment_fact(order, PaymentState.FAILED, failure=attempt))
    assert orders.to_document(order)["payment"]["lastDeclineAt"] == after(1)
    settled = paid()
    document = orders.to_document(with_facts(settled, refund_fact(settled, 833)))
    assert document["payment"]["amountRefunded"] == 833
    looked_at = {name: document["attention"][name] for name in ("due", "at", "tries")}
    assert looked_at == {"due": False, "at": None, "tries": 0}


@pytest.mark.parametrize("missing", ["payment", "breakdown", "head", "version"])
def test_a_mutilated_document_is_no_order(missing: str) -> None:
    document = orders.to_document(paid())
    del document[missing]
    with pytest.raises(ValueError, match=missing):
        orders.from_document(document)


def test_of_a_card_nothing_is_kept_that_could_be_charged() -> None:
    creation = Creation(asked_at=after(1))
    bare = orders.to_document(replace(paid(), intent=Intent(customer_id=CustomerId("cus_1"), creation=creation)))
    full = orders.to_document(paid())
    assert bare["payment"]["paidWith"] is None
    assert set(full["payment"]["paidWith"]) == {"id", "type", "brand", "last4", "expMonth", "expYear"}
