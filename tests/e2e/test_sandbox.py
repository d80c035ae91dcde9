"""`till sandbox` from outside: what it tells, what it survives, and that it leaves nothing behind."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from entrypoints.sandbox.processes.programs import CATALOG
from tests.e2e.running_sandbox import RunningSandbox, running_sandbox
from tests.e2e.waiting import runs, wait_until

# Where the run was given a MongoDB, the sandbox starts none.
PARTS = [
    *("cli serve", "cli worker", "sandbox.mail", "stripe_stand_in serve"),
    *(() if os.environ.get("TILL_TEST_MONGODB") else ("secantusd-py",)),
]
ADDRESS = {
    "name": "Ada Okafor",
    "line1": "12 Rose St",
    "city": "Portland",
    "state": "OR",
    "postalCode": "97205",
    "country": "US",
}


def refused(*options: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "entrypoints.cli", "sandbox", *options]
    environment = {**os.environ, **(environment or {})}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def port_of(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


def answers(url: str) -> bool:
    try:
        return httpx.get(url).status_code == 200
    except httpx.TransportError:
        return False


def client(sandbox: RunningSandbox) -> httpx.Client:
    details = sandbox.details
    return httpx.Client(base_url=details["apiUrl"], headers={"Authorization": f"Bearer {details['customerToken']}"})


def test_it_tells_other_programs_and_nobody_else(sandbox: RunningSandbox) -> None:
    details = sandbox.folder / "sandbox.json"
    assert stat.S_IMODE(details.stat().st_mode) == 0o600
    details = sandbox.details
    assert httpx.get(f"{details['apiUrl']}/health/ready").status_code == 200
    assert isinstance(httpx.get(f"{details['mailUrl']}/messages").json(), list)
    for name in ("pageUrl", "adminPageUrl", "stripeUrl", "customerToken", "adminToken"):
        assert details[name] in sandbox.output


def test_its_shop_has_products_in_every_kind_of_currency(sandbox: RunningSandbox) -> None:
    shown = {each["sku"]: each for each in httpx.get(f"{sandbox.details['apiUrl']}/api/products").json()["products"]}
    demo = [product["sku"] for product in json.loads(CATALOG.read_text("utf-8"))]
    assert len(demo) == 12
    for product in (shown[sku] for sku in demo):
        assert product["prices"].keys() == {"usd", "eur", "gbp", "jpy", "kwd"}
        assert product["prices"]["kwd"] % 10 == 0
        assert product["description"]
        assert product["maxQuantity"] > 0


def test_its_tokens_open_what_they_should(sandbox: RunningSandbox) -> None:
    details = sandbox.details
    for token, expected in ((details["customerToken"], 403), (details["adminToken"], 200)):
        answer = httpx.get(f"{details['apiUrl']}/api/admin/events", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == expected


@pytest.mark.parametrize(("option", "name"), [("--port", "apiUrl"), ("--stripe-port", "stripeUrl")])
def test_a_busy_port_is_one_clear_message(sandbox: RunningSandbox, tmp_path: Path, option: str, name: str) -> None:
    port = port_of(sandbox.details[name])
    free = {"--port": "--stripe-port", "--stripe-port": "--port"}[option]
    done = refused("--data", str(tmp_path / "other"), option, str(port), free, "0")
    assert done.returncode == 1
    assert done.stderr == (
        f"Error: Port {port} is in use by another program; choose another with {option}, or 0 for any free one\n"
    )


def test_a_second_sandbox_on_the_same_data_is_refused(sandbox: RunningSandbox) -> None:
    done = refused("--data", str(sandbox.folder), "--port", "0", "--stripe-port", "0")
    assert done.returncode == 1
    assert f"Another sandbox (process {sandbox.process.pid}) uses {sandbox.folder}" in done.stderr
    assert sandbox.is_ready()


@pytest.mark.parametrize("part", PARTS)
def test_a_process_that_is_killed_is_said_and_comes_back(sandbox: RunningSandbox, part: str) -> None:
    killed = sandbox.child(part)
    before = sandbox.output.count("is started again")
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: sandbox.output.count("is started again") > before, "the message")
    wait_until(lambda: any(part in command for command in sandbox.children()), "the next process")
    assert sandbox.child(part) != killed
    for name, path in (("apiUrl", "/health/ready"), ("mailUrl", "/messages")):
        wait_until(lambda url=sandbox.details[name] + path: answers(url), f"{name} again", 60)  # type: ignore[misc]


def test_no_secret_is_an_argument_and_no_file_is_open_to_others(sandbox: RunningSandbox) -> None:
    secrets = [sandbox.details[name] for name in ("secretKey", "webhookSecret", "jwtSecret", "adminToken")]
    commands = sandbox.children()
    assert len(commands) == 5
    assert [secret for secret in secrets for command in commands if secret in command] == []
    assert stat.S_IMODE(sandbox.folder.stat().st_mode) == 0o700


def test_a_wrong_setting_that_is_passed_on_stops_the_start_at_once(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "other"), "--port", "0", "--stripe-port", "0")
    done = refused(*data, environment={"RISK_HOLDS": "some", "SHOP_WEBHOOK_URL": "http://127.0.0.1:9/till"})
    assert done.returncode == 1
    assert "RISK_HOLDS: must be highest, elevated or none" in done.stderr
    assert "SHOP_WEBHOOK_SECRET: is not set although SHOP_WEBHOOK_URL is" in done.stderr
    assert "Traceback" not in done.stderr


def stopped_by(number: signal.Signals, sandbox: RunningSandbox) -> None:
    """Stops it and sees that nothing is left: no process, no open port, no sandbox.json."""
    children = sandbox.children()
    assert len(children) == 5
    details = sandbox.details
    assert sandbox.stop(number) == 0
    assert not any(map(runs, children.values()))
    assert not {"sandbox.json", "environment"} & {path.name for path in sandbox.folder.iterdir()}
    for name in ("apiUrl", "stripeUrl", "mailUrl", "mongodbUri"):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port_of(details[name]))) != 0


def test_what_was_stored_is_there_again_until_a_fresh_start(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with running_sandbox(folder) as sandbox:
        first = sandbox.details
        with client(sandbox) as shop:
            order = shop.post(
                "/api/payments/create-intent",
                json={"items": [{"sku": "ESPRESSO-CUP", "quantity": 3}], "shippingAddress": ADDRESS},
            )
            assert order.status_code == 201, order.text
        children = sandbox.children()
        # Not asked to stop: killed, and nothing acknowledged may be lost.
        assert sandbox.stop(signal.SIGKILL) == -signal.SIGKILL
        wait_until(lambda: not any(map(runs, children.values())), "the end of all its processes")
        assert (folder / "sandbox.json").exists()
    path = f"/api/orders/{order.json()['orderId']}"
    with running_sandbox(folder) as sandbox:
        details = sandbox.details
        for name in ("publishableKey", "secretKey", "webhookSecret", "jwtSecret"):
            assert details[name] == first[name]
        with client(sandbox) as shop:
            assert shop.get(path).json()["total"] == order.json()["amount"]
            old = httpx.get(details["apiUrl"] + path, headers={"Authorization": f"Bearer {first['customerToken']}"})
            assert old.status_code == 200
        stopped_by(signal.SIGINT, sandbox)
    mine = folder / "mine.txt"
    mine.touch()
    with running_sandbox(folder, "--fresh") as sandbox:
        assert sandbox.details["secretKey"] != first["secretKey"]
        assert mine.exists()
        with client(sandbox) as shop:
            assert shop.get(path).status_code == 404
            assert shop.get("/api/orders").json()["orders"] == []
        stopped_by(signal.SIGTERM, sandbox)


def test_one_that_is_stopped_while_it_starts_leaves_nothing_either(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    command = [sys.executable, "-m", "entrypoints.cli", "sandbox", "--port", "0", "--stripe-port", "0"]
    with subprocess.Popen([*command, "--data", str(folder)], stdout=subprocess.DEVNULL, text=True) as process:
        starting = RunningSandbox(process=process, folder=folder)
        wait_until(lambda: len(starting.children()) >= 3, "the first processes")
        children = starting.children()
        assert starting.stop(signal.SIGHUP) == 0
    assert not any(map(runs, children.values()))
    assert not (folder / "sandbox.json").exists()
