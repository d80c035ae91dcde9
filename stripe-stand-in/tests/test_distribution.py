"""The built wheel installs with the dependencies it declares alone, starts, and takes the official SDK's payment."""

import os
import re
import shutil
import signal
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
import stripe
from packaging.requirements import Requirement

from stripe_stand_in.testing import free_port

PROJECT = Path(__file__).resolve().parent.parent
NAME = "stripe-stand-in"
START_LIMIT = 60
URL = re.compile(r"API and dashboard +(\S+)")
KEY = re.compile(r"Secret key +(\S+)")


def dependencies(name: str, found: dict[str, Distribution]) -> dict[str, Distribution]:
    """Every distribution that `name` declares, directly and indirectly, on this platform."""
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            needed = distribution(requirement.name)
            if needed.metadata["Name"] not in found:
                found[needed.metadata["Name"]] = needed
                dependencies(requirement.name, found)
    return found


def copy(package: Distribution, site: Path) -> None:
    """Installs a distribution's recorded files, as there may be no package index to install it from."""
    for file in package.files or ():
        if ".." not in file.parts and file.suffix != ".pyc":
            target = site / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(str(file.locate())), target)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as `uv build` makes it."""
    uv = Path(sys.executable).with_name("uv")
    source, out = tmp_path_factory.mktemp("source") / NAME, tmp_path_factory.mktemp("wheel")
    shutil.copytree(PROJECT, source, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
    command = [uv, "build", source, "--out-dir", out, "--no-build-isolation", "--offline", "--python", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {path.suffix for path in out.iterdir() if path.name.startswith("stripe_stand_in")} == {".whl", ".gz"}
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment's folder of programs."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    asked = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    site = Path(asked.stdout.strip())
    for package in dependencies(NAME, {}).values():
        copy(package, site)
    uv = Path(sys.executable).with_name("uv")
    install = [uv, "pip", "install", "--python", python, "--no-deps", "--no-index", "--offline", wheel]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "bin"


@pytest.fixture
def served(environment: Path) -> Iterator[str]:
    """The first lines that `stripe-stand-in serve` prints."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    process = subprocess.Popen(
        [environment / NAME, "serve", "--port", str(free_port())],
        cwd=environment, env=clean, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.strip().startswith("Data"):
            break
    yield "".join(lines)
    process.send_signal(signal.SIGTERM)
    assert process.wait(START_LIMIT) == 0
    process.stdout.close()


def test_the_wheel_holds_its_licence_and_its_pages(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert "stripe_stand_in/py.typed" in names
    assert "stripe_stand_in/web/static/elements/payment.html" in names


def test_nothing_of_till_is_in_the_clean_environment(environment: Path) -> None:
    for package in ("domain", "application", "adapters", "entrypoints", "stripe"):
        found = subprocess.run([environment / "python", "-c", f"import {package}"], capture_output=True, check=False)
        assert b"ModuleNotFoundError" in found.stderr, package


def test_the_command_names_its_version_and_its_options(environment: Path) -> None:
    version = subprocess.run([environment / NAME, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout == f"stripe-stand-in {distribution(NAME).version}\n"
    options = subprocess.run([environment / NAME, "serve", "--help"], capture_output=True, text=True, check=True)
    assert "--webhook-url" in options.stdout


def test_the_official_sdk_pays_on_a_stand_in_started_without_options(served: str) -> None:
    url, key = URL.search(served), KEY.search(served)
    assert url
    assert key
    stripe.enable_telemetry = False
    client = stripe.StripeClient(key[1], base_addresses={"api": url[1]})
    intent = client.v1.payment_intents.create(
        {"amount": 1299, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True,
         "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}}
    )  # fmt: skip
    assert (intent.status, intent.amount_received) == ("succeeded", 1299)


def test_a_busy_port_is_one_clear_line(served: str, environment: Path) -> None:
    port = (URL.search(served) or [""])[0].rpartition(":")[2]
    second = subprocess.run([environment / NAME, "serve", "--port", port], capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert second.stderr.startswith("The Stripe stand-in can't start: 127.0.0.1:")
    assert len(second.stderr.splitlines()) == 1


def test_keys_stay_the_same_in_a_data_directory(environment: Path, tmp_path: Path) -> None:
    keys = []
    for _ in range(2):
        command = [environment / NAME, "serve", "--port", "0", "--data", tmp_path]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            keys.append(next(found[1] for line in process.stdout if (found := KEY.search(line))))
            process.send_signal(signal.SIGTERM)
    assert keys[0] == keys[1]
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
