"""What the API's process must not load: each of these costs a tenth of its start or more, and memory for ever."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from adapters.system.hidden_imports import hidden_imports

UNUSED = ("aiosmtplib", "babel", "httpx", "jinja2", "pygments", "requests", "rich", "sentry_sdk", "werkzeug")


def test_the_api_loads_nothing_that_it_does_not_use() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import entrypoints.server.api, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert "stripe" in loaded
    assert not set(UNUSED) & set(loaded)


def test_what_was_hidden_is_there_again_afterwards() -> None:
    with hidden_imports("wave"), pytest.raises(ImportError):
        import_module("wave")

    assert import_module("wave").__name__ == "wave"


def test_what_was_loaded_before_is_not_hidden() -> None:
    with hidden_imports("subprocess"):
        assert import_module("subprocess") is subprocess


def test_stripes_sdk_leaves_the_clients_that_it_was_not_given_to_others() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import adapters.stripe, httpx, requests; print(httpx.__name__, requests.__name__)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert found == ["httpx", "requests"]
