"""What is reported of an error tells where it happened and nothing about whom."""

import json

from sentry_sdk.types import Event

from entrypoints.settings import load_settings
from entrypoints.telemetry.errors import report, scrubbed, start_reporting
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON


def test_only_the_stack_and_the_tags_leave() -> None:
    event: Event = {
        "request": {"headers": {"Authorization": "Bearer abc"}, "data": {"card": "4242"}},
        "user": {"email": "ada@shop.example"},
        "extra": {"body": "hunter2"},
        "server_name": "host-7",
        "tags": {"request_id": "req_1"},
        "contexts": {"runtime": {"name": "CPython"}, "secrets": {"key": "hunter2"}},
        "exception": {
            "values": [
                {
                    "type": "ValueError",
                    "value": "bad password hunter2",
                    "stacktrace": {"frames": [{"function": "pay", "vars": {"key": "hunter2"}}]},
                }
            ]
        },
    }

    left = json.dumps(scrubbed(event, {}))

    for gone in ("Bearer", "4242", "ada@", "hunter2", "host-7"):
        assert gone not in left
    for kept in ("ValueError", "pay", "req_1", "CPython"):
        assert kept in left


def test_without_an_address_nothing_is_reported() -> None:
    start_reporting(load_settings(TEST_ENVIRON))

    report(RuntimeError("nobody hears this"), "req_1")
