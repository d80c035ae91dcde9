"""Runs a Dockerfile's own commands without a container engine: each stage is a folder, and `/` is that folder.

Paths in RUN must be relative for that, and what the base image brings (Python, Node) is this machine's. As an engine
does, it keeps what it built: a stage that two Dockerfiles share is built once.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path, PurePosixPath

from dockerfile_parse import DockerfileParser

from tests.architecture.repository import ROOT
from tests.node_tools import PATH

_ONLY_DESCRIBES = {"LABEL", "EXPOSE", "USER", "VOLUME", "COMMENT"}
_NEEDS_ROOT = "chown "
_FOR_IMAGES = {"PYTHONDONTWRITEBYTECODE", "PIP_NO_CACHE_DIR", "UV_COMPILE_BYTECODE", "UV_NO_CACHE"}
"""An image is compiled whole when it is built, and small. Here only what is imported is compiled, once, and what was
downloaded before is taken from pip's cache."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The folder of one stage and how its programs are started."""

    root: Path
    workdir: str = "/"
    environment: dict[str, str] = field(default_factory=dict)
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    healthcheck: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        return self.at(self.workdir)

    def at(self, path: str) -> Path:
        """The path in the stage, absolute or from its working directory."""
        return self.root / self.inside(path).lstrip("/")

    def inside(self, path: str) -> str:
        """The path as the stage itself would say it in full."""
        return os.path.normpath(PurePosixPath(self.workdir, path))

    def process_environment(self) -> dict[str, str]:
        """The variables of a process in the stage; the stage's own folders come first in its PATH."""
        own = [str(self.at(each)) for each in self.environment.get("PATH", "").split(":") if each.startswith("/opt")]
        rest = {name: value for name, value in self.environment.items() if name not in {"PATH", *_FOR_IMAGES}}
        return {**os.environ, **rest, "PIP_NO_COMPILE": "1", "PATH": ":".join([*own, PATH])}


class Engine:
    """Builds Dockerfiles of the repository below a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built: dict[tuple[str, ...], Stage] = {}

    def build(self, dockerfile: Path) -> Stage:
        """Builds every stage; returns the last one."""
        by_name: dict[str, Stage] = {}
        stage = Stage(root=self._folder)
        for name, instructions in _stages_of(dockerfile):
            written = tuple(f"{instruction} {value}" for instruction, value in instructions)
            if written not in self._built:
                self._built[written] = self._new_stage(instructions, by_name)
            stage = by_name[name] = self._built[written]
        return stage

    def _new_stage(self, instructions: list[tuple[str, str]], by_name: dict[str, Stage]) -> Stage:
        stage = Stage(root=self._folder / f"stage-{len(self._built)}")
        stage.root.mkdir()
        for instruction, value in instructions:
            stage = _run(stage, instruction, value, by_name)
        return stage


def _stages_of(dockerfile: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    """Returns each stage's name and instructions."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for each in DockerfileParser(fileobj=BytesIO(dockerfile.read_bytes())).structure:
        if each["instruction"] == "FROM":
            found.append((each["value"].split()[-1], []))
        elif each["instruction"] not in _ONLY_DESCRIBES:
            found[-1][1].append((each["instruction"], each["value"]))
    return found


def _run(stage: Stage, instruction: str, value: str, stages: dict[str, Stage]) -> Stage:
    match instruction:
        case "WORKDIR":
            moved = replace(stage, workdir=stage.inside(value))
            moved.folder.mkdir(parents=True, exist_ok=True)
            return moved
        case "ENV":
            pairs = dict(pair.split("=", 1) for pair in shlex.split(value))
            return replace(stage, environment=stage.environment | pairs)
        case "COPY":
            _copy(stage, value.split(), stages)
        case "RUN":
            if not value.startswith(_NEEDS_ROOT):
                _shell(stage, value)
        case "ENTRYPOINT":
            return replace(stage, entrypoint=tuple(json.loads(value)))
        case "CMD":
            return replace(stage, command=tuple(json.loads(value)))
        case "HEALTHCHECK":
            return replace(stage, healthcheck=tuple(json.loads(value[value.index("[") :])))
        case _:
            raise AssertionError(f"{instruction} is not known here")
    return stage


def _copy(stage: Stage, words: list[str], stages: dict[str, Stage]) -> None:
    source = ROOT
    if words[0].startswith("--from="):
        source = stages[words.pop(0).removeprefix("--from=")].root
    *wanted, target = words
    destination = stage.at(target)
    for each in wanted:
        path = source / each.lstrip("/")
        if path.is_dir():
            ignored = shutil.ignore_patterns("dist", "node_modules", "__pycache__") if source == ROOT else None
            shutil.copytree(path, destination, dirs_exist_ok=True, symlinks=True, ignore=ignored)
        else:
            destination.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, destination)


def _shell(stage: Stage, command: str) -> None:
    done = subprocess.run(
        ["sh", "-euc", command],
        cwd=stage.folder,
        env=stage.process_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
