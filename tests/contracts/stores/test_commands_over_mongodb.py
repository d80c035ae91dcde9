"""The commands as a shell runs them: the answer on standard output, all else on standard error, and the exit code."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.mongodb.driver.connection import connect, disconnect, open_database
from adapters.mongodb.schema.migrate import migrate
from application.ports.storage.inbox import EventStatus
from tests.builders import event, inbox_entry
from tests.contracts.stores.mongodb import mongo_stores
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON

FOREIGN = inbox_entry(event("invoice.paid", id="evt_foreign"))


@pytest.fixture
def environ(mongodb_uri: str, mongodb_database: str) -> dict[str, str]:
    """The settings of a Till whose inbox holds one event that is still due."""

    async def keep() -> None:
        client = connect(mongodb_uri)
        database = open_database(client, mongodb_database)
        await migrate(database)
        await mongo_stores(database).inbox.receive(FOREIGN)
        await disconnect(client)

    asyncio.run(keep())
    path = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    return {**path, **TEST_ENVIRON, "MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": mongodb_database}


def till(environ: dict[str, str], *arguments: str | bytes) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "entrypoints.cli", *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done


def test_the_log_of_a_command_stays_out_of_its_answer(environ: dict[str, str]) -> None:
    done = till(environ, "events", "replay", "evt_foreign")

    assert (done.returncode, done.stdout) == (0, "evt_foreign  ignored  unknown_type\n")
    (line,) = map(json.loads, done.stderr.splitlines())
    assert (line["event"], line["event_id"], line["status"]) == ("event_settled", "evt_foreign", "ignored")


def test_a_command_logs_no_more_than_it_is_asked_to(environ: dict[str, str]) -> None:
    done = till({**environ, "LOG_LEVEL": "ERROR"}, "events", "replay", "evt_foreign")

    assert (done.returncode, done.stderr) == (0, "")


def test_an_event_that_was_never_received_fails_the_replay_of_others_too(environ: dict[str, str]) -> None:
    done = till({**environ, "LOG_LEVEL": "error"}, "events", "replay", "evt_foreign", "evt_unknown")

    assert done.returncode == 1
    assert done.stdout.splitlines() == ["evt_foreign  ignored  unknown_type", "evt_unknown  not received"]
    assert done.stderr.startswith("Error: 1 of 2 were not received. Compare the ids with `till events list`")
    assert len(done.stderr.splitlines()) == 1


def test_with_no_dead_letter_there_is_nothing_to_replay(environ: dict[str, str]) -> None:
    done = till(environ, "events", "replay", "--failed")

    assert (done.returncode, done.stdout, done.stderr) == (0, "There are no dead letters to replay.\n", "")


def test_an_event_that_is_still_dead_fails_the_replay(
    environ: dict[str, str], mongodb_uri: str, mongodb_database: str
) -> None:
    dead = inbox_entry(event("refund.updated", '{"data":{"object":{"id":7}}}', id="evt_dead"), EventStatus.DEAD)

    async def keep() -> None:
        client = connect(mongodb_uri)
        await mongo_stores(open_database(client, mongodb_database)).inbox.receive(dead)
        await disconnect(client)

    asyncio.run(keep())
    done = till({**environ, "LOG_LEVEL": "error"}, "events", "replay", "--failed")

    assert done.returncode == 1
    assert done.stdout.startswith("evt_dead  dead")
    assert done.stderr.startswith("Error: 1 of 1 are still dead letters.")


def test_what_was_never_received_can_not_be_shown(environ: dict[str, str]) -> None:
    done = till(environ, "events", "show", "evt_unknown")

    assert (done.returncode, done.stdout) == (1, "")
    assert "No event evt_unknown was received." in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("events", "replay"),
        ("events", "show", b"evt_\xff"),
        ("events", "replay", "evt_\x1b[2J"),
        ("events", "list", "--limit", "0"),
        ("reconcile", "--since", "banana"),
        ("audit", "verify", "--log", "no-such-file"),
        ("catalog", "import", "no-such-file.csv"),
        ("catalog", "import", "."),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(environ: dict[str, str], arguments: tuple[str | bytes, ...]) -> None:
    done = till(environ, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: " in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("products.json", b"{", "not JSON"),
        ("products.json", b"{}", "a JSON catalog is a list"),
        ("products.json", b"\xff\xfe\x00", "was not imported"),
        ("products.csv", b"sku,name\n", "the CSV lacks the columns: amount, currency"),
        ("products.csv", b"", "the CSV lacks the columns"),
    ],
)
def test_a_file_that_can_not_be_read_is_said_in_words(
    environ: dict[str, str], tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)

    done = till(environ, "catalog", "import", str(tmp_path / name))

    assert (done.returncode, done.stdout) == (1, "")
    assert f"{name} was not imported" in done.stderr
    assert message in done.stderr
