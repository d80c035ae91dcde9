"""Till's own commands with the settings of a sandbox: one more API, or a command run to its end."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from entrypoints.sandbox.addresses import choose_addresses
from tests.e2e.running_sandbox import START_SECONDS, RunningSandbox
from tests.e2e.waiting import wait_until


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiProcess:
    """`till serve`, ready."""

    process: subprocess.Popen[bytes]
    url: str

    def kill(self) -> None:
        """SIGKILL, and nothing of it is left."""
        self.process.kill()
        self.process.wait(timeout=30)


def environment_of(sandbox: RunningSandbox, **changed: str) -> dict[str, str]:
    """The settings of the sandbox's own processes, as the kernel has them."""
    raw = Path(f"/proc/{sandbox.child('cli worker')}/environ").read_bytes()
    return {**dict(line.split("=", 1) for line in raw.decode().split("\0") if "=" in line), **changed}


def till(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command, run to its end."""
    command = [sys.executable, "-m", "entrypoints.cli", *arguments]
    return subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False, timeout=120)


@contextmanager
def another_api(environment: Mapping[str, str], *options: str) -> Iterator[ApiProcess]:
    """One more API over the same database, on a port of its own; ended at the latest here."""
    port = choose_addresses(api=0, stripe=0).api
    command = [sys.executable, "-m", "entrypoints.cli", "serve", "--port", str(port), *options]
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, env=dict(environment)) as process:
        try:
            wait_until(lambda: process.poll() is None and _is_ready(url), "another API", START_SECONDS)
            yield ApiProcess(process=process, url=url)
        finally:
            process.terminate()
            try:
                process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                process.kill()


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/ready").status_code == 200
    except httpx.TransportError:
        return False
