"""Control over HTTP: what the stand-in offers, and acts of shoppers, banks and Dashboard users."""

from inspect import signature
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from stripe_stand_in.model.account.acts import Acts
from stripe_stand_in.model.api.coverage import OperationCoverage, coverage
from stripe_stand_in.model.api.errors import ApiError
from stripe_stand_in.web.dashboard.guard import Guard
from stripe_stand_in.web.storage.persistent_account import PersistentAccount

AnyRequest = Request[None, None, State]
ACTS = (*sorted(name for name in vars(Acts) if not name.startswith("_") and name != "advance"), "restrict_key")
"""The names of the acts."""


def control_routes(account: PersistentAccount, guard: Guard) -> list[HTTPRouteHandler]:
    """Returns the handlers under /_stand_in."""

    @get("/_stand_in/coverage", sync_to_thread=False)
    def show_coverage() -> list[OperationCoverage]:
        return coverage()

    @post("/_stand_in/acts/{name:str}", status_code=200)
    async def act(name: FromPath[str], request: AnyRequest) -> Response[dict[str, Any]]:
        # A page of another site can send neither this content type nor a foreign Host header without permission.
        json = request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
        if not json or not guard.is_known_host(request.headers.get("host", "")):
            return _refused(403, "Send application/json to the stand-in's own host name.")
        if name not in ACTS:
            return _refused(404, f"There is no act {name}. The acts are: {', '.join(ACTS)}.")
        try:
            arguments = msgspec.json.decode(await request.body() or b"{}", type=dict[str, Any])
            signature(getattr(account.model, name)).bind(**arguments)
        except (msgspec.DecodeError, TypeError) as fault:
            return _refused(400, f"The arguments of {name} are wrong: {fault}")
        try:
            return Response({"result": account.act(name, **arguments)})
        except ApiError as refused:
            return Response({"error": refused.error}, status_code=refused.status)
        except (TypeError, ValueError, KeyError) as fault:
            return _refused(400, f"{name} is not possible: {fault}")

    return [show_coverage, act]


def _refused(status: int, message: str) -> Response[dict[str, Any]]:
    return Response({"error": {"type": "invalid_request_error", "message": message}}, status_code=status)
