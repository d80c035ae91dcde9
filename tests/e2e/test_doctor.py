"""`till doctor` against a whole system: silent when all is well, and one sentence for each thing that is not."""

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


def test_a_sound_system_has_nothing_to_mend(environment: dict[str, str]) -> None:
    done = doctor(environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.split() == [
        "✓",
        "Settings",
        "✓",
        "MongoDB",
        "✓",
        "Stripe",
        "✓",
        "Clock",
        "✓",
        "Mail",
        "✓",
        "Tokens",
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"STRIPE_SECRET_KEY": "sk_test_another"}, "Stripe does not take STRIPE_SECRET_KEY"),
        ({"MONGODB_DATABASE": "elsewhere"}, "→ Run `till migrate`."),
        (
            {"JWT_SECRET": "", "JWT_JWKS_URL": "http://127.0.0.1:9/keys?key=7"},
            "JWT_JWKS_URL http://127.0.0.1:9/keys gives no key set",
        ),
        ({"SMTP_URL": "smtp://127.0.0.1:9"}, "127.0.0.1:9 can't be used to send mail"),
        ({"MONGODB_URI": "mongodb://127.0.0.1:9/till"}, "→ Check MONGODB_URI"),
        ({"STRIPE_API_BASE": "http://127.0.0.1:9"}, "Stripe can't be asked"),
        ({"AUDIT_SECRET": "short"}, "AUDIT_SECRET must be at least 32 bytes"),
    ],
)
def test_each_fault_is_a_sentence_with_its_mend(
    environment: dict[str, str], changed: dict[str, str], said: str
) -> None:
    done = doctor({**environment, **changed})
    assert done.returncode == 1
    assert said in done.stdout
    assert "Traceback" not in done.stderr
    for name in ("STRIPE_SECRET_KEY", "JWT_SECRET", "AUDIT_SECRET", "STRIPE_WEBHOOK_SECRET"):
        assert environment[name] not in done.stdout
