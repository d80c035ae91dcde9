"""The API: takes an HTTP request, applies keys, faults and idempotency, and returns an HTTP response."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial

from msgspec import json

from stripe_stand_in.model.account.account import Account, EventRequest
from stripe_stand_in.model.api.api_keys import ApiKeys, masked, secret_key_required, unauthorized
from stripe_stand_in.model.api.errors import ApiError, malformed, not_served
from stripe_stand_in.model.api.expansion import expanded
from stripe_stand_in.model.api.faults import Fault, RequestFaults, failed, locked, rate_limited
from stripe_stand_in.model.api.form import decode
from stripe_stand_in.model.api.http import ApiRequest, ApiResponse, ResponseLost, StripeObject
from stripe_stand_in.model.api.idempotency import IdempotencyKeys, in_use
from stripe_stand_in.model.api.operation import Operation, Routes
from stripe_stand_in.model.api.operations import OPERATIONS
from stripe_stand_in.model.api.permissions import check_permission
from stripe_stand_in.model.api.versions import NEWEST, is_newer, parse_version, rendered
from stripe_stand_in.model.resources.accounts import ACCOUNT_ID, check_account_headers
from stripe_stand_in.model.resources.payment_intents.payment_intents import browser_view

FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class _Exchange:
    """One request while it is being served."""

    method: str
    path: str
    headers: Mapping[str, str]
    parameters: StripeObject
    request: ApiRequest
    key: str | None
    fault: Fault | None


@cache
def _offered() -> Routes:
    """Cached because it is the same for every account and slow to build."""
    return Routes.of(OPERATIONS)


@dataclass(slots=True)
class Api:
    """Serves requests for one account."""

    account: Account
    api_keys: ApiKeys
    keys: IdempotencyKeys
    faults: RequestFaults
    served: Counter[str] = field(default_factory=Counter)
    _routes: Routes = field(default_factory=_offered)

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> ApiResponse:
        """Answers a request; raises ResponseLost where a planned fault breaks the connection."""
        lowered = {name.lower(): value for name, value in headers.items()}
        self.account.schedule.run(self.account.clock())
        request_id = self.account.new_id("req")
        version = lowered.get("stripe-version", self.account.settings.default_api_version)
        route_path, _, query = path.partition("?")
        fault = self.faults.fault_for(method, route_path)
        if fault is Fault.LOSE_REQUEST:
            raise ResponseLost(f"{method} {route_path}: the connection broke before the request was read")
        if fault is Fault.UNAVAILABLE:
            return ApiResponse(503, {"Content-Type": "text/html"}, b"<html><body>upstream connect error</body></html>")
        request = ApiRequest(request_id, version, has_secret_key=False)
        if is_newer(version):
            request.version = NEWEST
            request.notice = f"Stripe-Version {version[:64]} is newer than {NEWEST}, in which this is answered"
        exchange = _Exchange(method, route_path, lowered, {}, request, None, fault)
        try:
            found = self._routes.find(route_path)
            served = found is not None and method in found[0]
            exchange.parameters = _parameters(method, query, lowered, body if served else b"")
            response = self._dispatch(exchange)
        except ApiError as api_error:
            response = self._error_response(exchange, api_error)
        if fault is Fault.LOSE_ANSWER:
            raise ResponseLost(f"{method} {route_path}: the connection broke before the answer arrived")
        if fault is Fault.GARBLE:
            return ApiResponse(response.status, response.headers, response.body[: len(response.body) // 2])
        return response

    def _dispatch(self, exchange: _Exchange) -> ApiResponse:
        request = exchange.request
        if exchange.fault is Fault.UNAUTHORIZED:
            raise unauthorized("Expired API Key provided.")
        caller = self.api_keys.authenticate(exchange.headers, exchange.parameters)
        request.has_secret_key = caller.has_secret_key
        request.version = parse_version(request.version)
        check_account_headers(exchange.headers)
        if exchange.fault is Fault.RATE_LIMIT:
            raise rate_limited()
        found = self._routes.find(exchange.path)
        operation = found[0].get(exchange.method) if found else None
        if found is None or operation is None:
            raise not_served(exchange.method, exchange.path)
        self.served[f"{operation.method} {operation.path}"] += 1
        request.path_args = found[1]
        if not request.has_secret_key and operation.browser is None:
            raise secret_key_required()
        if caller.permissions is not None:
            check_permission(operation, caller.permissions, masked(caller.key), ACCOUNT_ID)
        if exchange.method == "POST":
            exchange.key = request.idempotency_key = exchange.headers.get("idempotency-key") or None
        return self._replay_or_execute(exchange, operation)

    def _replay_or_execute(self, exchange: _Exchange, operation: Operation) -> ApiResponse:
        key, now = exchange.key, self.account.now
        if key is not None:
            if exchange.fault is Fault.KEY_IN_USE:
                raise in_use(key)
            first = self.keys.replay(key, exchange.path, exchange.parameters, now)
            if first is not None:
                headers = {**first.headers, "Request-Id": exchange.request.request_id, "Idempotent-Replayed": "true"}
                return ApiResponse(first.status, headers, first.body)
        if exchange.fault is Fault.EXECUTE_LATER:
            if key is not None:
                self.keys.hold(key, exchange.path, exchange.parameters, now)
            self.account.after(self.faults.later, partial(self._executed_late, exchange, operation))
            raise ResponseLost(f"{exchange.method} {exchange.path}: no answer, the request executes later")
        return self._executed(exchange, operation)

    def _executed_late(self, exchange: _Exchange, operation: Operation) -> None:
        if exchange.key is not None:
            self.keys.release(exchange.key)
        try:
            self._executed(exchange, operation)
        except ApiError as api_error:
            self._error_response(exchange, api_error)

    def _executed(self, exchange: _Exchange, operation: Operation) -> ApiResponse:
        request, account = exchange.request, self.account
        if exchange.fault is Fault.LOCK_TIMEOUT:
            raise locked()
        request.params = _read_parameters(operation, request, exchange.parameters)
        if exchange.fault is Fault.FAIL_BEFORE:
            raise failed()
        account.event_request = EventRequest(request.request_id, request.idempotency_key)
        try:
            stripe_object = operation.run(account, request)
            shown = self._render(stripe_object, request)
        finally:
            account.event_request = EventRequest()
        if exchange.fault is Fault.FAIL_AFTER:
            raise failed()
        return self._remember(exchange, ApiResponse(200, self._headers(request), json.encode(shown)))

    def _render(self, stripe_object: StripeObject, request: ApiRequest) -> StripeObject:
        if not request.has_secret_key:
            stripe_object = browser_view(stripe_object)
        paths = request.params.get("expand")
        if paths:
            stripe_object = expanded(self.account, stripe_object, paths)
        return rendered(stripe_object, request.version)

    def _error_response(self, exchange: _Exchange, api_error: ApiError) -> ApiResponse:
        request = exchange.request
        error = dict(api_error.error)
        error["request_log_url"] = f"https://dashboard.stripe.com/test/logs/{request.request_id}"
        for name in ("payment_intent", "setup_intent"):
            if name in error and not request.has_secret_key:
                error[name] = browser_view(error[name])
        headers = {**self._headers(request), **api_error.headers}
        response = ApiResponse(api_error.status, headers, json.encode({"error": error}))
        return self._remember(exchange, response) if api_error.executed else response

    def _remember(self, exchange: _Exchange, response: ApiResponse) -> ApiResponse:
        if exchange.key is not None:
            self.keys.store(exchange.key, exchange.path, exchange.parameters, self.account.now, response)
        return response

    def _headers(self, request: ApiRequest) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Request-Id": request.request_id,
            "Stripe-Version": request.version,
        }
        if request.notice is not None:
            headers["Stripe-Stand-In-Notice"] = request.notice
        if request.idempotency_key is not None:
            headers |= {"Idempotency-Key": request.idempotency_key, "Original-Request": request.request_id}
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


def _read_parameters(operation: Operation, request: ApiRequest, parameters: StripeObject) -> StripeObject:
    params = {name: value for name, value in parameters.items() if not name.startswith("_stripe_")}
    if operation.browser is not None and not request.has_secret_key:
        params = {name: value for name, value in params.items() if name not in BROWSER_TELEMETRY}
        forbidden = [name for name in params if name not in operation.browser]
        if forbidden:
            raise ApiError(
                403,
                f"You may not pass the parameter `{forbidden[0]}` with a publishable key. Please use a secret API key.",
                param=forbidden[0],
                code="secret_key_required",
                executed=False,
            )
    return operation.parameters.read(params)


BROWSER_TELEMETRY = (
    "client_attribution_metadata",
    "referrer",
    "payment_user_agent",
    "guid",
    "muid",
    "sid",
    "time_on_page",
)
"""What Stripe.js adds about its page; it has no effect at Stripe either."""
