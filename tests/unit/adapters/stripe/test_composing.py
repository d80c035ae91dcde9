"""What is sent is a pure function of what is stored, to the letter."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.stripe.payments import StripePayments
from adapters.stripe.refunds import StripeRefunds
from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.form import decoded, encoded
from adapters.stripe.sdk.in_process import InProcessClient
from domain.identifiers.order_number import order_number
from domain.identifiers.types import OrderId, PaymentIntentId, RefundId
from domain.orders.order import Order
from domain.payments.intent import CaptureMethod
from domain.refunds.refund import RefundReason
from stripe_stand_in.model import ApiResponse, StripeModel
from tests.builders import address, checkout, line, requested, shop_order
from tests.contracts.stripe.shop import HeldClock

TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs",)))


@pytest.fixture
def calls() -> StripeCalls:
    model = StripeModel(clock=datetime(2026, 3, 14, tzinfo=UTC).timestamp)
    return stripe_calls(model.secret_key, InProcessClient(model.handle))


@pytest.fixture
def payments(calls: StripeCalls) -> StripePayments:
    return StripePayments(calls=calls, clock=HeldClock())


def order(**given: object) -> Order:
    made = checkout(customer_id="cus_1", lines=(line(unit_price=1299),), shipping=499)
    return replace(made, **given)  # type: ignore[arg-type]


def test_a_request_holds_what_was_priced_and_where_it_belongs(payments: StripePayments) -> None:
    somewhere = address(name="Ada & Co [R]", line2=None, state="CA", phone=None)
    asked = order(shipping_address=somewhere)
    request = payments.compose(asked)
    sent = dict(parse_qsl(request.parameters, strict_parsing=True))
    assert sent == {
        "amount": "1798",
        "currency": "usd",
        "customer": "cus_1",
        "allowed_payment_method_types[0]": "card",
        "description": f"Order {order_number(asked.id)}",
        "metadata[till_order_id]": asked.id,
        "metadata[till_order_number]": order_number(asked.id),
        "metadata[till_user_id]": asked.user_id,
        "shipping[name]": "Ada & Co [R]",
        "shipping[address][line1]": somewhere.line1,
        "shipping[address][city]": somewhere.city,
        "shipping[address][state]": "CA",
        "shipping[address][postal_code]": somewhere.postal_code,
        "shipping[address][country]": "US",
    }
    assert request.digest == hashlib.sha256(request.parameters.encode()).hexdigest()


def test_nothing_else_of_an_order_changes_its_request(payments: StripePayments) -> None:
    asked = order()
    later = datetime(2027, 1, 1, tzinfo=UTC)
    changed = replace(asked, version=7, updated_at=later, expires_at=later, created_at=later, changes=())
    assert payments.compose(changed) == payments.compose(asked)
    assert payments.compose(order(id=OrderId("ord_0123456789ab"))) != payments.compose(asked)


def test_a_method_is_kept_only_where_the_shopper_wants_it(payments: StripePayments) -> None:
    assert "setup_future_usage" not in payments.compose(order()).parameters
    kept = parse_qs(payments.compose(order(save_payment_method=True)).parameters)
    assert kept["setup_future_usage"] == ["on_session"]


def test_settings_choose_the_methods_and_the_statements_text(calls: StripeCalls) -> None:
    payments = StripePayments(
        calls=calls,
        clock=HeldClock(),
        payment_method_types=("card", "us_bank_account"),
        statement_descriptor_suffix="TEA",
    )
    sent = parse_qs(payments.compose(order()).parameters)
    assert sent["allowed_payment_method_types[0]"] == ["card"]
    assert sent["allowed_payment_method_types[1]"] == ["us_bank_account"]
    assert sent["statement_descriptor_suffix"] == ["TEA"]


@pytest.mark.parametrize("reason", [None, *RefundReason])
def test_a_refunds_request_holds_our_ids(calls: StripeCalls, reason: RefundReason | None) -> None:
    parameters = StripeRefunds(calls=calls).compose(
        order_id=OrderId("ord_1"),
        refund_id=RefundId("rfd_1"),
        payment_intent_id=PaymentIntentId("pi_1"),
        amount=1230,
        reason=reason,
    )
    sent = {
        "payment_intent": "pi_1",
        "amount": "1230",
        "reason": str(reason),
        "metadata[till_order_id]": "ord_1",
        "metadata[till_refund_id]": "rfd_1",
    }
    if reason is None:
        del sent["reason"]
    assert dict(parse_qsl(parameters)) == sent


@given(st.dictionaries(TEXT.filter(bool), TEXT.filter(bool), max_size=5))
def test_a_form_says_the_same_again_once_it_was_read(parameters: dict[str, str]) -> None:
    form = encoded(parameters.items())
    assert decoded(form) == parameters
    assert encoded(decoded(form).items()) == form


@given(st.dictionaries(TEXT.filter(bool), TEXT.filter(bool), max_size=5))
async def test_a_form_is_sent_to_the_letter(parameters: dict[str, str]) -> None:
    sent: list[bytes] = []

    def handle(method: str, path: str, headers: Mapping[str, str], body: bytes) -> ApiResponse:
        sent.append(body)
        return ApiResponse(200, {}, b"{}")

    form = encoded((f"metadata[{name}]", value) for name, value in parameters.items())
    await stripe_calls("sk_test_x", InProcessClient(handle)).post(dict[str, object], "/v1/refunds", form, "k")
    assert sent == [form.encode()]


def test_what_is_none_or_empty_is_left_out_so_that_nothing_is_unset() -> None:
    assert encoded((("a", None), ("b", ""), ("c", 0), ("d", "x y"))) == "c=0&d=x+y"
    assert decoded("") == {}


def test_the_shops_metadata_stand_beside_ours_and_no_address_is_sent_where_there_is_none(
    payments: StripePayments,
) -> None:
    asked = requested(shop_order(shipping_address=None))

    sent = parse_qs(payments.compose(asked).parameters)

    assert sent["metadata[basket]"] == ["7"]
    assert sent["metadata[till_order_id]"] == [asked.id]
    assert not any(name.startswith("shipping") for name in sent)
    assert "capture_method" not in sent


def test_a_payment_that_is_captured_later_is_asked_for_so(payments: StripePayments) -> None:
    asked = requested(shop_order(capture_method=CaptureMethod.MANUAL))

    assert parse_qs(payments.compose(asked).parameters)["capture_method"] == ["manual"]
