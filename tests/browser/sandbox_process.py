"""A sandbox for the browser to visit: one that runs already, or a throwaway one for the run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from entrypoints.sandbox.development_token import sign_development_token
from tests.e2e.waiting import wait_until

START_SECONDS = 90.0
STOP_SECONDS = 20.0


@dataclass(frozen=True, kw_only=True)
class Sandbox:
    """Where everything is, as DIR/sandbox.json tells it."""

    api_url: str
    stripe_url: str
    publishable_key: str
    secret_key: str
    jwt_secret: str

    def token(self, subject: str, *, roles: tuple[str, ...] = (), ttl_seconds: int = 3600) -> str:
        return sign_development_token(
            self.jwt_secret,
            subject=subject,
            issued_at=int(time.time()),
            ttl_seconds=ttl_seconds,
            roles=roles,
            email="mira@customer.example",
            given_name="Mira",
            family_name="Sørensen",
        )

    def stripe(self, method: str, path: str, **form: str) -> dict[str, object]:
        """A call with the secret key, as the shop's own back office would make it at Stripe."""
        answer = httpx.request(method, self.stripe_url + path, data=form or None, auth=(self.secret_key, ""))
        answer.raise_for_status()
        found: dict[str, object] = answer.json()
        return found


def read(folder: Path) -> Sandbox:
    reported = json.loads((folder / "sandbox.json").read_text())
    return Sandbox(
        api_url=reported["apiUrl"],
        stripe_url=reported["stripeUrl"],
        publishable_key=reported["publishableKey"],
        secret_key=reported["secretKey"],
        jwt_secret=reported["jwtSecret"],
    )


@contextmanager
def running_sandbox(folder: Path) -> Iterator[Sandbox]:
    """One started in `folder` and stopped at the end, unless TILL_SANDBOX names the folder of one that runs already."""
    if given := os.environ.get("TILL_SANDBOX"):
        yield read(Path(given))
        return
    log = folder / "sandbox.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            (
                *(sys.executable, "-m", "entrypoints.cli", "sandbox"),
                "--port",
                "0",
                "--stripe-port",
                "0",
                "--data",
                folder,
            ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(
            lambda: (folder / "sandbox.json").exists() or process.poll() is not None, "the sandbox", START_SECONDS
        )
        assert process.poll() is None, log.read_text()
        yield read(folder)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
