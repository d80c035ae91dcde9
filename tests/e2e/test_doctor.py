"""`till doctor` against a whole system: silent when all is well, and one sentence for each fault."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.running_sandbox import RunningSandbox


@pytest.fixture
def environment(sandbox: RunningSandbox) -> dict[str, str]:
    """The settings of the sandbox's own processes, as the kernel has them."""
    raw = Path(f"/proc/{sandbox.child('cli worker')}/environ").read_bytes()
    return dict(line.split("=", 1) for line in raw.decode().split("\0") if "=" in line)


def doctor(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "entrypoints.cli", "doctor"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_sound_system_has_no_finding(environment: dict[str, str]) -> None:
    done = doctor(environment)
    assert done.returncode == 0, done.stdout + done.stderr
    areas = ("Settings", "MongoDB", "Stripe (test mode)", "Webhook route", "Clock", "Mail", "Tokens")
    assert done.stdout.splitlines() == [f"✓ {area}" for area in areas]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"STRIPE_SECRET_KEY": "rk_test_another"}, "Stripe does not accept STRIPE_SECRET_KEY"),
        ({"MONGODB_DATABASE": "elsewhere"}, "→ Run `till migrate`."),
        (
            {"JWT_SECRET": "", "JWT_JWKS_URL": "http://127.0.0.1:9/keys?key=7"},
            "JWT_JWKS_URL http://127.0.0.1:9/keys answers without a key set",
        ),
        ({"SMTP_URL": "smtp://127.0.0.1:9"}, "127.0.0.1:9 can't be used to send mail"),
        ({"MONGODB_URI": "mongodb://127.0.0.1:9/till"}, "→ Check MONGODB_URI"),
        ({"STRIPE_API_BASE": "http://127.0.0.1:9"}, "Stripe does not answer"),
        ({"API_URL": "http://shop.example:8000"}, "No webhook endpoint of this account leads to http://shop.example"),
        ({"STRIPE_WEBHOOK_SECRET": "whsec_another"}, "has another STRIPE_WEBHOOK_SECRET than this process"),
        ({"AUDIT_SECRET": "short"}, "AUDIT_SECRET must be at least 32 bytes"),
    ],
)
def test_each_fault_is_a_sentence_with_its_fix(environment: dict[str, str], changed: dict[str, str], said: str) -> None:
    done = doctor({**environment, **changed})
    assert done.returncode == 1
    assert said in done.stdout
    assert "Traceback" not in done.stderr
    for name in ("STRIPE_SECRET_KEY", "JWT_SECRET", "AUDIT_SECRET", "STRIPE_WEBHOOK_SECRET"):
        assert environment[name] not in done.stdout


def test_setting_up_webhooks_needs_stripes_variables_alone_and_finds_the_sandboxs_own(
    environment: dict[str, str],
) -> None:
    needed = ("ENVIRONMENT", "STRIPE_SECRET_KEY", "STRIPE_API_BASE", "PUBLIC_URL", "PATH")
    command = [sys.executable, "-m", "entrypoints.cli", "webhooks", "setup"]
    variables = {name: environment[name] for name in needed}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing to do: we_")
    refused = {**variables, "STRIPE_SECRET_KEY": "rk_test_another"}
    done = subprocess.run(command, env=refused, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
