"""Several processes share their figures, and leave nothing behind."""

import os
from pathlib import Path

import pytest

from entrypoints.telemetry.shared_figures import DIRECTORY, shared_figures


def test_several_processes_share_a_directory_while_they_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DIRECTORY, raising=False)

    with shared_figures(2):
        directory = Path(os.environ[DIRECTORY])
        assert directory.is_dir()

    assert DIRECTORY not in os.environ
    assert not directory.exists()


def test_one_process_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DIRECTORY, raising=False)

    with shared_figures(1):
        assert DIRECTORY not in os.environ


def test_a_directory_that_was_given_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DIRECTORY, str(tmp_path))

    with shared_figures(4):
        assert os.environ[DIRECTORY] == str(tmp_path)

    assert tmp_path.is_dir()
