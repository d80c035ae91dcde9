"""What is known of one request beside the request itself, from its first byte to its log line."""

from dataclasses import dataclass, field
from typing import Final

from application.ports.edge.identity import Principal
from entrypoints.http.edge.types import Scope

_KEY: Final = "till.request"


@dataclass(slots=True)
class RequestContext:
    """Filled in by one layer after the other; `noted` holds the ids that its log line will name."""

    request_id: str
    client: str
    principal: Principal | None = None
    refusal: Exception | None = None
    noted: dict[str, str] = field(default_factory=dict)


def begin(scope: Scope, context: RequestContext) -> None:
    """Ties a context to its request."""
    scope[_KEY] = context


def context_of(scope: Scope) -> RequestContext:
    """The context of a request."""
    context: RequestContext = scope[_KEY]
    return context
