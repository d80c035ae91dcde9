"""Several processes share their figures, and tell none of those that nobody runs any more."""

import os
import tempfile
from pathlib import Path

import pytest

from entrypoints.settings import Settings
from entrypoints.settings.load import load_settings
from entrypoints.telemetry.metrics.shared_figures import DIRECTORY, shared_figures
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON


def settings_with(**environ: str) -> Settings:
    return load_settings({**TEST_ENVIRON, **environ})


PLAIN = settings_with()
WITH_PORT = settings_with(METRICS_BIND="127.0.0.1:9464")


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(DIRECTORY, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def directory_of(processes: int, settings: Settings) -> str | None:
    with shared_figures(processes, settings):
        return os.environ.get(DIRECTORY)


def test_several_processes_share_a_directory_while_they_run() -> None:
    with shared_figures(2, PLAIN):
        directory = Path(os.environ[DIRECTORY])
        assert directory.is_dir()

    assert DIRECTORY not in os.environ
    assert not directory.exists()


def test_one_process_needs_none() -> None:
    assert directory_of(1, PLAIN) is None
    assert directory_of(1, settings_with(METRICS_BIND="127.0.0.1:0")) is None


def test_a_directory_that_was_given_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DIRECTORY, str(tmp_path))

    with shared_figures(4, WITH_PORT):
        assert os.environ[DIRECTORY] == str(tmp_path)

    assert tmp_path.is_dir()


def test_all_that_name_one_port_for_their_figures_share_a_directory() -> None:
    shared = directory_of(1, WITH_PORT)

    assert shared is not None
    assert shared == directory_of(4, WITH_PORT)
    assert shared != directory_of(1, settings_with(METRICS_BIND="127.0.0.1:9465"))


def test_processes_of_another_database_do_not_mix_their_figures_in() -> None:
    other = settings_with(METRICS_BIND="127.0.0.1:9464", MONGODB_DATABASE="another")

    assert directory_of(1, WITH_PORT) != directory_of(1, other)


def test_figures_are_swept_out_once_nobody_runs_any_more() -> None:
    with shared_figures(1, WITH_PORT):
        figures = Path(os.environ[DIRECTORY]) / "counter_1299.db"
        figures.touch()
        assert directory_of(1, WITH_PORT) == str(figures.parent)
        assert figures.exists()

    assert directory_of(1, WITH_PORT) == str(figures.parent)
    assert not figures.exists()


def test_a_folder_that_somebody_else_put_there_is_not_written_to(tmp_path: Path) -> None:
    shared = directory_of(1, WITH_PORT)
    assert shared is not None
    planted = tmp_path / "planted"
    Path(shared).rename(planted)
    Path(shared).symlink_to(planted)

    with pytest.raises(PermissionError, match="remove it"):
        directory_of(1, WITH_PORT)
