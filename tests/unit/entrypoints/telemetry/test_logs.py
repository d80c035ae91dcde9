"""What a log line says and hides, and what happens where none can be written."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from entrypoints.telemetry.logs import Lines, start_logging


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level, stream = root.handlers, root.level, Lines.stream
    to = io.StringIO()
    monkeypatch.setattr("sys.stderr", to)
    start_logging("info")
    yield to
    root.handlers, root.level, Lines.stream = handlers, level, stream
    structlog.reset_defaults()


def test_our_lines_and_the_librarys_look_alike(written: io.StringIO) -> None:
    structlog.get_logger("till.ours").warning("spilt", amount=1299, nothing=None)
    logging.getLogger("theirs").warning("spilt")

    ours, theirs = (json.loads(line) for line in written.getvalue().splitlines())
    assert ours.pop("amount") == 1299
    assert (ours.pop("logger"), theirs.pop("logger")) == ("till.ours", "theirs")
    assert ours.keys() == theirs.keys() == {"event", "level", "timestamp"}
    assert ours["level"] == theirs["level"] == "warning"


def test_what_is_less_severe_than_asked_for_is_not_written(written: io.StringIO) -> None:
    structlog.get_logger("till.ours").debug("murmured")
    logging.getLogger("theirs").debug("murmured")

    assert not written.getvalue()


def test_values_with_secret_names_are_hidden_however_they_are_spelt(written: io.StringIO) -> None:
    structlog.get_logger("till.ours").info("line", clientSecret="pi_1_secret_2", API_KEY="sk_test_1", order_id="ord_1")

    line = json.loads(written.getvalue())
    assert (line["clientSecret"], line["API_KEY"], line["order_id"]) == ("(hidden)", "(hidden)", "ord_1")


def test_no_value_can_forge_a_line_or_reach_a_terminal(written: io.StringIO) -> None:
    structlog.get_logger("till.ours").info("line", name='x\n{"event": "forged"}\x1b[2J\u009b')

    assert len(written.getvalue().splitlines()) == 1
    assert written.getvalue().isascii()
    assert "\x1b" not in written.getvalue()


def test_a_log_that_cannot_be_written_fails_nothing(written: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError("no space left on device")

    monkeypatch.setattr(Lines, "stream", Full())
    structlog.get_logger("till.ours").info("line")

    assert not written.getvalue()
