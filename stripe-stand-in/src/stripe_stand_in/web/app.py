"""Builds the stand-in's web application."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from litestar import Litestar, Response, get

from stripe_stand_in.web.api import api_route
from stripe_stand_in.web.control import control_routes
from stripe_stand_in.web.dashboard.account_api import AccountApi
from stripe_stand_in.web.dashboard.guard import Guard
from stripe_stand_in.web.dashboard.routes import dashboard_routes
from stripe_stand_in.web.elements.challenge import Challenge, ChallengeRefused
from stripe_stand_in.web.elements.hosted_pages import hosted_routes
from stripe_stand_in.web.elements.routes import challenge_refused, elements_routes
from stripe_stand_in.web.options import StandInOptions
from stripe_stand_in.web.storage.journal import Journal
from stripe_stand_in.web.storage.opening import open_account
from stripe_stand_in.web.webhook_sender import WebhookSender


def create_stand_in(options: StandInOptions, now: Callable[[], float]) -> Litestar:
    """Returns the web application of the journal's account.

    `now` gives the time in seconds since 1970. Raises JournalInUse or JournalUnreadable.
    """
    journal = Journal.open(options.journal) if options.journal else Journal.temporary()
    account = open_account(journal, options, now)
    webhook_sender = WebhookSender(account)

    @get("/health", sync_to_thread=False)
    def health() -> Response[dict[str, str]]:
        return Response(
            {"status": "ok"} if webhook_sender.alive else {"status": "stopped"},
            status_code=200 if webhook_sender.alive else 503,
        )

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        async with webhook_sender.running():
            yield
        journal.close()

    challenge = Challenge(account, options.publishable_key)
    guard = Guard(options.secret_key)
    return Litestar(
        route_handlers=[
            api_route(account.handle),
            health,
            *elements_routes(challenge, options.shop_origins),
            *hosted_routes(challenge),
            *dashboard_routes(AccountApi(account, options.secret_key), guard),
            *control_routes(account, guard),
        ],
        lifespan=[lifespan],
        exception_handlers={ChallengeRefused: challenge_refused},
        openapi_config=None,
    )
