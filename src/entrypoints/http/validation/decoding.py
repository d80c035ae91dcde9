"""Decodes the bytes of a body and refuses everything that is not one valid JSON value."""

import json
import re
from typing import Any, Final

from entrypoints.http.problems import Problem, kinds

_DEEPEST: Final = 32  # the deepest body that any route takes has 3 levels
_EXACT_INTEGERS: Final = 2**53  # beyond it a JSON number in a double is not exact (RFC 8259 §6)
_LONGEST_WHOLE_NUMBER: Final = 400  # characters; what is longer is beyond a double, and slow to read
_JSON: Final = "application/json"
_PARAMETER: Final = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;"]*)')
_UTF_8: Final = ("utf-8", "utf8")


def require_json(content_type: str | None) -> None:
    """Raises the 415 problem unless the content type is JSON in UTF-8; other parameters are ignored.

    This also refuses forms of other sites: a browser sends JSON across origins only after a preflight request.
    """
    media_type, _, parameters = (content_type or "").partition(";")
    named = _PARAMETER.findall(f";{parameters}")
    charsets = [value.strip().strip('"').lower() for name, value in named if name.lower() == "charset"]
    if media_type.strip().lower() != _JSON or any(charset not in _UTF_8 for charset in charsets):
        raise Problem(kinds.UNSUPPORTED_MEDIA_TYPE)


def decoded(raw: bytes) -> Any:
    """Returns the JSON value of a body. Raises the 400 problem if it is not UTF-8, not JSON or nested too deeply."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(kinds.MALFORMED_REQUEST, "The body is not UTF-8.") from None
    try:
        value = json.loads(text, parse_float=_number, parse_int=_whole_number, parse_constant=_no_constant)
    except RecursionError:
        raise Problem(kinds.MALFORMED_REQUEST, "The body is nested too deeply.") from None
    except ValueError:
        raise Problem(kinds.MALFORMED_REQUEST, "The body is not JSON.") from None
    if _deeper_than(value, _DEEPEST):
        raise Problem(kinds.MALFORMED_REQUEST, "The body is nested too deeply.")
    return value


def canonical(value: Any) -> bytes:
    """Returns the canonical JSON of a value: equal values give equal bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _number(spelt: str) -> float | int:
    number = float(spelt)
    return int(number) if number.is_integer() and abs(number) < _EXACT_INTEGERS else number


def _whole_number(spelt: str) -> float | int:
    return int(spelt) if len(spelt) <= _LONGEST_WHOLE_NUMBER else float(spelt)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _deeper_than(value: Any, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [
            inner
            for outer in layer
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not layer:
            return False
    return True
