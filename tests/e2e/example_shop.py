"""The example shops as their users start them: a process each, against a running sandbox."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.e2e.waiting import wait_until

EXAMPLES = Path(__file__).parents[2] / "examples" / "shop"
BIN = Path(sys.executable).parent
START_SECONDS = 60.0


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def command_of(language: str) -> list[str]:
    """Node's one package is installed where it is not there yet."""
    if language == "python":
        return [sys.executable, str(EXAMPLES / "python" / "shop.py")]
    folder = EXAMPLES / "node"
    if not (folder / "node_modules").exists():
        environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}
        subprocess.run([BIN / "npm", "ci"], cwd=folder, env=environment, timeout=300, check=True)
    return [str(BIN / "node"), "--no-warnings", str(folder / "shop.mjs")]


@dataclass(kw_only=True)
class ExampleShop:
    """One example shop; `kill` ends it as a power cut would, `start` starts it again over the same data."""

    language: str
    port: int
    data: Path
    prefix: str
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        settings = {"PORT": str(self.port), "SHOP_DATA": str(self.data), "SHOP_PREFIX": self.prefix}
        inherited = {"PATH": os.environ["PATH"]}
        self.process = subprocess.Popen(command_of(self.language), env={**inherited, **self.environment, **settings})
        wait_until(self._answers, f"the example shop in {self.language}", START_SECONDS)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=30)

    def order(self, reference: str) -> list[str]:
        """The cells of an order: reference, status, payment, captured, refunded."""
        row = re.search(rf"<tr data-reference={reference}>(.*?)<td><form", httpx.get(self.url).text)
        assert row, reference
        return row.group(1).removeprefix("<td>").split("<td>")

    def until_order(self, reference: str, holds: Callable[[list[str]], bool]) -> list[str]:
        wait_until(lambda: holds(self.order(reference)), f"{reference} at the shop", 120)
        return self.order(reference)

    def _answers(self) -> bool:
        try:
            return httpx.get(self.url).status_code == 200
        except httpx.TransportError:
            return False


@contextmanager
def running_shop(shop: ExampleShop) -> Iterator[ExampleShop]:
    """Started with an empty database, ended at the latest here."""
    shutil.rmtree(shop.data, ignore_errors=True)
    shop.data.mkdir(parents=True)
    shop.start()
    try:
        yield shop
    finally:
        if shop.process is not None:
            shop.process.kill()
            shop.process.wait(timeout=30)
