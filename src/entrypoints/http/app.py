"""Builds the application from settings, providers and ports; it imports neither the container nor adapters."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

from litestar import Litestar
from litestar.di import Provide

from entrypoints.http.dependencies import resolve_one_by_one
from entrypoints.http.edge.authentication import Authentication
from entrypoints.http.edge.body_limits import BodyLimits
from entrypoints.http.edge.cors import Cors
from entrypoints.http.edge.head import HeadRequests
from entrypoints.http.edge.host_and_scheme import HostAndSchemeCheck
from entrypoints.http.edge.observation import Observation
from entrypoints.http.edge.peers import Peers
from entrypoints.http.edge.permits import LeasedPermits
from entrypoints.http.edge.rate_limit import RateLimit
from entrypoints.http.edge.refusals import Refusals, answer_refusal
from entrypoints.http.edge.security_headers import security_headers
from entrypoints.http.edge.types import Application, Receive, Scope, Send
from entrypoints.http.edge_ports import EdgePorts
from entrypoints.http.idempotency.keyed_requests import KeyedRequests
from entrypoints.http.pages.built_pages import load_pages
from entrypoints.http.problems.exception_handlers import HANDLERS
from entrypoints.http.providers import provide
from entrypoints.http.requests.body import GuardedRequest, check_request
from entrypoints.http.routes.all_routes import CONTROLLERS
from entrypoints.http.routes.health import Readiness
from entrypoints.settings import Settings
from entrypoints.telemetry.metrics.backlog_gauges import BacklogGauges
from entrypoints.telemetry.metrics.listener import metrics_listener
from entrypoints.telemetry.traces.export import exporting

Lifespan: TypeAlias = Callable[[], AbstractAsyncContextManager[None]]

LARGEST_BODY: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class TillApp:
    """The whole API as one ASGI application; `litestar` is its innermost part."""

    litestar: Litestar
    layers: Application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request through every layer; lifespan events go directly to the framework."""
        answer = self.layers if scope["type"] == "http" else cast(Application, self.litestar)
        await answer(scope, receive, send)


def build_app(
    settings: Settings, provides: Mapping[str, Provide], ports: EdgePorts, lifespan: Lifespan | None = None
) -> TillApp:
    """Returns the application over these use cases.

    `provides` maps the name of every use case and port that the handlers take to its provider; `lifespan` opens and
    closes what the providers need.
    """
    litestar = _litestar(settings, provides, ports, lifespan)
    edge, peers = settings.edge, Peers(settings.edge.trusted_proxies)
    app = cast(Application, litestar)
    refused: Application = answer_refusal
    if ports.limiter is not None:
        permits = LeasedPermits(ports.limiter)
        app, refused = RateLimit(app, permits), RateLimit(refused, permits)
    app = Authentication(app, ports.tokens)
    app = Cors(app, edge.cors_allowed_origins)
    app = HostAndSchemeCheck(
        app, peers, edge.allowed_hosts, require_https=edge.require_https, public_url=settings.public_url
    )
    app = BodyLimits(HeadRequests(app))
    app = Refusals(app, refused)
    headers = security_headers(require_https=edge.require_https)
    app = Observation(app, peers, lambda: f"req_{ports.request_scopes.fresh()[:24]}", headers)
    return TillApp(litestar, app)


def _litestar(
    settings: Settings, provides: Mapping[str, Provide], ports: EdgePorts, lifespan: Lifespan | None
) -> Litestar:
    pages = load_pages(settings.stripe.js_url)
    readiness = Readiness(ports.mongodb_answers, ports.stripe_answers)
    gauges = BacklogGauges(ports.backlog, ports.clock)
    keyed = KeyedRequests(keys=ports.idempotency_keys, clock=ports.clock, request_scopes=ports.request_scopes)

    @asynccontextmanager
    async def serving(_: Litestar) -> AsyncIterator[None]:
        async with AsyncExitStack() as open_while_serving:
            open_while_serving.enter_context(metrics_listener(settings.telemetry.metrics_bind, gauges))
            await open_while_serving.enter_async_context(exporting(settings.telemetry.otlp_endpoint))
            if lifespan is not None:
                await open_while_serving.enter_async_context(lifespan())
            yield

    dependencies: dict[str, Any] = {
        **provides,
        "settings": provide(lambda: settings),
        "clock": provide(lambda: ports.clock),
        "pages": provide(lambda: pages),
        "readiness": provide(lambda: readiness),
        "gauges": provide(lambda: gauges),
        "keyed": provide(lambda: keyed),
    }
    app = Litestar(
        route_handlers=list(CONTROLLERS),
        dependencies=dependencies,
        exception_handlers=HANDLERS,
        request_class=GuardedRequest,
        before_request=check_request,
        request_max_body_size=LARGEST_BODY,
        lifespan=[serving],
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    resolve_one_by_one(app)
    return app
