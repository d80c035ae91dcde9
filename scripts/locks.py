"""Keeps requirements/ the faithful image of pyproject.toml: `compile` resolves it, `check` needs no network.

Each lock's first line holds a digest over what it was compiled from and over its own pins, so that neither can be
changed without the other; the direct requirements are compared as well, whatever the digest says.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Made by `make locks` from pyproject.toml; do not edit. sha256:"
# The widest first: the others are held to its versions. Each is the project's own dependencies and these groups.
LOCKS = {"dev": ["dev"], "run": ["run"], "sandbox": ["sandbox"], "production": [], "image": ["image"]}
GROUPS_ALONE = {"image"}
"""Locks without the project's own dependencies: building the wheel needs none of what runs it."""
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?P<rest>.*)$")


def main(root: Path, act: str) -> int:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    if act == "compile":
        for name in LOCKS:
            compile_lock(root, project, name)
        return 0
    faults = [fault for name in LOCKS for fault in faults_of(root, project, name)]
    for fault in faults:
        print(fault)
    print(
        f"locks: {len(faults)} fault(s); `make locks` fixes them"
        if faults
        else f"locks: {len(LOCKS)} match pyproject.toml"
    )
    return 1 if faults else 0


def compile_lock(root: Path, project: dict[str, Any], name: str) -> None:
    lock = root / "requirements" / f"{name}.txt"
    groups = [word for group in LOCKS[name] for word in ("--group", f"pyproject.toml:{group}")]
    widest = [] if name == next(iter(LOCKS)) else ["--constraints", f"requirements/{next(iter(LOCKS))}.txt"]
    sources = [] if name in GROUPS_ALONE else ["pyproject.toml"]
    # With an output file that exists, uv keeps the versions that still fit.
    subprocess.run(
        [
            Path(sys.executable).with_name("uv"), "pip", "compile", *sources, *groups, *widest,
            "--universal", "--python-version", "3.11", "--no-build", "--generate-hashes",
            "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet",
            "--output-file", f"requirements/{name}.txt", *sys.argv[2:],
        ],
        cwd=root,
        check=True,
    )  # fmt: skip
    body = "".join(line for line in lock.read_text().splitlines(keepends=True) if not line.startswith("#"))
    lock.write_text(f"{HEADER}{digest(project, name, body)}\n{body}")
    print(f"requirements/{name}.txt: {len(pins(body))} packages")


def faults_of(root: Path, project: dict[str, Any], name: str) -> list[str]:
    lock = root / "requirements" / f"{name}.txt"
    if not lock.exists():
        return [f"{lock.name} is missing"]
    header, _, body = lock.read_text().partition("\n")
    found = []
    if header != f"{HEADER}{digest(project, name, body)}":
        found.append(f"{lock.name} was not compiled from this pyproject.toml, or was edited since")
    pinned = pins(body)
    for requirement in direct_requirements(project, name):
        versions = pinned.get(canonicalize_name(requirement.name), [])
        if not versions:
            found.append(f"{lock.name} lacks {requirement}")
        found += [
            f"{lock.name} pins {requirement.name} {v}, not {requirement}"
            for v in versions
            if v not in requirement.specifier
        ]
    blocks = re.split(r"\n(?=\S)", body.strip())
    found += [f"{lock.name}: no hash for {block.split()[0]}" for block in blocks if "--hash=sha256:" not in block]
    return found


def pins(body: str) -> dict[str, list[Version]]:
    """The versions of each package: more than one where Python's version decides."""
    found: dict[str, list[Version]] = {}
    for line in body.splitlines():
        if match := PIN.match(line):
            found.setdefault(canonicalize_name(match["name"]), []).append(Version(match["version"]))
    return found


def direct_requirements(project: dict[str, Any], name: str) -> list[Requirement]:
    written = [] if name in GROUPS_ALONE else [*project["project"]["dependencies"]]
    for group in LOCKS[name]:
        written += members(project["dependency-groups"], group)
    return [Requirement(text) for text in written]


def members(groups: dict[str, list[Any]], name: str) -> list[str]:
    return [
        text
        for entry in groups[name]
        for text in (members(groups, entry["include-group"]) if isinstance(entry, dict) else [entry])
    ]


def digest(project: dict[str, Any], name: str, body: str) -> str:
    inputs = [project["project"]["requires-python"], *map(str, direct_requirements(project, name))]
    return hashlib.sha256(json.dumps([inputs, body]).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(ROOT, sys.argv[1]))
