"""Finds the commands, and turns an expected fault into one message and an exit code."""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

import click

import entrypoints.cli
from adapters.system.hidden_imports import hidden_imports
from entrypoints.settings import SettingsFault, grammar

# Modules here that hold no command.
_NO_COMMANDS = frozenset({"main"})


class Commands(click.Group):
    """Every module beside this one is a command of its name, defined by its `command`; it is imported when needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        names = (module.name for module in iter_modules(entrypoints.cli.__path__))
        return sorted(name.replace("_", "-") for name in names if name not in _NO_COMMANDS and not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"entrypoints.cli.{cmd_name.replace('-', '_')}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"entrypoints.cli.{cmd_name} defines no click command")
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="till", message="till %(version)s")
@click.pass_obj
def till(start: Callable[[], None] | None) -> None:
    """Checkout, refunds and webhooks between a shop's front end and Stripe."""
    if start is not None:
        start()


def main() -> None:
    """The console script. Exits 0 on success, 1 after a fault that it printed, 2 after a wrong command line."""
    try:
        # Only here: a program that calls a command has its own logging.
        till(obj=_log_to_standard_error)
    except SettingsFault as fault:
        click.echo(str(fault), err=True)
        sys.exit(1)


def _log_to_standard_error() -> None:
    """Sends logs to standard error, so that standard output holds a command's result alone."""
    # Slow to load, and not needed for help; for `hidden_imports` see the container.
    with hidden_imports("rich", "better_exceptions", "greenlet"):
        from entrypoints.telemetry.logs import start_logging
    try:
        level = grammar.log_level(os.environ.get("LOG_LEVEL", "").strip() or "info")
    except ValueError:
        level = "info"  # each command that reads the settings reports it
    start_logging(level)
