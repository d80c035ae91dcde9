"""Commands as documents and manifests write them."""

import re
from pathlib import Path

import click

from entrypoints.cli.main import till


def shell_blocks(document: Path) -> list[str]:
    """The commands of each shell block, in order."""
    return re.findall(r"```sh\n(.*?)```", document.read_text(), re.DOTALL)


def parses(arguments: list[str]) -> bool:
    """Whether `till` takes these arguments; nothing is run. Raises click's error with what is wrong."""
    name, *rest = arguments
    with till.make_context("till", [name], resilient_parsing=True) as context:
        command: click.Command | None = till.get_command(context, name)
        while isinstance(command, click.Group):
            name, *rest = rest
            command = command.get_command(context, name)
        assert command is not None, f"till has no command {name}"
        _without_files(command)
        with command.make_context(name, rest, parent=context):
            return True


def _without_files(command: click.Command) -> None:
    """A file that is named need not be there."""
    for parameter in command.params:
        if isinstance(parameter.type, click.Path):
            parameter.type.exists = False
