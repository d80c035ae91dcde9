"""Log lines as JSON in printable ASCII, so that no text can forge a line or command a terminal."""

import json
import logging
import sys
from contextlib import suppress
from functools import lru_cache
from typing import Final, TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

_HIDDEN: Final = "(hidden)"
_SECRET_WORDS: Final = ("secret", "token", "authorization", "password", "cookie", "api_key", "signature")
_STAMPED: Final = structlog.processors.TimeStamper(fmt="iso", utc=True)
_QUIET: Final = ("pymongo", "motor", "stripe", "aiohttp.access", "uvicorn.access", "asyncio", "httpx")


class Lines:
    """Writes our own lines, past the standard library's loggers, which would cost more than all else of a line."""

    stream: TextIO = sys.stderr

    def __init__(self, name: str) -> None:
        self.name = name

    def msg(self, line: str) -> None:
        """Writes a line at once, so that lines of several processes do not mix."""
        # A full disk or a closed pipe must not fail the request that the line is about.
        with suppress(OSError):
            self.stream.write(f"{line}\n")

    debug = info = warning = error = critical = msg


def start_logging(level: str) -> None:
    """Sends structlog's lines and the standard library's to standard error, from `level` up."""
    Lines.stream = sys.stderr
    structlog.configure(
        processors=[structlog.processors.format_exc_info, complete, as_json],
        logger_factory=Lines,
        wrapper_class=structlog.make_filtering_bound_logger(level.lower()),
        cache_logger_on_first_use=True,
    )
    theirs: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _STAMPED,
        structlog.processors.format_exc_info,
        without_secrets,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=theirs, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, as_json]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


_ENCODER: Final = json.JSONEncoder(ensure_ascii=True, default=repr)


def complete(logger: Lines, level: str, event: EventDict) -> EventDict:
    """Returns a line of ours with its level, logger and time, and as `without_secrets` does.

    One processor for all, because several lines are written for each request.
    """
    line = without_secrets(logger, level, event)
    line["level"] = level
    line["logger"] = logger.name
    return _STAMPED(logger, level, line)


def as_json(_: WrappedLogger, __: str, event: EventDict) -> str:
    """Returns the line as JSON in printable ASCII; other types are spelt as by `repr`."""
    # Of the control characters, JSON itself leaves only DEL as it is.
    return _ENCODER.encode(event).replace("\x7f", "\\u007f")


def without_secrets(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Returns the line without values that are None, and with secrets hidden, which are known by their names."""
    return {name: _HIDDEN if _is_secret(name) else value for name, value in event.items() if value is not None}


@lru_cache(maxsize=1024)
def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRET_WORDS)
