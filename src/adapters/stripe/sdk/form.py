"""Parameters as Stripe reads them: a flat form, encoded the same way every time."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, quote_plus

Pairs = Iterable[tuple[str, str | int | None]]


def encoded(pairs: Pairs) -> str:
    """The form body of these parameters in this order, without those that are None or empty.

    Stripe reads an empty string as "unset this", so it is never sent. Brackets stay as they are, which is how the SDK
    encodes them: what is stored and what is sent are the same bytes.
    """
    present = [(name, value) for name, value in pairs if value is not None and value != ""]
    return "&".join(f"{_name(name)}={_quoted(str(value))}" for name, value in present)


def decoded(form: str) -> Mapping[str, str]:
    """The parameters of a form body, in its order."""
    return dict(parse_qsl(form, keep_blank_values=True, strict_parsing=bool(form)))


def _quoted(value: str) -> str:
    # Most values are ids, codes and numbers; quoting them would cost more than all else that builds a request.
    return value if value.isascii() and value.isalnum() else quote_plus(value, safe="[]")


@lru_cache(maxsize=256)
def _name(name: str) -> str:
    """Names are few and the same in every request."""
    return _quoted(name)
