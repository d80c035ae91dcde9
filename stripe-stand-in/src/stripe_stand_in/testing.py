"""Runs the stand-in as a process of its own on a free port, for tests."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

SECRET_KEY = "sk_test_ofTheStandInsTests"
PUBLISHABLE_KEY = "pk_test_ofTheStandInsTests"
WEBHOOK_SECRET = "whsec_ofTheStandInsTests"
SHOP = "http://127.0.0.1:4999"
START_LIMIT = 30


def free_port() -> int:
    """Returns a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class RunningStandIn:
    """A running stand-in; `stop` sends SIGTERM, `kill` sends SIGKILL."""

    def __init__(self, data: Path, *more: str, port: int | None = None) -> None:
        self.data = data
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "stripe_stand_in", "serve", "--port", str(self.port), "--data", str(data)]
        command += ["--secret-key", SECRET_KEY, "--publishable-key", PUBLISHABLE_KEY, "--shop-origin", SHOP, *more]
        self.process = subprocess.Popen(command, env=os.environ | {"PYTHONWARNINGS": "error"})
        self._wait()

    def stop(self) -> int:
        """Stops it with SIGTERM; returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(START_LIMIT)

    def kill(self) -> None:
        """Kills it without warning."""
        self.process.kill()
        self.process.wait(START_LIMIT)

    def _wait(self) -> None:
        end = time.monotonic() + START_LIMIT
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=5) as response:
                    response.read()
                return
            except urllib.error.HTTPError as error:
                error.close()
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise AssertionError("the stand-in did not come up")
            time.sleep(0.02)
