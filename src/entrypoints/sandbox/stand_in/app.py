"""The stand-in as one web application: the API, its webhooks, the browser side and the dashboard."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from litestar import Litestar, Response, get

from entrypoints.sandbox.stand_in.api import api_route
from entrypoints.sandbox.stand_in.books import Books
from entrypoints.sandbox.stand_in.challenge import Challenge, ChallengeRefused
from entrypoints.sandbox.stand_in.dashboard.guard import Guard
from entrypoints.sandbox.stand_in.dashboard.routes import dashboard_routes
from entrypoints.sandbox.stand_in.elements_routes import challenge_refused, elements_routes
from entrypoints.sandbox.stand_in.opening import open_account
from entrypoints.sandbox.stand_in.options import StandInOptions
from entrypoints.sandbox.stand_in.owner import Owner
from entrypoints.sandbox.stand_in.postman import Postman


def create_stand_in(options: StandInOptions, now: Callable[[], float]) -> Litestar:
    """Open the books, relive what they tell, and be ready to go on from there.

    `now` gives the time in seconds since 1970. Raises BooksInUse or BooksUnreadable.
    """
    books = Books.open(options.books)
    account = open_account(books, options, now)
    postman = Postman(account)

    @get("/health", sync_to_thread=False)
    def health() -> Response[dict[str, str]]:
        return Response(
            {"status": "ok"} if postman.alive else {"status": "stopped"}, status_code=200 if postman.alive else 503
        )

    @asynccontextmanager
    async def duty(_: Litestar) -> AsyncIterator[None]:
        async with postman.on_duty():
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
