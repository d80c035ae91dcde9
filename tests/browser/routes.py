"""What a network can do to a request: hold it, lose it, or deliver it and lose the answer."""

from collections.abc import Mapping

from playwright.sync_api import Page, Route


class Held:
    """Keeps requests waiting until they may go on, and later ones not at all."""

    def __init__(self) -> None:
        self.routes: list[Route] = []
        self.over = False

    def hold(self, route: Route) -> None:
        if self.over:
            route.continue_()
        else:
            self.routes.append(route)

    def go_on(self) -> None:
        self.over = True
        for route in self.routes:
            route.continue_()


class FirstAnswerLost:
    """The server hears the first request and acts; its answer never arrives. Later ones pass."""

    def __init__(self) -> None:
        self.keys: list[str | None] = []

    def handle(self, route: Route) -> None:
        self.keys.append(route.request.headers.get("idempotency-key"))
        if len(self.keys) > 1:
            route.continue_()
        else:
            deliver_but_lose_the_answer(route)


def deliver_but_lose_the_answer(route: Route) -> None:
    route.fetch()
    route.abort()


def lose(route: Route) -> None:
    route.abort()


def never_answer(route: Route) -> None:
    """Leaves the request hanging, as a dead network does."""


def answer_instead(page: Page, url: str, status: int, body: Mapping[str, object]) -> None:
    """Answers in the server's place, for the stand-in's origin too."""
    page.route(url, lambda route: route.fulfill(status=status, json=body, headers={"access-control-allow-origin": "*"}))
