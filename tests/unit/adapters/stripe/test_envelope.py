"""What is no event is refused before anything is stored, and what is kept holds no client secret."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.stripe.event_reader import StripeEventReader
from adapters.stripe.reading.envelope import event_in
from application.ports.stripe.events import InvalidEvent, InvalidSignature
from tests.unit.adapters.stripe.samples import AT, envelope, failed_intent, intent
from tests.unit.adapters.stripe.test_signature import BODY, NEW, NOW, STAMP, signed


def body(**given: Any) -> bytes:
    return json.dumps(envelope("payment_intent.succeeded", intent()) | given).encode()


def test_an_event_is_reported_with_its_time_and_version() -> None:
    event = event_in(body(), NOW)
    assert (event.id, event.type, event.created) == ("evt_3Qa", "payment_intent.succeeded", AT)
    assert (event.livemode, event.api_version) == (False, "2026-10-28.endive")
    assert event_in(body(livemode=True), NOW).livemode


@pytest.mark.parametrize("created", [None, "now", -1, 10**15, True, 1.5])
def test_without_a_readable_time_it_was_made_now(created: Any) -> None:
    assert event_in(body(created=created), NOW).created == NOW


@pytest.mark.parametrize("version", [None, 7, "", "x" * 256, "2026\n"])
def test_a_strange_version_is_none(version: Any) -> None:
    assert event_in(body(api_version=version), NOW).api_version is None


@pytest.mark.parametrize(
    "strange",
    [
        b"",
        b"\xff\xfe",
        b'{"id":"evt_1","type":"\xff"}',
        b"not json",
        b'{"id":"evt_1","type":"x"',
        b"null",
        b"7",
        b'"evt_1"',
        b'[{"id":"evt_1","type":"x"}]',
        b"{}",
        b'{"id":"evt_1"}',
        b'{"type":"x"}',
        b'{"id":null,"type":"x"}',
        b'{"id":7,"type":"x"}',
        b'{"id":"","type":"x"}',
        b'{"id":"evt_1","type":""}',
        b'{"id":"evt_1","type":["x"]}',
        b'{"id":"evt\\u0000","type":"x"}',
        b'{"id":"evt\\n1","type":"x"}',
        b'{"id":"evt_1","type":"x\\u007f"}',
        b'{"id":"evt 1","type":"x"}',
        b'{"id":"\\ud800","type":"x"}',
        '{"id":"évt","type":"x"}'.encode(),
        b'{"id":"' + b"e" * 256 + b'","type":"x"}',
        b'{"id":"evt_1","type":"x","n":NaN}',
        b'{"id":"evt_1","type":"x","n":-Infinity}',
        b'{"id":"evt_1","type":"x","n":1e999}',
        b'{"id":"evt_1","type":"x","n":' + b"9" * 5000 + b"}",
        b'{"id":"evt_1","type":"x","n":' + b"[" * 100 + b"]" * 100 + b"}",
        b'{"id":"evt_1","type":"x","n":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"id":"evt_1","type":"x","n":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
        b'{"id":"evt_1","object":"v2.core.event","type":"v1.payment_intent.succeeded"}',
        b'{"id":"pi_1","object":"payment_intent","type":"x"}',
    ],
)
def test_what_is_no_event_is_refused(strange: bytes) -> None:
    with pytest.raises(InvalidEvent):
        event_in(strange, NOW)


@given(st.binary())
def test_any_bytes_are_an_event_or_refused(anything: bytes) -> None:
    try:
        event_in(anything, NOW)
    except InvalidEvent:
        return
    assert b"id" in anything


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.just("client_secret"), inner, max_size=3)
        ),
    )
)
def test_no_client_secret_is_kept_at_any_depth_and_nothing_else_is_lost(stripe_object: Any) -> None:
    sent = envelope("payment_intent.succeeded", stripe_object)
    kept = json.loads(event_in(json.dumps(sent).encode(), NOW).payload)
    assert kept == without(sent)


def without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without(inner) for name, inner in value.items() if name != "client_secret"}
    return [without(inner) for inner in value] if isinstance(value, list) else value


def test_a_clients_secret_is_not_kept_with_a_failed_payment() -> None:
    sent = envelope("payment_intent.payment_failed", failed_intent({"payment_intent": intent()}))
    assert "secret" not in event_in(json.dumps(sent).encode(), NOW).payload


def test_a_client_secret_inside_a_url_or_a_key_inside_a_text_is_not_kept() -> None:
    url = "https://hooks.stripe.com/3ds?x=%3Dpi_3Qa_secret_Zz9&client_secret=src_client_secret_Yy8&pi=pi_3Qa"
    action = {"type": "redirect_to_url", "redirect_to_url": {"url": url, "return_url": None}}
    event = event_in(body(data={"object": intent(next_action=action, description="sk_test_51Hx whsec_1a")}), NOW)
    kept = json.loads(event.payload)["data"]["object"]
    assert kept["next_action"]["redirect_to_url"]["url"] == (
        "https://hooks.stripe.com/3ds?x=%3D[removed]&client_secret=[removed]&pi=pi_3Qa"
    )
    assert kept["description"] == "[removed] [removed]"
    assert kept["id"] == "pi_3Qa"


def test_half_a_character_can_be_stored() -> None:
    event = event_in(b'{"id":"evt_1","type":"x","name":"\\ud83c","tea":"\\ud83c\\udf75 \xc3\xbc"}', NOW)
    assert json.loads(event.payload)["name"] == "?"
    assert json.loads(event.payload)["tea"] == "🍵 ü"


def test_an_event_gets_in_only_with_its_signature() -> None:
    reader = StripeEventReader(secrets=("whsec_other", NEW), live=False)
    sent = body().decode()
    assert reader.open(sent.encode(), signed(sent), NOW).id == "evt_3Qa"
    with pytest.raises(InvalidSignature):
        reader.open(sent.encode(), signed(BODY), NOW)
    with pytest.raises(InvalidSignature):
        reader.open(sent.encode(), None, NOW)
    with pytest.raises(InvalidSignature):
        reader.open(sent.encode(), signed(sent), datetime.fromtimestamp(STAMP - 301, UTC))
    with pytest.raises(InvalidSignature):
        reader.open(b"\xff not even text", "t=1,v1=2", NOW)


def test_a_reader_shows_no_secret() -> None:
    assert NEW not in repr(StripeEventReader(secrets=(NEW,), live=False))
