"""Webhooks: signed at each attempt, retried until accepted, late, lost or repeated on demand."""

import json
from hashlib import sha256
from hmac import new as hmac

from stripe_stand_in.model import NEWEST, AccountSettings, Delivery
from tests.model.caller import Shop

URL, SECRET = "https://shop.example/hook", "whsec_0123456789"


def types(deliveries: object) -> list[str]:
    assert isinstance(deliveries, list)
    return [each.event_type for each in deliveries]


def signatures(delivery: Delivery) -> tuple[int, list[str]]:
    timestamp, *rest = delivery.headers["Stripe-Signature"].split(",")
    return int(timestamp.removeprefix("t=")), [each.removeprefix("v1=") for each in rest]


def signed(secret: str, timestamp: int, body: bytes) -> str:
    return hmac(secret.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()


def test_an_event_is_delivered_signed_and_rendered_for_its_endpoint(shop: Shop) -> None:
    endpoint = shop.model.register_endpoint(URL, SECRET, api_version="2022-11-15")
    shop.model.register_endpoint("https://shop.example/new", SECRET)
    shop.pay()
    created, *_ = shop.model.deliveries_due()
    assert (created.event_type, created.endpoint_id, created.url) == ("payment_intent.created", endpoint, URL)
    timestamp, made = signatures(created)
    assert (timestamp, made) == (int(shop.now), [signed(SECRET, timestamp, created.body)])
    older, newer = (json.loads(each.body) for each in shop.model.deliveries_due()[:2])
    assert (older["api_version"], newer["api_version"]) == ("2022-11-15", NEWEST)
    assert ("invoice" in older["data"]["object"], "invoice" in newer["data"]["object"]) == (True, False)
    assert older["id"] == newer["id"]


def test_a_refused_delivery_is_retried_with_a_fresh_signature() -> None:
    shop = Shop(settings=AccountSettings(retry_after=(60.0, 600.0)))
    shop.model.register_endpoint(URL, SECRET, ["customer.created"])
    shop.customer()
    stamps = []
    for status in (500, None, 302):
        (delivery,) = shop.model.deliveries_due()
        stamps.append(signatures(delivery)[0])
        shop.model.delivered(delivery.id, status)
        assert shop.model.deliveries_due() == []
        due = shop.model.next_delivery_at()
        shop.now = due or shop.now
    assert [timestamp - stamps[0] for timestamp in stamps] == [0, 60, 660]
    assert shop.model.next_delivery_at() is None
    assert len(shop.get("/v1/events", {"delivery_success": "false"})["data"]) == 1


def test_a_2xx_ends_it(shop: Shop) -> None:
    shop.model.register_endpoint(URL, SECRET)
    shop.customer()
    (delivery,) = shop.model.deliveries_due()
    assert shop.get(f"/v1/events/{delivery.event_id}")["pending_webhooks"] == 1
    shop.model.delivered(delivery.id, 204)
    assert shop.model.deliveries_due() == []
    assert shop.get(f"/v1/events/{delivery.event_id}")["pending_webhooks"] == 0
    assert [each["id"] for each in shop.get("/v1/events", {"delivery_success": "true"})["data"]] == [delivery.event_id]


def test_an_endpoint_receives_only_the_types_it_subscribes_to(shop: Shop) -> None:
    shop.model.register_endpoint(URL, SECRET, ["payment_intent.succeeded", "charge.refunded"])
    shop.refund(shop.pay(), amount=1)
    assert types(shop.model.deliveries_due()) == ["payment_intent.succeeded", "charge.refunded"]


def test_a_disabled_endpoint_receives_nothing_and_a_deleted_one_is_gone(shop: Shop) -> None:
    updates = {"url": URL, "enabled_events": ["*"], "api_version": NEWEST}
    made = shop.post("/v1/webhook_endpoints", updates)
    assert made["secret"].startswith("whsec_")
    path = f"/v1/webhook_endpoints/{made['id']}"
    assert "secret" not in shop.get(path).json
    shop.customer()
    assert shop.post(path, {"disabled": True})["status"] == "disabled"
    assert (shop.model.deliveries_due(), shop.model.next_delivery_at()) == ([], None)
    shop.post(path, {"disabled": False})
    assert len(shop.model.deliveries_due()) == 1
    assert shop.delete(path)["deleted"] is True
    assert shop.model.deliveries_due() == []
    assert shop.get(path).status == 404


def test_registering_the_same_endpoint_again_changes_nothing(shop: Shop) -> None:
    assert shop.model.register_endpoint(URL, SECRET) == shop.model.register_endpoint(URL, SECRET)
    shop.customer()
    assert len(shop.model.deliveries_due()) == 1


def test_a_rolled_secret_signs_beside_its_successor_for_a_day(shop: Shop) -> None:
    endpoint = shop.model.register_endpoint(URL, SECRET)
    shop.customer()
    shop.model.roll_secret(endpoint, "whsec_next")
    (delivery,) = shop.model.deliveries_due()
    timestamp, made = signatures(delivery)
    assert made == [signed("whsec_next", timestamp, delivery.body), signed(SECRET, timestamp, delivery.body)]
    shop.wait(86_400)
    (delivery,) = shop.model.deliveries_due()
    timestamp, made = signatures(delivery)
    assert made == [signed("whsec_next", timestamp, delivery.body)]


def test_events_can_be_lost_late_repeated_and_out_of_order(shop: Shop) -> None:
    shop.model.register_endpoint(URL, SECRET, ["customer.*"])
    events = shop.model.faults.events
    events.drop("customer.created")
    events.delay("customer.created", 60)
    events.repeat("customer.created", copies=3)
    for _ in range(3):
        shop.customer()
    list_object = [each["id"] for each in shop.get("/v1/events")["data"]]
    tripled, late, lost = list_object
    assert [each.event_id for each in shop.model.deliveries_due()] == [tripled] * 3
    shop.wait(60)
    assert {each.event_id for each in shop.model.deliveries_due()} == {tripled, late}
    assert lost in list_object
    events.reorder()
    orders = {tuple(each.id for each in shop.model.deliveries_due()) for _ in range(8)}
    assert len(orders) > 1


def test_an_event_can_be_sent_once_more(shop: Shop) -> None:
    endpoint = shop.model.register_endpoint(URL, SECRET)
    shop.customer()
    (delivery,) = shop.model.deliveries_due()
    shop.model.delivered(delivery.id, 200)
    shop.model.resend_event(delivery.event_id, endpoint)
    (again,) = shop.model.deliveries_due()
    assert (again.event_id, again.id != delivery.id) == (delivery.event_id, True)


def test_an_event_names_the_request_that_caused_it(shop: Shop) -> None:
    updates = {"email": "ada@example.com"}
    result = shop.post("/v1/customers", updates, key="k")
    (event,) = shop.get("/v1/events")["data"]
    assert event["request"] == {"id": result.headers["Request-Id"], "idempotency_key": "k"}


def test_an_event_keeps_its_object_as_it_was(shop: Shop) -> None:
    customer = shop.customer(name="Ada")
    shop.post(f"/v1/customers/{customer}", {"name": "Grace"})
    updated, created = shop.get("/v1/events")["data"]
    assert created["data"] == {"object": {**created["data"]["object"], "name": "Ada"}}
    assert (updated["data"]["object"]["name"], updated["data"]["previous_attributes"]) == ("Grace", {"name": "Ada"})


def test_events_are_listed_by_type_and_time(shop: Shop) -> None:
    shop.customer()
    shop.now += 100
    shop.refund(shop.pay(), amount=1)
    assert [e["type"] for e in shop.get("/v1/events", {"type": "customer.*"})["data"]] == ["customer.created"]
    wanted = {"types": ["refund.created", "charge.refunded"]}
    assert [e["type"] for e in shop.get("/v1/events", wanted)["data"]] == ["refund.created", "charge.refunded"]
    recent = shop.get("/v1/events", {"created": {"gte": int(shop.now)}})["data"]
    assert "customer.created" not in [e["type"] for e in recent]
    assert shop.get("/v1/events", {"type": "a", "types": ["b"]}).status == 400
    shop.wait(31 * 86_400)
    assert "customer.created" not in [e["type"] for e in shop.get("/v1/events", {"limit": 100})["data"]]


def test_a_doubled_event_counts_once_per_endpoint(shop: Shop) -> None:
    for number in (1, 2):
        shop.model.register_endpoint(f"{URL}/{number}", SECRET)
    shop.model.faults.events.repeat("customer.created", times=2)
    shop.customer()
    deliveries = shop.model.deliveries_due()
    counts = []
    for delivery in deliveries:
        shop.model.delivered(delivery.id, 200)
        counts.append(shop.get(f"/v1/events/{delivery.event_id}")["pending_webhooks"])
    assert counts == [1, 1, 0, 0]
