"""The one message that a wrong configuration stops the start with."""

from collections.abc import Sequence


class SettingsFault(Exception):
    """The environment is incomplete or malformed; `faults` pairs each variable with what to do about it.

    No value of a variable is ever part of the message.
    """

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {name}: {advice}" for name, advice in self.faults)
        count = "1 setting is" if len(self.faults) == 1 else f"{len(self.faults)} settings are"
        super().__init__(f"Till cannot start: {count} missing or malformed.\n{lines}")
