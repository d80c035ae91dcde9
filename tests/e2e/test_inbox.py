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


def event(kind: str, content: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "id": f"evt_{kind.replace('.', '')}{time.time_ns()}",
        "object": "event",
        "type": kind,
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "livemode": False,
        "data": {"object": content or {}},
        **more,
    }


def kept(shop: Shop, sent: dict[str, Any]) -> dict[str, Any] | None:
    return shop.database["webhook_events"].find_one({"_id": sent["id"]})


@pytest.mark.parametrize("age", [-900, -330, 330, 900])
def test_a_signature_of_another_time_is_refused_and_nothing_kept(shop: Shop, age: int) -> None:
    sent = event("payment_intent.created")
    answer = shop.signed(sent, age=age)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_signature")
    assert kept(shop, sent) is None


def test_a_wrong_signature_or_none_is_refused_and_nothing_kept(shop: Shop) -> None:
    sent = event("payment_intent.created")
    assert shop.signed(sent, secret="whsec_another").json()["code"] == "invalid_signature"
    url = f"{shop.url}/api/payments/webhook"
    for header in (
        {},
        {"Stripe-Signature": ""},
        {"Stripe-Signature": "t=1,v1=00"},
        {"Stripe-Signature": "t=x,v1=\xff"},
    ):
        encoded = [(name.encode(), value.encode("latin-1")) for name, value in header.items()]
        answer = shop.api.post(url, content=json.dumps(sent), headers=encoded)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_signature")
    assert kept(shop, sent) is None


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
    for sent in (
        event("invoice.paid", {"id": "in_1"}),
        event("payment_intent.succeeded", theirs),
        event("payment_intent.canceled", true["data"]["object"], livemode=True),
        event("payment_intent.canceled", {**true["data"]["object"], "status": "canceled"}, account="acct_other"),
        event("customer.deleted", {"id": "cus_unknown", "object": "customer"}),
    ):
        assert shop.signed(sent).json() == {"received": True}
        found = kept(shop, sent)
        assert found is not None
        assert found["status"] == "ignored", sent
    assert shop.history(created) == before


@pytest.mark.parametrize(
    "content",
    [
        {"id": "pi_1", "object": "payment_intent", "amount": "much", "status": 5},
        {"id": "pi_1", "object": "payment_intent", "amount": 10**400},
        {"id": None},
        {"\ud800": "\ud800"},
    ],
)
def test_a_known_type_that_cannot_be_read_is_a_dead_letter(shop: Shop, sandbox: RunningSandbox, content: Any) -> None:
    sent = event("payment_intent.succeeded", content)
    assert [answer.status_code for answer in at_once(*[lambda: shop.signed(sent)] * 3)] == [200] * 3
    listed = shop.get("/api/admin/events?status=dead&limit=100", shop.admin).json()["events"]
    (dead,) = [each for each in listed if each["id"] == sent["id"]]
    assert dead["lastError"]
    wait_until(lambda: len(alerts_about(shop, sent["id"])) == 1, "the alert")
    replayed = shop.post(f"/api/admin/events/{sent['id']}/replay", None, shop.admin)
    assert (replayed.status_code, replayed.json()["status"]) == (200, "dead")


def alerts_about(shop: Shop, event_id: str) -> list[dict[str, str]]:
    found = shop.api.get(f"{shop.details['mailUrl']}/messages").json()
    return [mail for mail in found if mail["to"] == ALERTS and event_id in mail["text"]]


def test_dead_letters_are_seen_and_replayed_from_the_command_line(shop: Shop, sandbox: RunningSandbox) -> None:
    sent = event("refund.updated", {"id": "re_1", "amount": "much"})
    assert shop.signed(sent).status_code == 200
    environment = environment_of(sandbox)
    # A replay makes the event due again until it has failed once more: only what changes nothing runs at once.
    listed, shown, unknown = at_once(
        lambda: till(environment, "events", "list", "--failed", "--limit", "1000"),
        lambda: till(environment, "events", "show", sent["id"]),
        lambda: till(environment, "events", "show", "evt_unknown"),
    )
    replayed = till(environment, "events", "replay", sent["id"], "evt_unknown")
    assert sent["id"] in listed.stdout
    assert shown.returncode == 0
    assert '"amount":"much"' in shown.stdout
    assert f"{sent['id']}  dead" in replayed.stdout
    assert "evt_unknown  not received" in replayed.stdout
    assert (unknown.returncode, "Traceback" in unknown.stderr) == (1, False)
    again = till(environment, "events", "replay", "--failed")
    assert (again.returncode, sent["id"] in again.stdout) == (1, True)


def test_no_client_secret_and_no_key_is_ever_stored(shop: Shop) -> None:
    created = shop.paid(shop.person())
    for name in shop.database.list_collection_names():
        for document in shop.database[name].find():
            text = repr(document)
            assert "_secret_" not in text, (name, document["_id"])
            assert created["clientSecret"] not in text
            assert shop.details["secretKey"] not in text
            assert shop.details["webhookSecret"] not in text


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
