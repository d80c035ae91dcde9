"""The one door: an HTTP request in, an HTTP answer out, with keys, faults and idempotency on the way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial

from msgspec import json

from stripe_stand_in.model.account.account import Account, Origin
from stripe_stand_in.model.api.api_keys import ApiKeys, secret_key_required, unauthorized
from stripe_stand_in.model.api.errors import Refusal, malformed
from stripe_stand_in.model.api.expansion import expanded
from stripe_stand_in.model.api.faults import Fault, RequestFaults, failed, locked, rate_limited
from stripe_stand_in.model.api.form import decode
from stripe_stand_in.model.api.http import ApiRequest, ApiResponse, ResponseLost, StripeObject
from stripe_stand_in.model.api.idempotency import Keys, in_use
from stripe_stand_in.model.api.operation import Operation, Routes
from stripe_stand_in.model.api.operations import OPERATIONS
from stripe_stand_in.model.api.versions import checked, rendered
from stripe_stand_in.model.resources.payment_intents.payment_intents import browser_view

FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class _Request:
    """One request on its way through the door."""

    method: str
    path: str
    headers: Mapping[str, str]
    parameters: StripeObject
    call: ApiRequest
    key: str | None
    fault: Fault | None


@cache
def _offered() -> Routes:
    """The same for every account, and slow to lay out."""
    return Routes.of(OPERATIONS)


@dataclass(slots=True)
class Api:
    """Serves requests for one account."""

    account: Account
    api_keys: ApiKeys
    keys: Keys
    faults: RequestFaults
    served: Counter[str] = field(default_factory=Counter)
    _routes: Routes = field(default_factory=_offered)

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> ApiResponse:
        """Answer a request; raises ResponseLost where a planned fault breaks the connection."""
        lowered = {name.lower(): value for name, value in headers.items()}
        self.account.schedule.run(self.account.clock())
        request_id = self.account.mint("req")
        version = lowered.get("stripe-version", self.account.settings.default_api_version)
        bare, _, query = path.partition("?")
        fault = self.faults.draw(method, bare)
        if fault is Fault.LOSE_REQUEST:
            raise ResponseLost(f"{method} {bare}: the connection broke before the request was read")
        if fault is Fault.UNAVAILABLE:
            return ApiResponse(503, {"Content-Type": "text/html"}, b"<html><body>upstream connect error</body></html>")
        call = ApiRequest(request_id, version, secret=False)
        request = _Request(method, bare, lowered, {}, call, None, fault)
        try:
            request.parameters = _parameters(method, query, lowered, body)
            answer = self._serve(request)
        except Refusal as refusal:
            answer = self._refused(request, refusal)
        if fault is Fault.LOSE_ANSWER:
            raise ResponseLost(f"{method} {bare}: the connection broke before the answer arrived")
        if fault is Fault.GARBLE:
            return ApiResponse(answer.status, answer.headers, answer.body[: len(answer.body) // 2])
        return answer

    def _serve(self, request: _Request) -> ApiResponse:
        call = request.call
        if request.fault is Fault.UNAUTHORIZED:
            raise unauthorized("Expired API Key provided.")
        call.secret = self.api_keys.is_secret(request.headers, request.parameters)
        call.version = checked(call.version)
        if request.fault is Fault.RATE_LIMIT:
            raise rate_limited()
        found = self._routes.find(request.path)
        operation = found[0].get(request.method) if found else None
        if found is None or operation is None:
            raise Refusal(
                404,
                f"Unrecognized request URL ({request.method}: {request.path}). If you are trying to list objects, "
                "remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid "
                "(non-empty) identifier in your code. Please see https://stripe.com/docs or we can help at "
                "https://support.stripe.com/.",
                executed=False,
            )
        self.served[f"{operation.method} {operation.path}"] += 1
        call.args = found[1]
        if not call.secret and operation.browser is None:
            raise secret_key_required()
        if request.method == "POST":
            request.key = call.idempotency_key = request.headers.get("idempotency-key") or None
        return self._once(request, operation)

    def _once(self, request: _Request, operation: Operation) -> ApiResponse:
        key, now = request.key, self.account.now
        if key is not None:
            if request.fault is Fault.KEY_IN_USE:
                raise in_use(key)
            first = self.keys.replay(key, request.path, request.parameters, now)
            if first is not None:
                headers = {**first.headers, "Request-Id": request.call.request_id, "Idempotent-Replayed": "true"}
                return ApiResponse(first.status, headers, first.body)
        if request.fault is Fault.EXECUTE_LATER:
            if key is not None:
                self.keys.hold(key, request.path, request.parameters, now)
            self.account.after(self.faults.later, partial(self._executed_late, request, operation))
            raise ResponseLost(f"{request.method} {request.path}: no answer, the request executes later")
        return self._executed(request, operation)

    def _executed_late(self, request: _Request, operation: Operation) -> None:
        if request.key is not None:
            self.keys.release(request.key)
        try:
            self._executed(request, operation)
        except Refusal as refusal:
            self._refused(request, refusal)

    def _executed(self, request: _Request, operation: Operation) -> ApiResponse:
        call, account = request.call, self.account
        if request.fault is Fault.LOCK_TIMEOUT:
            raise locked()
        call.given = _typed(operation, call, request.parameters)
        if request.fault is Fault.FAIL_BEFORE:
            raise failed()
        account.origin = Origin(call.request_id, call.idempotency_key)
        try:
            stripe_object = operation.run(account, call)
            shown = self._shown(stripe_object, call)
        finally:
            account.origin = Origin()
        if request.fault is Fault.FAIL_AFTER:
            raise failed()
        return self._kept(request, ApiResponse(200, self._headers(call), json.encode(shown)))

    def _shown(self, stripe_object: StripeObject, call: ApiRequest) -> StripeObject:
        if not call.secret:
            stripe_object = browser_view(stripe_object)
        paths = call.given.get("expand")
        if paths:
            stripe_object = expanded(self.account, stripe_object, paths)
        return rendered(stripe_object, call.version)

    def _refused(self, request: _Request, refusal: Refusal) -> ApiResponse:
        call = request.call
        error = dict(refusal.error)
        error["request_log_url"] = f"https://dashboard.stripe.com/test/logs/{call.request_id}"
        for name in ("payment_intent", "setup_intent"):
            if name in error and not call.secret:
                error[name] = browser_view(error[name])
        headers = {**self._headers(call), **refusal.headers}
        answer = ApiResponse(refusal.status, headers, json.encode({"error": error}))
        return self._kept(request, answer) if refusal.executed else answer

    def _kept(self, request: _Request, answer: ApiResponse) -> ApiResponse:
        if request.key is not None:
            self.keys.keep(request.key, request.path, request.parameters, self.account.now, answer)
        return answer

    def _headers(self, call: ApiRequest) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Request-Id": call.request_id,
            "Stripe-Version": call.version,
        }
        if call.idempotency_key is not None:
            headers |= {"Idempotency-Key": call.idempotency_key, "Original-Request": call.request_id}
        return headers


def _parameters(method: str, query: str, headers: Mapping[str, str], body: bytes) -> StripeObject:
    if body and method != "GET" and not headers.get("content-type", FORM).lower().startswith(FORM):
        raise malformed(
            "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any "
            "questions, we can help at https://support.stripe.com/."
        )
    try:
        text = body.decode("ascii") if method != "GET" else ""
    except UnicodeDecodeError:
        text = _utf8(body)
    return decode("&".join(part for part in (query, text) if part))


def _utf8(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise malformed("Invalid UTF-8 in the parameters.") from None


def _typed(operation: Operation, call: ApiRequest, parameters: StripeObject) -> StripeObject:
    given = {name: value for name, value in parameters.items() if not name.startswith("_stripe_")}
    if operation.browser is not None and not call.secret:
        given = {name: value for name, value in given.items() if name not in UNTOLD}
        barred = [name for name in given if name not in operation.browser]
        if barred:
            raise Refusal(
                403,
                f"You may not pass the parameter `{barred[0]}` with a publishable key. Please use a secret API key.",
                param=barred[0],
                code="secret_key_required",
                executed=False,
            )
    return operation.parameters.read(given)


UNTOLD = ("client_attribution_metadata", "referrer", "payment_user_agent", "guid", "muid", "sid", "time_on_page")
"""What Stripe.js says of its page beside the parameters proper; it has no effect."""
