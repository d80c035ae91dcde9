"""The way to a model of Stripe in this very process, so that tests and simulations use the real gateway."""

from asyncio import sleep
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import stripe

from adapters.stripe.sdk.routes import path_of
from adapters.stripe.sdk.transport import unanswered


class Answered(Protocol):
    """An HTTP answer, whole."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def body(self) -> bytes: ...


Handle = Callable[[str, str, Mapping[str, str], bytes], Answered]
"""Method, path with query, headers and body to an answer; a `ConnectionError` where the answer got lost."""


class InProcessClient(stripe.HTTPClient):
    """The SDK's transport in front of a function.

    Others run before the call is executed and before its answer arrives, as they would over a network.
    """

    name = "door"

    def __init__(self, handle: Handle) -> None:
        super().__init__()
        self._handle = handle

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """One call. Raises `stripe.APIConnectionError` where no answer arrives."""
        await sleep(0)
        try:
            answer = self._handle(method.upper(), path_of(url), headers, (post_data or "").encode())
        except (ConnectionError, TimeoutError) as lost:
            raise unanswered(lost) from lost
        await sleep(0)
        return answer.body, answer.status, answer.headers

    async def close_async(self) -> None:
        """Nothing is held."""
