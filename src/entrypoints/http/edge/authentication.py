"""Verifies the bearer token before routing, so that the rate limit, guards and logs know the caller."""

from typing import Final

from application.ports.edge.identity import KeysUnreachable, TokenRefused, TokenVerifier
from entrypoints.http.edge.context import context_of
from entrypoints.http.edge.messages import header
from entrypoints.http.edge.types import Application, Receive, Scope, Send

_SCHEME: Final = "bearer"


class Authentication:
    """Stores the caller, or why the token is not valid, in the request's context; guards decide what to refuse."""

    def __init__(self, app: Application, verify: TokenVerifier) -> None:
        self._app = app
        self._verify = verify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        authorization = header(scope, b"authorization")
        if authorization is not None:
            context = context_of(scope)
            try:
                context.principal = await self._verify(_bearer_token(authorization))
            except (TokenRefused, KeysUnreachable) as refusal:
                context.refusal = refusal
        await self._app(scope, receive, send)


def _bearer_token(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != _SCHEME or not token.strip():
        raise TokenRefused("the Authorization header does not contain a bearer token")
    return token.strip()
