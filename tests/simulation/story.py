"""What happened in a schedule, kept cheaply and told readably."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from adapters.in_memory.system.clock import START
from adapters.in_memory.system.intercepted import Call


@dataclass(slots=True)
class Story:
    """Lines in the order they happened; calls are spelt out only when somebody reads."""

    lines: list[tuple[datetime, str, Any, str]] = field(default_factory=list)

    def tell(self, at: datetime, who: str, what: str) -> None:
        """Something that people or processes did."""
        self.lines.append((at, who, None, what))

    def called(self, at: datetime, who: str, call: Call, what: str = "") -> None:
        """A call of a port, and what befell it."""
        self.lines.append((at, who, call, what))

    def __str__(self) -> str:
        """A line each: seconds since the beginning, who, what."""
        reported = []
        for at, who, call, what in self.lines:
            words = [what] if call is None else [f"    {call.port}.{call.method}{_arguments(call)}", what]
            reported.append(f"{(at - START).total_seconds():>11.3f}  {who:<24} {' '.join(filter(None, words))}")
        return "\n".join(reported)


def _arguments(call: Call) -> str:
    reported = []
    for value in (*call.arguments, *call.keywords.values()):
        named = getattr(value, "id", None) or getattr(getattr(value, "event", None), "id", None)
        if named:
            version = getattr(value, "version", None)
            changes = ",".join(change.type for change in getattr(value, "changes", ()))
            reported.append(f"{named}{f' v{version}' if version else ''}{f' [{changes}]' if changes else ''}")
        elif isinstance(value, str) and len(value) < 80:
            reported.append(str(value))
    return f"({', '.join(reported)})"
