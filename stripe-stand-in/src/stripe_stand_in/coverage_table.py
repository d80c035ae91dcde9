"""The coverage as the table in the README: `stripe-stand-in coverage` prints it."""

import re
from collections.abc import Iterable, Mapping

from stripe_stand_in.model.api.coverage import OperationCoverage, coverage

OTHER_TYPE = re.compile(r"^\w+ is not served$")


def coverage_table() -> str:
    """Returns a Markdown table of every operation and its parameters."""
    rows = (f"| {_operation(each)} | {_names(_tops(each))} | {_reasons(each)} |" for each in coverage())
    head = "| operation | parameters with effect | refused by name, or *accepted without effect* |"
    return "\n".join((head, "| --- | --- | --- |", *rows))


def _operation(covered: OperationCoverage) -> str:
    return f"`{covered.method} {covered.path}`"


def _tops(covered: OperationCoverage) -> Iterable[str]:
    return dict.fromkeys(name.partition("[")[0] for name in covered.effect)


def _reasons(covered: OperationCoverage) -> str:
    refused = [f"{reason}: {_names(names)}" for reason, names in _by_reason(covered.refused).items()]
    inert = [f"*{reason}: {_names(names)}*" for reason, names in _by_reason(covered.no_effect).items()]
    return "; ".join((*refused, *inert)) or "-"


def _by_reason(reasons: Mapping[str, str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        parent = name.rpartition("[")[0]
        other = OTHER_TYPE.match(reason)
        shown = name if not other else f"{parent}[…]" if parent else "…"
        names = grouped.setdefault("other payment method types" if other else reason, [])
        if shown not in names:
            names.append(shown)
    return grouped


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "-"
