"""The command line finds its commands by their files, and is quick to say what there is."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from entrypoints.cli.main import Commands, till

HEAVY = ("litestar", "motor", "stripe", "uvicorn", "aiohttp", "dependency_injector")


def commands() -> list[str]:
    return till.list_commands(click.Context(till))


def test_every_command_says_in_one_line_what_it_does() -> None:
    assert {"sandbox", "serve", "token"} <= set(commands())
    for name in commands():
        found = till.get_command(click.Context(till), name)
        assert found is not None
        assert found.get_short_help_str(200).strip(), name


def test_an_unknown_command_is_a_usage_error() -> None:
    refused = CliRunner().invoke(till, ["fly"])
    assert refused.exit_code == 2
    assert "No such command 'fly'" in refused.output


def test_a_file_without_a_command_is_reported_to_its_author(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text("command = 'no command'\n")
    monkeypatch.setattr("entrypoints.cli.__path__", [str(tmp_path)])
    with pytest.raises(TypeError, match=r"entrypoints\.cli\.planted defines no click command"):
        Commands().get_command(click.Context(till), "planted")
    sys.modules.pop("entrypoints.cli.planted", None)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from entrypoints.cli.main import till;"
        "assert CliRunner().invoke(till, ['--help']).exit_code == 0;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_wrong_configuration_is_one_message_and_exit_code_1() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "entrypoints.cli", "serve"],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "MONGODB_URI: is not set" in done.stderr
    assert "STRIPE_SECRET_KEY: is not set" in done.stderr
    assert "Traceback" not in done.stderr
