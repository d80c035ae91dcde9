"""`till doctor`: what is wrong with the configuration, in words, and how to fix it."""

import asyncio
import sys

import click


@click.command
def command() -> None:
    """Check the configuration and what it leads to, and say how to fix what is wrong; exit 1 if anything is."""
    from rich.console import Console

    from domain.text.visible import visible
    from entrypoints.doctor.finding import Examination, Finding
    from entrypoints.settings import SettingsFault
    from entrypoints.settings.load import load_settings

    console = Console(highlight=False, soft_wrap=True)

    def report(area: str, found: list[Finding]) -> None:
        wrong = any(finding.is_error for finding in found)
        console.print(f"[{'red' if wrong else 'green'}]{'✗' if wrong else '✓'}[/] {area}")
        for finding in found:
            console.print(f"    {visible(finding.what)}.", markup=False)
            console.print(f"    {'→' if finding.is_error else 'Advice:'} {visible(finding.fix)}.", markup=False)

    try:
        settings = load_settings(listening=True)
    except SettingsFault as fault:
        console.print("[red]✗[/] Settings")
        for name, advice in fault.faults:
            console.print(f"    {name} {advice}.", markup=False)
        sys.exit(1)
    report("Settings", [])

    from entrypoints.doctor.clock import examine_clock
    from entrypoints.doctor.database import examine_database
    from entrypoints.doctor.mail import examine_mail
    from entrypoints.doctor.stripe_account import describe_stripe, examine_stripe, examine_webhook_route
    from entrypoints.doctor.tokens import examine_tokens

    examinations: dict[str, Examination] = {
        "MongoDB": examine_database,
        describe_stripe(settings): examine_stripe,
        "Webhook route": examine_webhook_route,
        "Clock": examine_clock,
        "Mail": examine_mail,
        "Tokens": examine_tokens,
    }

    async def examine_all() -> list[list[Finding]]:
        return await asyncio.gather(*(examine(settings) for examine in examinations.values()))

    results = asyncio.run(examine_all())
    for area, found in zip(examinations, results, strict=True):
        report(area, found)
    sys.exit(1 if any(finding.is_error for found in results for finding in found) else 0)
