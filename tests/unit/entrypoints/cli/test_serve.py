"""`till serve` says where it listens, in its first line, or in one line why it does not."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from threading import Timer

import pytest

from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON

COMMAND = [sys.executable, "-m", "entrypoints.cli", "serve"]
ENVIRON = TEST_ENVIRON | {"MONGODB_URI": "mongodb://127.0.0.1:9/till", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
MATCH_WINDOW = 60.0


@pytest.mark.parametrize("options", [("--host", "127.0.0.1"), ("--workers", "2")])
def test_its_first_line_is_where_it_listens(options: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [*COMMAND, "--port", "0", *options], env=ENVIRON, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as serving:
        assert serving.stdout is not None
        hanging = Timer(MATCH_WINDOW, serving.kill)
        hanging.start()
        try:
            first = serving.stdout.readline()
            assert first.startswith("Till listens on http://")
            # It is taken at once, and answered as soon as the API is up.
            with urllib.request.urlopen(f"{first.split()[-1]}/health/live", timeout=MATCH_WINDOW) as answer:
                assert answer.status == 200
        finally:
            hanging.cancel()
            serving.send_signal(signal.SIGTERM)
            output, errors = serving.communicate(timeout=MATCH_WINDOW)
    assert output == ""
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--host", "127.0.0.1:80"), 1, "the host is not known"),
        (("--host", ""), 1, "no host is given"),
        (("--host", "192.0.2.1"), 1, "the host is no address of this machine"),
        (("--workers", "0"), 2, "not in the range"),
        (("--workers", "-1"), 2, "not in the range"),
        (("--port", "99999"), 2, "not in the range"),
        (("--port", "http"), 2, "not a valid integer"),
    ],
)
def test_an_address_that_can_not_be_is_one_clear_line(options: tuple[str, ...], code: int, said: str) -> None:
    done = subprocess.run(
        [*COMMAND, *options], env=ENVIRON, capture_output=True, text=True, check=False, timeout=MATCH_WINDOW
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_busy_port_is_one_clear_line(workers: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        command = [*COMMAND, "--workers", workers, "--port", str(other.getsockname()[1])]
        done = subprocess.run(command, env=ENVIRON, capture_output=True, text=True, check=False, timeout=MATCH_WINDOW)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "another program listens on that port" in done.stderr
