"""The locks are the image of pyproject.toml, every pin with its hashes; drift in either is seen without a network."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT


def check(root: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, root / "scripts" / "locks.py", "check"], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in (
        "pyproject.toml",
        "scripts/locks.py",
        *(f"requirements/{p.name}" for p in ROOT.glob("requirements/*.txt")),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_locks_match() -> None:
    assert check(ROOT) == (0, "locks: 5 match pyproject.toml\n")


@pytest.mark.parametrize(
    ("name", "was", "becomes"),
    [
        ("pyproject.toml", '"msgspec>=0.22,<1"', '"msgspec>=0.22,<2"'),
        ("pyproject.toml", '"structlog>=26.1",', ""),
        ("pyproject.toml", '"faker>=40"', '"faker>=40", "left-pad"'),
        ("requirements/run.txt", r"^litestar==\S+", "litestar==2.24.0"),
        ("requirements/dev.txt", r"\A[^\n]*\n", ""),
    ],
)
def test_a_change_of_one_without_the_other_is_seen(copy: Path, name: str, was: str, becomes: str) -> None:
    text = (copy / name).read_text()
    pattern = was if name.endswith(".txt") else re.escape(was)
    changed = re.sub(pattern, becomes, text, count=1, flags=re.MULTILINE)
    assert changed != text
    (copy / name).write_text(changed)
    code, said = check(copy)
    assert code == 1
    assert "`make locks` fixes them" in said


def test_a_pin_that_a_requirement_refuses_is_seen_whatever_the_digest_says(copy: Path) -> None:
    script = copy / "scripts" / "locks.py"
    script.write_text(script.read_text().replace("def digest(", "def digest(*_):\n    return '0'\n\n\ndef unused("))
    for lock in (copy / "requirements").glob("*.txt"):
        pinned = re.sub(r"^stripe==\S+", "stripe==15.9.9", lock.read_text(), flags=re.MULTILINE)
        lock.write_text(re.sub(r"sha256:[0-9a-f]{64}\n", "sha256:0\n", pinned, count=1))
    code, said = check(copy)
    assert code == 1
    assert "run.txt pins stripe 15.9.9, not stripe==16.1.0" in said


def test_a_pin_without_a_hash_is_seen(copy: Path) -> None:
    lock = copy / "requirements" / "run.txt"
    lock.write_text(re.sub(r"^(msgspec==\S+)( \\\n +--hash=\S+)+", r"\1", lock.read_text(), flags=re.MULTILINE))
    assert "run.txt: no hash for msgspec==" in check(copy)[1]


def test_what_runs_is_what_was_tested() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z].*==\S+", (ROOT / "requirements" / name).read_text(), re.MULTILINE))

    assert pins("production.txt") < pins("sandbox.txt") < pins("run.txt") < pins("dev.txt")
    assert pins("image.txt") < pins("dev.txt")
