"""Idempotency-Key: a request that is sent twice takes effect once and gets the same answer."""

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar

import msgspec
from litestar import Response

from application.ports.edge.idempotency_keys import LEASE, Completed, Fresh, IdempotencyKeys, InFlight, Reused
from application.ports.storage.failures import StoreRefused, StoreUnavailable
from application.ports.system.clock import Clock, RequestScopes
from domain.identifiers.types import RequestScope
from entrypoints.http.idempotency.secrets import WITHHELD, Reveal, reveal_in, without_secrets
from entrypoints.http.problems import FieldFault, Problem, kinds, problem_of
from entrypoints.http.problems.problem import MEDIA_TYPE
from entrypoints.http.requests.caller import Call, caller_of, note, request_id_of
from entrypoints.http.validation.decoding import canonical
from entrypoints.http.validation.fields import ResponseBody
from entrypoints.telemetry.metrics import counters as metrics

A = TypeVar("A", bound=ResponseBody)
Act: TypeAlias = Callable[[RequestScope], Awaitable[Response[A]]]

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
_SOUND_KEY: Final = re.compile(r"[\x20-\x7e]{1,255}")
_LOGGED: Final = {"orderId": "order_id", "paymentIntentId": "payment_intent_id", "refundId": "refund_id"}
_STORED_REFUSALS: Final = (kinds.CARD_DECLINED, kinds.REFUND_REFUSED)
"""What Stripe refused for good when it was called; every other refusal depends on a state that can change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRequests:
    """Runs the action of a request under its Idempotency-Key, or under a new request scope where it has none."""

    keys: IdempotencyKeys
    clock: Clock
    request_scopes: RequestScopes

    async def __call__(self, request: Call, act: Act[A], reveal: Reveal | None = None) -> Response[Any]:
        """Returns the answer of the action, or the stored one, and adds its ids to the log line.

        `reveal` reads the payment whose client secret a replayed answer needs, because the secret is never stored.
        """
        answer = await self._answered(request, act, reveal)
        body = msgspec.to_builtins(answer.content)
        note(request, **{logged: body.get(name) for name, logged in _LOGGED.items()})
        return answer

    async def _answered(self, request: Call, act: Act[A], reveal: Reveal | None) -> Response[Any]:
        key = _key_of(request)
        if key is None:
            return await act(self.request_scopes.fresh())
        digest = await digest_of(request)
        scope = _sha256(json.dumps([*_names_of(request), request.method, request.scope["path"], key]).encode())
        match await self.keys.claim(scope, digest, self.clock.now()):
            case Reused():
                raise Problem(kinds.IDEMPOTENCY_KEY_REUSED)
            case InFlight(retry_after=seconds):
                raise Problem(kinds.IDEMPOTENCY_KEY_IN_USE, headers={"Retry-After": str(seconds)})
            case Completed() as completed:
                return await _replayed(completed, reveal)
            case Fresh(turn=turn):
                return await self._run(request, scope, turn, act, RequestScope(_sha256(f"{scope}{digest}".encode())))

    async def _run(
        self, request: Call, scope: str, turn: int, act: Act[A], request_scope: RequestScope
    ) -> Response[Any]:
        async with self._lease_renewed(scope, turn):
            try:
                answer = await act(request_scope)
            except Exception as error:
                problem = problem_of(error)
                if problem is not None and problem.kind in _STORED_REFUSALS:
                    document = problem.document(request_id_of(request))
                    await self._store(scope, turn, problem.kind.status, document)
                else:
                    await self._release(scope, turn)
                raise
        await self._store(scope, turn, answer.status_code or 200, msgspec.to_builtins(answer.content))
        return answer

    @asynccontextmanager
    async def _lease_renewed(self, scope: str, turn: int) -> AsyncIterator[None]:
        async def renew_repeatedly() -> None:
            while True:
                await asyncio.sleep(LEASE.total_seconds() / 3)
                # If a renewal fails the lease expires and the key can be resumed, which is safe.
                with suppress(StoreUnavailable, StoreRefused):
                    await self.keys.renew(scope, turn, self.clock.now())

        renewing = asyncio.create_task(renew_repeatedly())
        try:
            yield
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing

    async def _store(self, scope: str, turn: int, status: int, body: dict[str, Any]) -> None:
        try:
            await self.keys.complete(scope, turn, status, json.dumps(without_secrets(body)), self.clock.now())
        # The work is done; a repeated request finds it by the ids derived from its request scope.
        except (StoreUnavailable, StoreRefused):
            metrics.IDEMPOTENCY_FAILURES.inc()

    async def _release(self, scope: str, turn: int) -> None:
        # A claim that can't be released expires; the error that ended the request matters more.
        with suppress(StoreUnavailable, StoreRefused):
            await self.keys.release(scope, turn)


async def _replayed(completed: Completed, reveal: Reveal | None) -> Response[Any]:
    body: dict[str, Any] = json.loads(completed.body)
    failed = completed.status >= 400
    if reveal is not None and not failed and WITHHELD not in body:
        reveal_in(body, await reveal(body))
    metrics.IDEMPOTENT_REPLAYS.inc()
    return Response(
        body,
        status_code=completed.status,
        media_type=MEDIA_TYPE if failed else None,
        headers={REPLAYED: "true"},
    )


def _key_of(request: Call) -> str | None:
    given = request.headers.getall(HEADER, [])
    if not given:
        return None
    if len(given) > 1 or _SOUND_KEY.fullmatch(given[0]) is None:
        fault = FieldFault(f"header.{HEADER}", "must be 1 to 255 printable ASCII characters, given once")
        raise Problem(kinds.VALIDATION_FAILED, errors=[fault])
    return given[0]


async def digest_of(request: Call) -> str:
    """Returns a hash of the body after parsing, to which a null field and a missing one are the same."""
    expected = request.route_handler.parsed_data_field
    body = msgspec.to_builtins(msgspec.convert(await request.json(), expected.annotation)) if expected else None
    return _sha256(canonical(body))


def _names_of(request: Call) -> tuple[str, ...]:
    """The caller; the token of a checkout never meets the keys of its user's own."""
    caller = caller_of(request)
    return (caller.subject,) if caller.order_id is None else (caller.subject, caller.order_id)


def _sha256(value: bytes) -> str:
    return hashlib.sha256(value).hexdigest()
