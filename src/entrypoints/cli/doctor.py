"""`till doctor`: what is wrong, in words, with the mend."""

import asyncio
import sys

import click


@click.command
def command() -> None:
    """Say what is wrong with the configuration and how to mend it; exit 1 if anything is."""
    from rich.console import Console

    from entrypoints.doctor.finding import Examination, Finding
    from entrypoints.settings import SettingsFault
    from entrypoints.settings.load import load_settings

    console = Console(highlight=False, soft_wrap=True)

    def tell(area: str, found: list[Finding]) -> None:
        console.print(f"[{'red' if found else 'green'}]{'✗' if found else '✓'}[/] {area}")
        for finding in found:
            console.print(f"    {finding.what}.", markup=False)
            console.print(f"    → {finding.fix}.", markup=False)

    try:
        settings = load_settings(listening=True)
    except SettingsFault as fault:
        console.print("[red]✗[/] Settings")
        for name, advice in fault.faults:
            console.print(f"    {name} {advice}.", markup=False)
        sys.exit(1)
    tell("Settings", [])

    from entrypoints.doctor.clock import examine_clock
    from entrypoints.doctor.database import examine_database
    from entrypoints.doctor.mail import examine_mail
    from entrypoints.doctor.payments import examine_payments
    from entrypoints.doctor.tokens import examine_tokens

    examinations: dict[str, Examination] = {
        "MongoDB": examine_database,
        "Stripe": examine_payments,
        "Clock": examine_clock,
        "Mail": examine_mail,
        "Tokens": examine_tokens,
    }

    async def examine_all() -> list[list[Finding]]:
        return await asyncio.gather(*(examine(settings) for examine in examinations.values()))

    results = asyncio.run(examine_all())
    for area, found in zip(examinations, results, strict=True):
        tell(area, found)
    sys.exit(1 if any(results) else 0)
