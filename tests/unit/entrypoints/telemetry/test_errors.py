"""What is reported of an error tells where it happened and nothing about whom."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from entrypoints.settings.load import load_settings
from entrypoints.telemetry.errors import sentry
from entrypoints.telemetry.errors.reporting import REPORTING, report, start_reporting
from entrypoints.worker.rounds import Duty
from entrypoints.worker.run import work
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON
from tests.unit.entrypoints.telemetry.planted import SECRETS, fails_telling_secrets, stops_after

DSN = "https://publickey@errors.example/7"


class Intercepted(Transport):
    """Takes what would leave."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent.append(envelope.serialize().decode())


@pytest.fixture
def leaving() -> Iterator[list[str]]:
    transport = Intercepted()
    sentry.begin(DSN, "test", transport)
    REPORTING.send = sentry.send
    yield transport.sent
    REPORTING.send = None
    sentry_sdk.get_global_scope().set_client(None)


def test_an_error_leaves_with_its_kind_its_stack_and_its_tags(leaving: list[str]) -> None:
    with pytest.raises(RuntimeError) as caught:
        fails_telling_secrets()
    report(caught.value, request_id="req_0123456789")

    (sent,) = leaving
    for kept in ("RuntimeError", "ValueError", "fails_telling_secrets", "planted.py", "req_0123456789", "till@"):
        assert kept in sent


def test_no_secret_body_token_or_person_leaves(leaving: list[str]) -> None:
    sentry_sdk.get_isolation_scope().set_user({"email": "ada@shop.example"})
    sentry_sdk.get_isolation_scope().set_extra("body", "pi_1_secret_hunter2")
    sentry_sdk.add_breadcrumb(message="Bearer eyJhbGciOiJIUzI1NiJ9")
    with pytest.raises(RuntimeError) as caught:
        fails_telling_secrets()
    report(caught.value, request_id="req_0123456789")
    sentry_sdk.get_isolation_scope().clear()

    (sent,) = leaving
    assert [secret for secret in SECRETS if secret in sent] == []


async def test_a_duty_that_fails_is_reported_and_goes_on(leaving: list[str]) -> None:
    stop, rounds = stops_after(2)

    async def fails() -> int:
        rounds()
        return fails_telling_secrets()

    await work([Duty(name="notifications", do=fails, pause=0.001)], stop)

    assert len(leaving) == 2
    assert all('"duty":"notifications"' in sent for sent in leaving)
    assert not any(secret in sent for secret in SECRETS for sent in leaving)


def test_without_an_address_nothing_is_reported() -> None:
    start_reporting(load_settings(TEST_ENVIRON))

    report(RuntimeError("nobody is notified this"), request_id="req_1")

    assert REPORTING.send is None


def test_with_an_address_reporting_starts() -> None:
    start_reporting(load_settings({**TEST_ENVIRON, "SENTRY_DSN": DSN}))
    try:
        client = sentry_sdk.get_client()
        assert client.is_active()
        assert client.options["environment"] == "test"
        assert not client.options["include_local_variables"]
        assert REPORTING.send is not None
    finally:
        REPORTING.send = None
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)


def test_its_client_is_not_even_imported_where_it_is_not_wanted() -> None:
    imported = "import sys, entrypoints.server.api, entrypoints.worker.run; sys.exit('sentry_sdk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", imported], check=False).returncode == 0
