"""`till webhooks setup`: creates or corrects the webhook endpoint at Stripe."""

import asyncio

import click


@click.group
def command() -> None:
    """The webhook endpoint at Stripe."""


@command.command
@click.option("--dry-run", is_flag=True, help="Print what would be done and change nothing.")
@click.option("--move", metavar="ID", help="Lead this endpoint, such as we_123, to API_URL; it keeps its secret.")
def setup(dry_run: bool, move: str | None) -> None:
    """Create the endpoint, or correct its URL, API version, status and event types; needs API_URL and the secret key.

    A new endpoint's signing secret is printed once.
    """
    from adapters.stripe.sdk.client import stripe_calls
    from adapters.stripe.sdk.transport import over_the_network
    from adapters.stripe.webhook_endpoints import StripeWebhookEndpoints
    from application.ports.stripe.failures import KeyRefused, Refused
    from application.ports.unavailable import Unavailable
    from entrypoints.doctor.webhook_setup import WebhookSetup
    from entrypoints.settings.load import load_stripe_access

    access = load_stripe_access()

    async def run() -> None:
        calls = stripe_calls(access.secret_key.reveal(), over_the_network(), api_base=access.api_base)
        try:
            endpoints = StripeWebhookEndpoints(calls=calls)
            await WebhookSetup(endpoints=endpoints, api_url=access.api_url, dry_run=dry_run, say=click.echo)(move)
        finally:
            await calls.close()

    try:
        asyncio.run(run())
    except KeyRefused as refused:
        raise click.ClickException(
            f"{refused}. The key needs the permission Webhook Endpoints: write for this command."
        ) from None
    except Refused as refused:
        raise click.ClickException(f"Stripe refused: {refused.message or refused}.") from None
    except Unavailable as down:
        raise click.ClickException(f"{down}. Run it again: what was done stays so.") from None
