"""The HTTP methods of a path, for the Allow header."""

from http import HTTPMethod

from litestar import Response
from litestar.exceptions import MethodNotAllowedException, NotFoundException

from entrypoints.http.requests.caller import Call


def allow_header(request: Call) -> dict[str, str]:
    """Returns the Allow header with every method of the request's path, HEAD included where there is a GET."""
    return {"Allow": ", ".join(sorted(method for method in HTTPMethod if _has_route(request, method)))}


def answer_to_options(request: Call) -> Response[None] | None:
    """Returns the answer to an OPTIONS request, and None for other methods.

    The framework's own answer names the methods of one handler where a path has several.
    """
    if request.method != HTTPMethod.OPTIONS:
        return None
    return Response(None, status_code=204, headers=allow_header(request))


def _has_route(request: Call, method: HTTPMethod) -> bool:
    routed = HTTPMethod.GET if method is HTTPMethod.HEAD else method
    try:
        request.app.asgi_router.handle_routing(path=request.scope["path"], method=routed.value)
    except (MethodNotAllowedException, NotFoundException):
        return False
    return True
