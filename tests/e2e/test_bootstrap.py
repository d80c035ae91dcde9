"""The bootstrap on machines that lack something: one line says what, and nothing is half done."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT

TOOLS = ("sh", "dirname", "git", "env")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the bootstrap reads, on a machine whose PATH holds almost nothing."""
    checkout = tmp_path / "till"
    for name in ("scripts", "requirements"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "stripe-stand-in/pyproject.toml"):
        (checkout / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (tmp_path / "bin" / tool).symlink_to(found)
    return checkout


def bootstrap(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "scripts" / "bootstrap.sh", "run"],
        env={"PATH": str(checkout.parent / "bin"), "HOME": str(checkout.parent / "home"), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def pretend_python(checkout: Path, body: str) -> None:
    fake = checkout.parent / "bin" / "python3"
    fake.write_text(f"#!/bin/sh\n{body}\n")
    fake.chmod(0o755)


def test_no_python_is_one_line(checkout: Path) -> None:
    done = bootstrap(checkout)
    assert done.returncode == 1
    assert done.stderr == (
        "Till needs Python 3.11, 3.12 or 3.13, and none was found on the PATH (PYTHON=/path/to/python names one)\n"
    )


def test_a_python_that_is_too_old_or_too_new_is_passed_over(checkout: Path) -> None:
    pretend_python(checkout, 'case "$2" in *version_info*) exit 1;; esac')
    assert "none was found" in bootstrap(checkout).stderr


def test_a_python_without_venv_is_one_line(checkout: Path) -> None:
    pretend_python(checkout, 'case "$2" in *venv*) exit 1;; esac')
    done = bootstrap(checkout)
    assert done.returncode == 1
    assert done.stderr == (
        "Till needs Python's venv module, which python3 lacks; on Debian and Ubuntu: apt-get install python3-venv\n"
    )


def test_no_network_is_one_line_after_what_it_was_doing(checkout: Path) -> None:
    done = bootstrap(
        checkout,
        PYTHON=os.path.realpath(sys.executable),
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
    )
    assert done.returncode == 1
    *doing, last = done.stderr.splitlines()
    assert [line.split()[0] for line in doing] == ["Making", "Installing"]
    assert last.startswith("Till's packages could not be installed: the package index was not reached")
    assert "Traceback" not in done.stdout + done.stderr
    # Not taken for installed at the next start.
    assert not (checkout / ".venv" / ".till-run").exists()
