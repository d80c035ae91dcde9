"""The context of a request: its id, its client and its caller."""

from dataclasses import dataclass, field
from typing import Final

from application.ports.edge.identity import Principal
from entrypoints.http.edge.types import Scope

_KEY: Final = "till.request"


@dataclass(slots=True)
class RequestContext:
    """The facts that layers add to a request; `noted` holds the ids that are added to its log line."""

    request_id: str
    client: str
    principal: Principal | None = None
    refusal: Exception | None = None
    noted: dict[str, str] = field(default_factory=dict)


def begin(scope: Scope, context: RequestContext) -> None:
    """Stores the context in the scope of its request."""
    scope[_KEY] = context


def context_of(scope: Scope) -> RequestContext:
    """Returns the context of a request."""
    context: RequestContext = scope[_KEY]
    return context
