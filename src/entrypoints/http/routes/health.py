"""/health and /metrics, for load balancers and monitoring."""

import asyncio
from typing import Final

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from application.ports.storage.failures import StoreRefused
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


class Alive(ResponseBody, kw_only=True):
    """The process runs."""

    status: str


class Checks(ResponseBody, kw_only=True):
    """The state of each system: `ok` or `down`."""

    mongodb: str
    stripe: str


class Ready(ResponseBody, kw_only=True):
    """`ready`, `degraded` (webhooks are still received) or `unavailable`."""

    status: str
    checks: Checks


class Readiness:
    """Checks MongoDB and Stripe; the check of Stripe sees to it that few probes cost a call."""

    def __init__(self, mongodb: Check, stripe: Check) -> None:
        self._mongodb = mongodb
        self._stripe = stripe

    async def __call__(self) -> Ready:
        """Returns which systems answer within the timeout."""
        mongodb, stripe = await asyncio.gather(_answers(self._mongodb), _answers(self._stripe))
        status = ("ready" if stripe else "degraded") if mongodb else "unavailable"
        return Ready(status=status, checks=Checks(mongodb=_word(mongodb), stripe=_word(stripe)))


class HealthController(Controller):
    """Open routes without rate limit; health checks also work over plain HTTP and for every host."""

    tags = ("Operation",)

    @get("/health/live", operation_id="isAlive", summary="Show whether the process runs")
    async def live(self) -> Alive:
        """Answers as long as the process runs."""
        return Alive(status="ok")

    @get("/health/ready", operation_id="isReady", summary="Show whether the process can serve")
    async def ready(self, readiness: NamedDependency[Readiness]) -> Response[Ready]:
        """503 while MongoDB is unreachable. Without Stripe it stays 200, so that webhooks are still received."""
        ready = await readiness()
        return Response(ready, status_code=503 if ready.checks.mongodb == "down" else 200)

    @get("/metrics", operation_id="getMetrics", summary="Show metrics", media_type=_EXPOSITION)
    async def metrics(
        self, settings: NamedDependency[SkipValidation[Settings]], gauges: NamedDependency[BacklogGauges]
    ) -> bytes:
        """Metrics in Prometheus' text format; 404 where METRICS_BIND gives them their own listener."""
        if settings.telemetry.metrics_bind is not None:
            raise Problem(kinds.NOT_FOUND)
        return exposition(await gauges())


async def _answers(check: Check) -> bool:
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            await check()
    except (Unavailable, Refused, StoreRefused, TimeoutError):
        return False
    return True


def _word(answers: bool) -> str:
    return "ok" if answers else "down"
