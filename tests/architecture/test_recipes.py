"""The recipes of CONTRIBUTING.md apply to the tree as it is."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT

RECIPES = re.findall(
    r"^### (.+?)\n.*?^```diff\n(.*?)^```", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL | re.MULTILINE
)


def why_not(diff: str, tree: Path) -> str:
    """What git has against applying a diff; empty where it applies."""
    done = subprocess.run(
        ["git", "apply", "--check", "-"], cwd=tree, input=diff, capture_output=True, text=True, check=False
    )
    return done.stderr


def test_there_is_a_recipe_for_what_is_added_most() -> None:
    assert len(RECIPES) == 5


@pytest.mark.parametrize(("title", "diff"), RECIPES, ids=[title for title, _ in RECIPES])
def test_a_recipe_applies(title: str, diff: str) -> None:
    assert why_not(diff, ROOT) == "", title


def test_a_recipe_that_went_stale_is_seen() -> None:
    assert "does not apply" in why_not(RECIPES[0][1].replace('"charge.refunded"', '"charge.gone"'), ROOT)
