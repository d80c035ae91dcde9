"""No client secret is ever stored, whatever shoppers and Stripe send."""

from __future__ import annotations

from bson import json_util
from pymongo import MongoClient

from tests.http.over_mongodb import counted_till
from tests.http.till import CART, bearer

BANK = "pm_card_authenticationRequired"


async def test_no_collection_holds_a_client_secret(mongodb_uri: str, mongodb_database: str) -> None:
    async with counted_till(mongodb_uri, mongodb_database) as till:

        async def post(path: str, body: object, key: str) -> dict[str, str]:
            headers = bearer("ada") | {"Idempotency-Key": key}
            answer = await till.http.post(path, json=body, headers=headers)
            assert answer.is_success, answer.text
            answered: dict[str, str] = answer.json()
            return answered

        created = await post("/api/payments/create-intent", CART, "create")
        method = await post("/api/payments/methods", {"paymentMethodId": BANK}, "attach")
        path = f"/api/payments/intent/{created['paymentIntentId']}"
        asked = await post(f"{path}/confirm", {"paymentMethodId": method["id"]}, "confirm")
        await till.delivered()
        await post(f"{path}/cancel", {}, "cancel")
        await till.delivered()

    assert "_secret_" in str(asked["nextAction"])
    with MongoClient[dict[str, object]](mongodb_uri) as client:
        database = client[mongodb_database]
        kept = {name: json_util.dumps(database[name].find()) for name in database.list_collection_names()}
    assert {"idempotency_keys", "orders", "users", "webhook_events"} <= kept.keys()
    assert all(len(kept[name]) > 2 for name in ("idempotency_keys", "orders", "webhook_events"))
    assert [name for name, documents in kept.items() if "_secret_" in documents] == []
