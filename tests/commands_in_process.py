"""Till's commands without a process of their own, which takes half a second to start.

What a shell sees beside the answer (logs on standard error, a fault of the settings) is tested with processes.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from unittest.mock import patch

import structlog
from click.testing import CliRunner

from entrypoints.cli.main import till as command


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def till(environ: Mapping[str, str], *arguments: str) -> Ended:
    """Runs a command with these variables and no others."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        with patch.dict(os.environ, environ, clear=True):
            done = CliRunner().invoke(command, arguments)
    finally:
        structlog.reset_defaults()
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Ended(returncode=done.exit_code, stdout=done.stdout, stderr=done.stderr)
