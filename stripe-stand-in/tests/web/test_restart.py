"""The account outlives its process, however that ends."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import stripe

from stripe_stand_in.testing import RunningStandIn
from tests.web.sdk import client_of


def test_a_killed_stand_in_keeps_everything_it_answered(tmp_path: Path) -> None:
    running = RunningStandIn(tmp_path)
    answered: dict[str, int] = {}

    def keep_paying(start: int) -> None:
        client = client_of(running)
        for amount in range(start, start + 10_000, 4):
            try:
                intent = client.v1.payment_intents.create({"amount": amount, "currency": "usd"})
            except stripe.APIConnectionError:
                return
            answered[intent.id] = amount
            if len(answered) == 150:
                running.kill()

    with ThreadPoolExecutor(4) as payers:
        list(payers.map(keep_paying, range(1299, 1303)))
    assert len(answered) >= 150

    again = RunningStandIn(tmp_path)
    kept = {
        each.id: each.amount for each in client_of(again).v1.payment_intents.list({"limit": 100}).auto_paging_iter()
    }
    assert again.stop() == 0
    assert answered.items() <= kept.items()


def test_an_account_continues_after_a_restart(tmp_path: Path) -> None:
    running = RunningStandIn(tmp_path)
    client = client_of(running)
    customer = client.v1.customers.create({"email": "ada@example.com"}, {"idempotency_key": "user-1"})
    events = [event.id for event in client.v1.events.list().data]
    assert running.stop() == 0

    again = RunningStandIn(tmp_path)
    client = client_of(again)
    assert client.v1.customers.create({"email": "ada@example.com"}, {"idempotency_key": "user-1"}).id == customer.id
    assert [event.id for event in client.v1.events.list().data] == events
    assert client.v1.customers.create({"email": "bob@example.com"}).id != customer.id
    assert again.stop() == 0
