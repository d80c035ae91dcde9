"""Reads variables one by one and collects every fault, so that one start reports all of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")
D = TypeVar("D")


class Reading:
    """One pass over an environment. An empty or blank variable counts as missing."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._faults: dict[str, str] = {}
        self.names: set[str] = set()
        """Every variable that was looked for."""

    def has(self, name: str) -> bool:
        """Whether the variable is set to anything."""
        self.names.add(name)
        return bool(self._environ.get(name, "").strip())

    def required(self, name: str, parse: Callable[[str], T]) -> T | None:
        """Returns the parsed variable, or None after recording a fault."""
        if not self.has(name):
            self.fault(name, f"is not set; it {_advice(parse)}")
            return None
        return self._parsed(name, parse)

    def optional(self, name: str, parse: Callable[[str], T], default: D) -> T | D:
        """Returns the parsed variable, or `default` where it is not set or, after recording a fault, malformed."""
        if not self.has(name):
            return default
        parsed = self._parsed(name, parse)
        return default if parsed is None else parsed

    def fault(self, name: str, advice: str) -> None:
        """Records what is wrong with a variable and what to do; only the first fault of a variable is kept."""
        self._faults.setdefault(name, advice)

    def finish(self) -> None:
        """Raises SettingsFault if anything was at fault."""
        if self._faults:
            raise SettingsFault(sorted(self._faults.items()))

    def _parsed(self, name: str, parse: Callable[[str], T]) -> T | None:
        value = self._environ[name].strip()
        if not value.isprintable():
            self.fault(name, "holds a character that can't be seen, or bytes that are no text; type it again")
            return None
        try:
            return parse(value)
        except ValueError as wrong:
            self.fault(name, str(wrong))
            return None


def _advice(parse: Callable[[str], object]) -> str:
    try:
        parse("")
    except ValueError as wrong:
        return str(wrong)
    return "must not be empty"


class SettingsFault(Exception):
    """The environment is incomplete or malformed; `faults` pairs each variable with what to do about it.

    No value of a variable is ever part of the message.
    """

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {name}: {advice}" for name, advice in self.faults)
        count = "1 setting is" if len(self.faults) == 1 else f"{len(self.faults)} settings are"
        super().__init__(f"Till cannot start: {count} missing or malformed.\n{lines}")
