"""A string that must never be printed, so that no log line, error or repr can leak a key."""

from dataclasses import dataclass
from typing import Final

_HIDDEN: Final = "Secret(hidden)"


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """Holds a credential; only `reveal()` gives it out, so every use can be found by its name."""

    _value: str

    def reveal(self) -> str:
        """The credential itself, for the one call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return _HIDDEN

    def __str__(self) -> str:
        return _HIDDEN

    def __format__(self, format_spec: str) -> str:
        return _HIDDEN
