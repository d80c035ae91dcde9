"""Log lines as JSON, one a line, in which no text can forge another line or hide an instruction to a terminal."""

import logging
import sys
from typing import Any, Final

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

_HIDDEN: Final = "(hidden)"
_SECRET_WORDS: Final = ("secret", "token", "authorization", "password", "cookie", "api_key", "signature")
_QUIET: Final = ("pymongo", "motor", "stripe", "aiohttp.access", "uvicorn.access", "asyncio", "httpx")


def start_logging(level: str) -> None:
    """Sends structlog's lines and the standard library's to standard error, from `level` on."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_secrets,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def without_secrets(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """The line with values left out whose names say that they are secret, and with nothing for what is not known."""
    return {name: _shown(name, value) for name, value in event.items() if value is not None}


def _shown(name: str, value: Any) -> Any:
    return _HIDDEN if any(word in name.lower() for word in _SECRET_WORDS) else value
