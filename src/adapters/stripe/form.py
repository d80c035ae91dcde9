"""Parameters as Stripe reads them: a flat form, spelt the same way every time."""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

Pairs = Iterable[tuple[str, str | int | None]]


def encoded(pairs: Pairs) -> str:
    """The form body of these parameters in this order, without those that are None or empty.

    Stripe takes an empty string for "unset this", so it is never sent. Brackets stay as they are, which is how the SDK
    spells them: what is stored and what is sent are the same bytes.
    """
    present = [(name, value) for name, value in pairs if value is not None and value != ""]
    return urlencode(present).replace("%5B", "[").replace("%5D", "]")


def decoded(form: str) -> Mapping[str, str]:
    """The parameters of a form body, in its order."""
    return dict(parse_qsl(form, keep_blank_values=True, strict_parsing=bool(form)))
