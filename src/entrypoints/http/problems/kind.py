"""What is said of one kind of error."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One row of docs/errors.md; codes and titles are stable, details may change."""

    code: str
    status: int
    title: str
    meaning: str
    remedy: str
