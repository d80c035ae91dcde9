"""Every command that needs the settings stops at the same message, and none shows a value or a traceback."""

import os
import subprocess
import sys

import pytest

from tests.unit.entrypoints.settings.test_malformed import MALFORMED
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON

LASTING = (["serve", "--port", "0"], ["worker"], ["doctor"])
SECRETS = ("hunter2", "4eC39HqLyjWDarjtT1zdp7dc", "TYooMQauvdEDq54", "a-jwt-secret", "an-audit-secret", "oldsecret1")


def run(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "entrypoints.cli", *arguments]
    environ = environ | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "arguments", [["serve", "--port", "0"], ["worker"], ["doctor"], ["migrate"], ["events", "list"]]
)
def test_every_variable_at_fault_is_named_at_once_and_no_value_is(arguments: list[str]) -> None:
    wrong = {name: values[-1] for name, values in MALFORMED.items()}
    environ = {name: os.fsencode(value).decode("utf-8", "surrogateescape") for name, value in wrong.items()}
    done = run(TEST_ENVIRON | environ, *arguments)

    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert [name for name in MALFORMED if name not in said] == []
    assert [secret for secret in SECRETS if secret in said] == []
    assert "Traceback" not in said
    assert "Warning" not in said


@pytest.mark.parametrize("arguments", LASTING)
def test_figures_that_can_not_be_served_are_reported_before_the_start(arguments: list[str]) -> None:
    done = run(TEST_ENVIRON | {"METRICS_BIND": "192.0.2.1:9464"}, *arguments)

    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "METRICS_BIND" in said
    assert "can't be listened on (the host is no address of this machine)" in said
    assert "Traceback" not in said
