"""The systemd units start Till, and systemd itself finds nothing wrong with them where it can be asked."""

import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT
from tests.deploy.commands import parses

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
TILL = "/opt/till/bin/till"


def unit(path: Path) -> ConfigParser:
    read = ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(path.read_text())
    return read


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_till_with_the_settings_of_its_file(path: Path) -> None:
    service = unit(path)["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert program == TILL
    assert parses(arguments)
    assert service["EnvironmentFile"] == "/etc/till/till.env"
    assert (service["DynamicUser"], service["ProtectSystem"], service["NoNewPrivileges"]) == ("yes", "strict", "yes")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze on the PATH")
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    here = str(Path(sys.executable).with_name("till"))
    copies = []
    for path in UNITS:
        copies.append(tmp_path / path.name)
        copies[-1].write_text(path.read_text().replace(TILL, here))
    done = subprocess.run(["systemd-analyze", "verify", *copies], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
