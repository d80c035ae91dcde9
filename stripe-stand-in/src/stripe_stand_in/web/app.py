"""The stand-in as one web application: the API, its webhooks, the browser side and the dashboard."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from litestar import Litestar, Response, get

from stripe_stand_in.web.api import api_route
from stripe_stand_in.web.dashboard.guard import Guard
from stripe_stand_in.web.dashboard.owner import Owner
from stripe_stand_in.web.dashboard.routes import dashboard_routes
from stripe_stand_in.web.elements.challenge import Challenge, ChallengeRefused
from stripe_stand_in.web.elements.routes import challenge_refused, elements_routes
from stripe_stand_in.web.options import StandInOptions
from stripe_stand_in.web.storage.journal import Journal
from stripe_stand_in.web.storage.opening import open_account
from stripe_stand_in.web.webhook_sender import WebhookSender


def create_stand_in(options: StandInOptions, now: Callable[[], float]) -> Litestar:
    """Open the books, relive what they tell, and be ready to go on from there.

    `now` gives the time in seconds since 1970. Raises JournalInUse or JournalUnreadable.
    """
    books = Journal.open(options.books)
    account = open_account(books, options, now)
    webhook_sender = WebhookSender(account)

    @get("/health", sync_to_thread=False)
    def health() -> Response[dict[str, str]]:
        return Response(
            {"status": "ok"} if webhook_sender.alive else {"status": "stopped"},
            status_code=200 if webhook_sender.alive else 503,
        )

    @asynccontextmanager
    async def duty(_: Litestar) -> AsyncIterator[None]:
        async with webhook_sender.on_duty():
            yield
        books.close()

    return Litestar(
        route_handlers=[
            api_route(account.handle),
            health,
            *elements_routes(Challenge(account, options.publishable_key), options.shop_origins),
            *dashboard_routes(Owner(account, options.secret_key), Guard(options.secret_key)),
        ],
        lifespan=[duty],
        exception_handlers={ChallengeRefused: challenge_refused},
        openapi_config=None,
    )
