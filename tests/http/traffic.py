"""What each act asks of MongoDB, by collection and by the fields that it names: `python -m tests.http.traffic`.

docs/scaling.md has the table, and derives the shard keys from it.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from dependency_injector import providers

from adapters.in_memory.mail.mailbox import MailBox
from tests.http.over_mongodb import Counted, counted_till
from tests.http.till import SHOP_CART, bearer
from tests.mongodb_queries import Row, rows_of
from tests.mongodb_server import running_mongodb

ADMIN = bearer("root", email="root@shop.example", roles=["admin"])
SHOP = bearer("backend", email=None, roles=["shop"])
MANY_ROWS = 5


async def traffic(uri: str, name: str) -> dict[str, Counter[Row]]:
    """Plays each act once, in the steady state, and returns what it asked."""
    found: dict[str, Counter[Row]] = {}
    async with counted_till(uri, name, SHOP_WEBHOOK_URL="http://127.0.0.1:9/", SHOP_WEBHOOK_SECRET=_SECRET) as till:
        till.container.mailer.override(providers.Object(MailBox()))
        till.pay(await till.started())
        await till.delivered()

        async def count(act: str, do: Awaitable[object]) -> Any:
            till.forget()
            done = await do
            found[act] = Counter(row for command in till.commands.commands for row in rows_of(command))
            return done

        created = await count("create-intent", till.started())
        till.pay(created)
        await count("place-order, before the webhook", till.placed(created["paymentIntentId"]))
        paid = await till.started()
        till.pay(paid)
        await _webhooks(till, found, "webhook: ")
        await count("place-order, after the webhook", till.placed(paid["paymentIntentId"]))
        refund = {"orderId": paid["orderId"], "amount": 301}
        await count("refund", till.http.post("/api/payments/refund", json=refund, headers=ADMIN))
        till.model.open_dispute(created["paymentIntentId"])
        await _webhooks(till, found, "webhook: ")
        stored = await count("a shop's order", till.http.post("/api/checkouts", json=SHOP_CART, headers=SHOP))
        own = {"Authorization": f"Bearer {stored.json()['token']}"}
        opening = {"orderId": stored.json()["orderId"]}
        await count("its payment opened", till.http.post("/api/payments/create-intent", json=opening, headers=own))
        await _reads(till, count, paid["orderId"])
        await _worker(till, count)
    return found


async def _webhooks(till: Counted, found: dict[str, Counter[Row]], prefix: str) -> None:
    for delivery in till.model.deliveries_due():
        till.forget()
        answer = await till.http.post("/api/payments/webhook", content=delivery.body, headers=delivery.headers)
        till.model.delivered(delivery.id, answer.status_code)
        counted = Counter(row for command in till.commands.commands for row in rows_of(command))
        if delivery.event_type in _SHOWN_EVENTS:
            found[prefix + delivery.event_type] = counted


async def _reads(till: Counted, count: Callable[[str, Awaitable[object]], Awaitable[Any]], order_id: str) -> None:
    for act, path, who in (
        ("an order, by its shopper", f"/api/orders/{order_id}", bearer("ada")),
        ("a shopper's orders", "/api/orders", bearer("ada")),
        ("operator: what waits", "/api/admin/overview", ADMIN),
        ("operator: orders", "/api/orders?limit=20", ADMIN),
        ("operator: held orders", "/api/orders?status=on_hold", ADMIN),
        ("operator: the inbox", "/api/admin/events", ADMIN),
        ("operator: the days' figures", "/api/admin/stats/daily", ADMIN),
        ("the shop pulls changes", "/api/orders/changes", SHOP),
    ):
        answer = await count(act, till.http.get(path, headers=who))
        assert answer.status_code == 200, answer.text


async def _worker(till: Counted, count: Callable[[str, Awaitable[object]], Awaitable[Any]]) -> None:
    container = till.container
    for _ in range(3):
        await container.relay_notifications()()
    till.pay(await till.started())
    for delivery in till.model.deliveries_due():
        await till.http.post("/api/payments/webhook", content=delivery.body, headers=delivery.headers)
        till.model.delivered(delivery.id, 200)
    await count("worker: one mail", container.relay_notifications()())
    for act, duty in (
        ("notifications", container.relay_notifications()),
        ("events", container.retry_events()),
        ("orders", container.settle_orders()),
    ):
        for _ in range(3):
            await duty()
        await count(f"worker, nothing due: {act}", duty())
    await count("worker: the claim to reconcile", container.reconcile().claim())
    await count("what /metrics shows", container.backlog().figures(container.clock().now()))


def is_of_one_shard(row: Row) -> bool:
    """Whether the router sends it to one shard, where every collection is sharded by its `_id`."""
    return "_id" in row[2].split(", ")


def _shortened(rows: Counter[Row]) -> Counter[Row]:
    """The rows of an act; where there are many, a row for each collection with the names that its fields begin with."""
    if len(rows) <= MANY_ROWS:
        return rows
    shortened: Counter[Row] = Counter()
    fields: dict[tuple[str, str], set[str]] = {}
    for (collection, verb, named), times in rows.items():
        key = (collection, verb)
        fields.setdefault(key, set()).update(name.split(".")[0] for name in named.split(", "))
        shortened[(*key, "")] += times
    return Counter(
        {
            (collection, verb, ", ".join(sorted(fields[collection, verb]))): times
            for (collection, verb, _), times in shortened.items()
        }
    )


def table(found: Mapping[str, Counter[Row]]) -> list[str]:
    """The rows of the table in docs/scaling.md."""
    lines = ["| act | collection | command | by | shards |", "| --- | --- | --- | --- | --- |"]
    for act, rows in found.items():
        for index, (row, times) in enumerate(sorted(_shortened(rows).items())):
            collection, verb, fields = row
            by = ", ".join(f"`{field}`" for field in fields.split(", ")) if fields != "nothing" else "nothing"
            shards = "one" if is_of_one_shard(row) else "every"
            count = f", {times} times" if times > 1 else ""
            lines.append(f"| {'' if index else act} | `{collection}` | {verb}{count} | {by} | {shards} |")
        if not rows:
            lines.append(f"| {act} | | | | none |")
    return lines


_SECRET = "whsec_" + "c2hvcCdzIHNlY3JldCBvZiB0aGVzZSB0ZXN0cw=="
_SHOWN_EVENTS = ("payment_intent.succeeded", "charge.succeeded", "refund.created", "charge.dispute.created")

if __name__ == "__main__":
    with running_mongodb() as uri:
        print("\n".join(table(asyncio.run(traffic(uri, "till_traffic")))))
