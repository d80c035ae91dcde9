"""What the linter is told to refuse, it refuses where it should and allows where it may."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT

BANNED = {
    "the clock": "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
    "the naive clock": "import datetime\n\nNOW = datetime.datetime.utcnow()\n",
    "today": "from datetime import date\n\nTODAY = date.today()\n",
    "new ids": "from uuid import uuid4\n\nID = uuid4()\n",
    "chance": "import random\n\nDIE = random.randint(1, 6)\n",
    "imports for the type checker alone": "from typing import TYPE_CHECKING\n\nprint(TYPE_CHECKING)\n",
    "the GPL database": "import secantus\n\nprint(secantus)\n",
    "a relative import": "from . import money\n\nprint(money)\n",
}


def rules_broken(code: str, where: str) -> set[str]:
    done = subprocess.run(
        [Path(sys.executable).with_name("ruff"), "check", "--output-format=json", "--stdin-filename", where, "-"],
        cwd=ROOT,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )
    return {fault["code"] for fault in json.loads(done.stdout)}


@pytest.mark.parametrize("code", BANNED.values(), ids=BANNED.keys())
@pytest.mark.parametrize(
    "where", ["src/domain/planted.py", "src/application/orders/planted.py", "src/entrypoints/x.py"]
)
def test_what_is_banned_is_seen(code: str, where: str) -> None:
    assert rules_broken(code, where) & {"TID251", "TID252"}


@pytest.mark.parametrize("what", ["the clock", "new ids", "chance"])
def test_the_system_adapter_may_read_clock_and_chance(what: str) -> None:
    assert "TID251" not in rules_broken(BANNED[what], "src/adapters/system/planted.py")
