"""The hexagon's arrows hold, and the tool that watches them sees each of them broken when it is."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT

PACKAGES = ("domain", "application", "adapters", "entrypoints")
PLANTED = {
    "domain/planted.py": "import adapters.planted_one\nimport litestar\nimport stripe\n",
    "application/planted.py": "import msgspec\n",
    "application/ports/planted.py": "import application.repair.planted\n",
    "application/repair/planted.py": "",
    "application/webhooks/planted.py": "",
    "application/orders/planted.py": "import application.webhooks.planted\n",
    "adapters/planted_one/__init__.py": "import adapters.planted_two\nimport stripe\nimport stripe_stand_in\n",
    "adapters/planted_two/__init__.py": "import secantus\nimport pymongo\nimport motor\nimport bson\n",
    "entrypoints/http/planted.py": "import entrypoints.container\nimport adapters.planted_one\n",
    "entrypoints/planted.py": "import dependency_injector\n",
    "stripe_stand_in/planted.py": "import domain.planted\n",
}


def contracts_broken_in(tree: Path) -> dict[str, bool]:
    """Contract → whether the tree breaks it."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--config", ROOT / "pyproject.toml", "--no-cache"],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": "/usr/bin:/bin", "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE))
    assert said, done.stdout + done.stderr
    return {name: verdict == "BROKEN" for name, verdict in said.items()}


def contract_names() -> set[str]:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {contract["name"] for contract in configured}


def test_every_contract_is_kept() -> None:
    assert contracts_broken_in(ROOT / "src") == dict.fromkeys(contract_names(), False)


def test_every_contract_is_seen_broken_when_it_is(tmp_path: Path) -> None:
    tree = tmp_path / "src"
    for sources in (ROOT / "src", ROOT / "stripe-stand-in/src"):
        shutil.copytree(sources, tree, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    for name, code in PLANTED.items():
        path = tree / name
        for folder in (path.parent, path.parent.parent):
            folder.mkdir(parents=True, exist_ok=True)
            if folder != tree:
                (folder / "__init__.py").touch()
        path.write_text(code)
    assert contracts_broken_in(tree) == dict.fromkeys(contract_names(), True)


def foreign_imports(tree: Path, packages: tuple[str, ...]) -> list[str]:
    """Imports of these packages that are neither the standard library's nor each other's."""
    found = []
    for package in packages:
        for path in sorted((tree / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                names = (
                    [alias.name for alias in node.names]
                    if isinstance(node, ast.Import)
                    else [node.module or "."]
                    if isinstance(node, ast.ImportFrom)
                    else []
                )
                found += [
                    f"{path.relative_to(tree)}: {name}"
                    for name in names
                    if name.split(".")[0] not in (*sys.stdlib_module_names, *packages)
                ]
    return found


def test_the_core_imports_the_standard_library_and_itself() -> None:
    assert foreign_imports(ROOT / "src", ("domain",)) == []
    assert foreign_imports(ROOT / "src", ("domain", "application")) == []


def test_a_foreign_import_in_the_core_is_seen(tmp_path: Path) -> None:
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain" / "money.py").write_text("import decimal\n\ndef late():\n    from babel.numbers import x\n")
    assert foreign_imports(tmp_path, ("domain",)) == ["domain/money.py: babel.numbers"]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_are_ours(package: str) -> None:
    """The names are common ones, and the package index has modules of the same name."""
    located = subprocess.run(
        [sys.executable, "-c", f"import {package}; print({package}.__file__)"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(located.stdout.strip()) == ROOT / "src" / package / "__init__.py"


def test_no_folder_of_tests_can_shadow_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
    assert (ROOT / "tests" / "__init__.py").exists()


def test_every_module_that_a_contract_names_exists() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    listed = ("forbidden_modules", "protected_modules", "source_modules", "allowed_importers", "modules")
    named = {name.removesuffix(".*") for contract in contracts for key in listed for name in contract.get(key, ())}
    assert {name for name in named if name != "secantus" and find_spec(name) is None} == set()
