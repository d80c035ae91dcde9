"""/health and /metrics: what load balancers and monitoring ask."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from application.ports.stripe.failures import Refused
from application.ports.unavailable import Unavailable
from entrypoints.http.edge_ports import Check
from entrypoints.http.problems import Problem, kinds
from entrypoints.http.validation.fields import ResponseBody
from entrypoints.settings import Settings
from entrypoints.telemetry.metrics.backlog_gauges import BacklogGauges
from entrypoints.telemetry.metrics.counters import exposition

_EXPOSITION: Final = "text/plain; version=0.0.4"
_TIMEOUT_SECONDS: Final = 2.0
_REMEMBERED_SECONDS: Final = 10.0  # probes come every few seconds from every balancer; Stripe need not hear each


class Alive(ResponseBody, kw_only=True):
    """This process runs."""

    status: str


class Checks(ResponseBody, kw_only=True):
    """Each outside party: `ok` or `down`."""

    mongodb: str
    stripe: str


class Ready(ResponseBody, kw_only=True):
    """`ready`, `degraded` (webhooks are still taken in) or `unavailable`."""

    status: str
    checks: Checks


class Readiness:
    """Asks the outside parties, Stripe at most once in ten seconds."""

    def __init__(self, mongodb: Check, stripe: Check, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._mongodb = mongodb
        self._stripe = stripe
        self._monotonic = monotonic
        self._stripe_seen: tuple[float, bool] | None = None

    async def __call__(self) -> Ready:
        """What answers and what does not, within the patience for one."""
        mongodb, stripe = await asyncio.gather(_answers(self._mongodb), self._stripe_answers())
        status = ("ready" if stripe else "degraded") if mongodb else "unavailable"
        return Ready(status=status, checks=Checks(mongodb=_word(mongodb), stripe=_word(stripe)))

    async def _stripe_answers(self) -> bool:
        if self._stripe_seen is None or self._monotonic() - self._stripe_seen[0] >= _REMEMBERED_SECONDS:
            self._stripe_seen = (self._monotonic(), await _answers(self._stripe))
        return self._stripe_seen[1]


class HealthController(Controller):
    """Open to everyone, never limited, also by plain HTTP and under any host."""

    tags = ("Operation",)

    @get("/health/live", operation_id="isAlive", summary="Whether this process runs")
    async def live(self) -> Alive:
        """Answers as long as the process does."""
        return Alive(status="ok")

    @get("/health/ready", operation_id="isReady", summary="Whether this process can serve")
    async def ready(self, readiness: NamedDependency[Readiness]) -> Response[Ready]:
        """503 while MongoDB is away; without Stripe still 200, so that webhooks are taken in."""
        ready = await readiness()
        return Response(ready, status_code=503 if ready.checks.mongodb == "down" else 200)

    @get("/metrics", operation_id="getMetrics", summary="Figures for Prometheus", media_type=_EXPOSITION)
    async def metrics(
        self, settings: NamedDependency[SkipValidation[Settings]], gauges: NamedDependency[BacklogGauges]
    ) -> bytes:
        """Prometheus' text format; not found here where METRICS_BIND gives it a listener of its own."""
        if settings.telemetry.metrics_bind is not None:
            raise Problem(kinds.NOT_FOUND)
        return exposition(await gauges())


async def _answers(check: Check) -> bool:
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            await check()
    except (Unavailable, Refused, TimeoutError):
        return False
    return True


def _word(answers: bool) -> str:
    return "ok" if answers else "down"
