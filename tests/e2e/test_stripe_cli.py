"""Stripe's own command-line tool drives the stand-in as it drives Stripe."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import stripe

from stripe_stand_in.testing import SECRET_KEY, RunningStandIn
from tests.stand_in import client_of

TOOLS = Path(__file__).parents[1] / "tools"
PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"

Cli = Callable[..., str]


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStandIn]:
    """A stand-in of this module's own, with an empty account."""
    stripe.enable_telemetry = False
    running = RunningStandIn(tmp_path_factory.mktemp("stand_in"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def cli(stand_in: RunningStandIn, tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The tool, at home in a directory of its own so that it neither finds nor leaves anything."""
    ours = TOOLS / "node_modules" / "@stripe" / "cli-linux-x64" / "bin" / "stripe"
    if not ours.exists():
        npm = shutil.which("npm", path=PATH)
        assert npm, "npm installs Stripe's command-line tool, and there is none on the PATH"
        subprocess.run([npm, "ci"], cwd=TOOLS, env=os.environ | {"PATH": PATH}, timeout=300, check=True)
    program = str(ours) if ours.exists() else shutil.which("stripe")
    assert program, "Stripe publishes no command-line tool for this machine on npm: install it from their site"
    home = tmp_path_factory.mktemp("home")
    environment = {"PATH": PATH, "HOME": str(home), "STRIPE_CLI_TELEMETRY_OPTOUT": "1"}

    def run(*arguments: str) -> str:
        command = [program, *arguments, "--api-key", SECRET_KEY, "--api-base", stand_in.url]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def kinds(stand_in: RunningStandIn) -> list[str]:
    return [event.type for event in client_of(stand_in).v1.events.list({"limit": 100}).data]


def answer(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text[text.index("{") :])
    return found


def test_resources_are_made_read_changed_listed_and_deleted(cli: Cli) -> None:
    customer = answer(cli("customers", "create", "--name=Ada", "-d", "metadata[till_user_id]=u-1"))
    assert answer(cli("customers", "retrieve", customer["id"]))["metadata"] == {"till_user_id": "u-1"}
    assert answer(cli("customers", "update", customer["id"], "--email=ada@example.com"))["email"] == "ada@example.com"
    assert answer(cli("customers", "list", "--limit=1"))["data"][0]["id"] == customer["id"]
    assert answer(cli("customers", "delete", customer["id"], "--confirm"))["deleted"] is True


def test_a_payment_is_made_confirmed_and_refunded(cli: Cli) -> None:
    made = cli("payment_intents", "create", "--amount=1299", "--currency=usd", "-d", "payment_method_types[]=card")
    intent = answer(made)
    paid = answer(cli("payment_intents", "confirm", intent["id"], "--payment-method=pm_card_visa"))
    assert (paid["status"], paid["amount_received"]) == ("succeeded", 1299)
    refund = answer(cli("refunds", "create", f"--payment-intent={intent['id']}", "--amount=1"))
    assert (refund["status"], refund["amount"]) == ("succeeded", 1)


def test_any_path_can_be_got_posted_and_deleted(cli: Cli) -> None:
    customer = answer(cli("post", "/v1/customers", "-d", "name=Ada", "-i", "the-same-key"))
    assert answer(cli("post", "/v1/customers", "-d", "name=Ada", "-i", "the-same-key"))["id"] == customer["id"]
    assert answer(cli("get", f"/v1/customers/{customer['id']}"))["name"] == "Ada"
    assert answer(cli("delete", f"/v1/customers/{customer['id']}", "-c"))["deleted"] is True


@pytest.mark.parametrize(
    "kind",
    [
        "charge.captured",
        "charge.dispute.closed",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.failed",
        "charge.refund.updated",
        "charge.refunded",
        "charge.succeeded",
        "customer.created",
        "customer.deleted",
        "customer.updated",
        "payment_intent.amount_capturable_updated",
        "payment_intent.canceled",
        "payment_intent.created",
        "payment_intent.payment_failed",
        "payment_intent.processing",
        "payment_intent.requires_action",
        "payment_intent.succeeded",
        "payment_method.attached",
        "payment_method.detached",
        "payment_method.updated",
        "setup_intent.canceled",
        "setup_intent.created",
        "setup_intent.requires_action",
        "setup_intent.setup_failed",
        "setup_intent.succeeded",
    ],
)
def test_an_event_is_triggered(cli: Cli, stand_in: RunningStandIn, kind: str) -> None:
    before = len(kinds(stand_in))
    assert "Trigger succeeded" in cli("trigger", kind)
    after = kinds(stand_in)
    assert kind in after[: len(after) - before if len(after) < 100 else len(after)]


def test_a_triggered_payment_can_be_overridden(cli: Cli, stand_in: RunningStandIn) -> None:
    cli("trigger", "payment_intent.succeeded", "--override", "payment_intent:amount=1299",
        "--add", "payment_intent:metadata.till_order_id=o-1")  # fmt: skip
    newest = client_of(stand_in).v1.payment_intents.list({"limit": 1}).data[0]
    assert (newest.amount, newest.metadata["till_order_id"]) == (1299, "o-1")


def test_an_event_is_sent_again(cli: Cli, stand_in: RunningStandIn) -> None:
    endpoint = client_of(stand_in).v1.webhook_endpoints.create(
        {"url": "http://127.0.0.1:9/webhook", "enabled_events": ["customer.created"]}
    )
    event = client_of(stand_in).v1.events.list({"limit": 1}).data[0]
    resent = answer(cli("events", "resend", event.id, f"--webhook-endpoint={endpoint.id}"))
    assert resent["id"] == event.id
    client_of(stand_in).v1.webhook_endpoints.delete(endpoint.id)
