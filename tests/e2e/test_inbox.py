"""The webhook over the wire: what is refused, what is kept without effect, and what becomes of a dead letter."""

import json
import time
from typing import Any

import pytest

from tests.e2e.running_sandbox import RunningSandbox
from tests.e2e.shop import Shop, at_once
from tests.e2e.till_process import environment_of, till
from tests.e2e.waiting import wait_until

ALERTS = "alerts@shop.example"


def event(kind: str, thing: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "id": f"evt_{kind.replace('.', '')}{time.time_ns()}",
        "object": "event",
        "type": kind,
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "livemode": False,
        "data": {"object": thing or {}},
        **more,
    }


def kept(shop: Shop, told: dict[str, Any]) -> dict[str, Any] | None:
    return shop.database["webhook_events"].find_one({"_id": told["id"]})


@pytest.mark.parametrize("age", [-900, -330, 330, 900])
def test_a_signature_of_another_time_is_refused_and_nothing_kept(shop: Shop, age: int) -> None:
    told = event("payment_intent.created")
    answer = shop.signed(told, age=age)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_signature")
    assert kept(shop, told) is None


def test_a_wrong_signature_or_none_is_refused_and_nothing_kept(shop: Shop) -> None:
    told = event("payment_intent.created")
    assert shop.signed(told, secret="whsec_another").json()["code"] == "invalid_signature"
    url = f"{shop.url}/api/payments/webhook"
    for header in (
        {},
        {"Stripe-Signature": ""},
        {"Stripe-Signature": "t=1,v1=00"},
        {"Stripe-Signature": "t=x,v1=\xff"},
    ):
        encoded = [(name.encode(), value.encode("latin-1")) for name, value in header.items()]
        answer = shop.api.post(url, content=json.dumps(told), headers=encoded)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_signature")
    assert kept(shop, told) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"not json",
        b"[]",
        b"null",
        b'{"type": "payment_intent.succeeded"}',
        b'{"id": "evt_1"}',
        b'{"id": 5, "type": "payment_intent.succeeded"}',
        b'{"id": {"$ne": ""}, "type": "payment_intent.succeeded"}',
        b'{"id": "evt_\\u0000", "type": "payment_intent.succeeded"}',
        b'{"id": "evt_thin", "object": "v2.core.event", "type": "v1.billing.meter.error_report_triggered"}',
        b'{"id": "evt_deep", "type": "payment_intent.succeeded", "data": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"id": "evt_nan", "type": "payment_intent.succeeded", "data": NaN}',
    ],
)
def test_what_is_signed_but_no_event_is_refused_and_nothing_kept(shop: Shop, body: bytes) -> None:
    answer = shop.signed(body)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_event")
    assert (
        shop.database["webhook_events"].find_one({"_id": {"$in": ["evt_1", "evt_thin", "evt_deep", "evt_nan"]}}) is None
    )


def test_what_is_not_ours_is_kept_and_has_no_effect(shop: Shop) -> None:
    created = shop.paid(shop.person())
    before = shop.history(created)
    (true,) = shop.events_at_stripe("payment_intent.succeeded", created["paymentIntentId"])
    theirs = {**true["data"]["object"], "id": "pi_somebodyElses", "metadata": {}}
    for told in (
        event("invoice.paid", {"id": "in_1"}),
        event("payment_intent.succeeded", theirs),
        event("payment_intent.canceled", true["data"]["object"], livemode=True),
        event("payment_intent.canceled", {**true["data"]["object"], "status": "canceled"}, account="acct_other"),
        event("customer.deleted", {"id": "cus_unknown", "object": "customer"}),
    ):
        assert shop.signed(told).json() == {"received": True}
        found = kept(shop, told)
        assert found is not None
        assert found["status"] == "ignored", told
    assert shop.history(created) == before


@pytest.mark.parametrize(
    "thing",
    [
        {"id": "pi_1", "object": "payment_intent", "amount": "much", "status": 5},
        {"id": "pi_1", "object": "payment_intent", "amount": 10**400},
        {"id": None},
        {"\ud800": "\ud800"},
    ],
)
def test_a_known_type_that_cannot_be_read_is_a_dead_letter(shop: Shop, sandbox: RunningSandbox, thing: Any) -> None:
    told = event("payment_intent.succeeded", thing)
    assert [answer.status_code for answer in at_once(*[lambda: shop.signed(told)] * 3)] == [200] * 3
    listed = shop.get("/api/admin/events?status=dead&limit=100", shop.admin).json()["events"]
    (dead,) = [each for each in listed if each["id"] == told["id"]]
    assert dead["lastError"]
    wait_until(lambda: len(alerts_about(shop, told["id"])) == 1, "the alert")
    replayed = shop.post(f"/api/admin/events/{told['id']}/replay", None, shop.admin)
    assert (replayed.status_code, replayed.json()["status"]) == (200, "dead")


def alerts_about(shop: Shop, event_id: str) -> list[dict[str, str]]:
    found = shop.api.get(f"{shop.told['mailUrl']}/messages").json()
    return [mail for mail in found if mail["to"] == ALERTS and event_id in mail["text"]]


def test_dead_letters_are_seen_and_replayed_from_the_command_line(shop: Shop, sandbox: RunningSandbox) -> None:
    told = event("refund.updated", {"id": "re_1", "amount": "much"})
    assert shop.signed(told).status_code == 200
    environment = environment_of(sandbox)
    listed, shown, replayed, unknown = at_once(
        lambda: till(environment, "events", "list", "--failed", "--limit", "1000"),
        lambda: till(environment, "events", "show", told["id"]),
        lambda: till(environment, "events", "replay", told["id"], "evt_unknown"),
        lambda: till(environment, "events", "show", "evt_unknown"),
    )
    assert told["id"] in listed.stdout
    assert shown.returncode == 0
    assert '"amount":"much"' in shown.stdout
    assert f"{told['id']}  dead" in replayed.stdout
    assert "evt_unknown  not received" in replayed.stdout
    assert (unknown.returncode, "Traceback" in unknown.stderr) == (1, False)
    assert told["id"] in till(environment, "events", "replay", "--failed").stdout


def test_no_client_secret_and_no_key_is_ever_stored(shop: Shop) -> None:
    created = shop.paid(shop.person())
    for name in shop.database.list_collection_names():
        for document in shop.database[name].find():
            text = repr(document)
            assert "_secret_" not in text, (name, document["_id"])
            assert created["clientSecret"] not in text
            assert shop.told["secretKey"] not in text
            assert shop.told["webhookSecret"] not in text


def test_the_inbox_is_paged_by_status_without_repeats(shop: Shop) -> None:
    for number in range(5):
        shop.signed(event("invoice.paid", {"id": f"in_{number}"}))
    seen: list[str] = []
    cursor = ""
    for _ in range(100):
        page = shop.get(f"/api/admin/events?status=ignored&limit=2{cursor}", shop.admin).json()
        assert all(each["status"] == "ignored" for each in page["events"])
        seen += [each["id"] for each in page["events"]]
        if page["nextCursor"] is None:
            break
        cursor = f"&cursor={page['nextCursor']}"
        if len(seen) > 20:
            break
    assert len(seen) == len(set(seen)) >= 5
