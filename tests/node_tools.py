"""Node and the programs and libraries of tests/tools, which are installed when they are first needed."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tests" / "tools"
PATH = os.pathsep.join([str(ROOT / ".venv" / "bin"), os.environ.get("PATH", "")])


def node_with(package: str) -> str:
    """Returns the path of Node, to be run in `TOOLS`, where this package is installed."""
    # The parts of the suite run side by side, and two installations at once would remove each other's files.
    with (ROOT / ".venv" / "node-tools.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (TOOLS / "node_modules" / package).exists():
            npm = shutil.which("npm", path=PATH)
            assert npm, f"npm installs {package}, and there is none on the PATH"
            subprocess.run([npm, "ci"], cwd=TOOLS, env=os.environ | {"PATH": PATH}, timeout=300, check=True)
    node = shutil.which("node", path=PATH)
    assert node, "there is no Node on the PATH"
    return node
