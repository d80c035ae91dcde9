"""A locale picks words and formats and never stops a sale: what is not understood is left out."""

import re
from typing import Final

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def understood(text: str | None) -> str | None:
    """Returns the language tag that a text begins with: `en-US` of `en_US@posix`, None of `C` and of an empty one."""
    match = _TAG.match(text or "")
    return match[0].replace("_", "-") if match else None
