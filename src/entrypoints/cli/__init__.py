"""The command line: `till COMMAND`, one file here for each command."""

from entrypoints.cli.main import main

__all__ = ["main"]
