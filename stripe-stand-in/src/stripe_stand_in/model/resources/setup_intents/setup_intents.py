"""Setup intents: prepare a payment method for later payments."""

from stripe_stand_in.model.account.account import Account, ConfirmationState
from stripe_stand_in.model.account.events import record_event
from stripe_stand_in.model.api.errors import malformed, missing, unexpected_state
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.data.declines import decline, from_error
from stripe_stand_in.model.resources.payment_intents import confirmation, microdeposits, readiness
from stripe_stand_in.model.resources.payment_intents.authentication import challenge, next_action
from stripe_stand_in.model.resources.payment_intents.parameters import METHOD_CHOICES, check_method_choice, method_types
from stripe_stand_in.model.resources.payment_methods import payment_methods
from stripe_stand_in.model.resources.payment_methods.mandates import ensure_mandate
from stripe_stand_in.model.resources.payment_methods.options import option, setup_options
from stripe_stand_in.model.resources.setup_intents.parameters import BROWSER, CANCEL, CONFIRM, CREATE, LIST, UPDATE

CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
UNEXPECTED = "setup_intent_unexpected_state"


def create(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/setup_intents"""
    params = request.params
    check_method_choice(request)
    if not params.get("confirm"):
        for name in ("mandate_data", "return_url"):
            if name in params:
                raise malformed(f"The parameter `{name}` cannot be passed when `confirm` is not true.", name)
    identity = account.new_id("seti")
    intent: StripeObject = {
        "id": identity,
        "object": "setup_intent",
        "application": None,
        "attach_to_self": None,
        "cancellation_reason": None,
        "client_secret": f"{identity}_secret_{account.random_text(31)}",
        "created": account.timestamp,
        "customer": account.owner(request),
        "customer_account": None,
        "description": params.get("description"),
        "flow_directions": None,
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": False,
        "managed_payments": None,
        "mandate": None,
        "metadata": merged({}, params.get("metadata")),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {},
        "single_use_mandate": None,
        "status": "requires_payment_method",
        "usage": params.get("usage", "off_session"),
        **method_types(request, account.settings.currency),
    }
    intent["payment_method_options"] = setup_options(
        intent["payment_method_types"], params.get("payment_method_options")
    )
    chosen = readiness.chosen_method(account, request, intent)
    intent.update(chosen)
    if params.get("confirm"):
        readiness.check(account, request, intent)
    if chosen:
        intent["status"] = "requires_confirmation"
    account.setup_intents.add(intent)
    account.confirmation_states[identity] = ConfirmationState()
    record_event(account, "setup_intent.created", intent)
    return _attempt(account, request, intent) if params.get("confirm") else intent


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/setup_intents/{intent}"""
    intent = account.setup_intents.find(request.path_args["intent"], "intent")
    secret = request.params.get("client_secret")
    if not request.has_secret_key and secret is None:
        raise malformed("Missing required param: client_secret.", "client_secret", "parameter_missing")
    if secret is not None and secret != intent["client_secret"]:
        raise missing("setup_intent", request.path_args["intent"], "intent")
    return intent


def update(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/setup_intents/{intent}"""
    intent = retrieve(account, request)
    params = request.params
    check_method_choice(request)
    if not {"customer", "payment_method", "payment_method_data"}.isdisjoint(params):
        _check_status(intent, "update")
    updates: StripeObject = {name: params[name] for name in ("description",) if name in params}
    if "metadata" in params:
        updates["metadata"] = merged(intent["metadata"], params["metadata"])
    if "customer" in params:
        updates["customer"] = account.owner(request)
    if not METHOD_CHOICES.isdisjoint(params):
        updates |= method_types(request, account.settings.currency)
    updates |= _requested_options(request, {**intent, **updates})
    updates |= readiness.chosen_method(account, request, {**intent, **updates})
    if updates.get("payment_method"):
        updates |= {"status": "requires_confirmation", "next_action": None}
    intent.update(updates)
    account.setup_intents.reindex(intent)
    return intent


def confirm(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/setup_intents/{intent}/confirm"""
    intent = retrieve(account, request)
    check_method_choice(request)
    _check_status(intent, "confirm")
    updates: StripeObject = {}
    if not METHOD_CHOICES.isdisjoint(request.params):
        updates |= method_types(request, account.settings.currency)
    updates |= _requested_options(request, {**intent, **updates})
    updates |= readiness.chosen_method(account, request, {**intent, **updates})
    readiness.check(account, request, {**intent, **updates})
    intent.update(updates)
    account.setup_intents.reindex(intent)
    return _attempt(account, request, intent)


def cancel(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/setup_intents/{intent}/cancel"""
    intent = account.setup_intents.find(request.path_args["intent"], "intent")
    _check_status(intent, "cancel")
    reason = request.params.get("cancellation_reason")
    intent |= {"status": "canceled", "cancellation_reason": reason, "next_action": None}
    record_event(account, "setup_intent.canceled", intent)
    return intent


def verify_microdeposits(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/setup_intents/{intent}/verify_microdeposits"""
    intent = retrieve(account, request)
    if microdeposits.verify(account, request, intent, record_challenge_failure):
        complete(account, intent)
    return intent


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/setup_intents"""
    account.named_customer(request)
    return account.setup_intents.page(request, "/v1/setup_intents")


def complete(account: Account, intent: StripeObject) -> None:
    """Completes the setup: attaches the payment method to the customer."""
    method = account.payment_methods.find(intent["payment_method"])
    method_state = account.method_states[method["id"]]
    if intent["customer"] is not None and method["customer"] is None:
        payment_methods.attach_to(account, method, intent["customer"])
    elif method["customer"] is None:
        method_state.consumed = True
    method_state.set_up = True
    _add_attempt(account, intent, "succeeded")
    intent |= {
        "status": "succeeded",
        "next_action": None,
        "last_setup_error": None,
        "mandate": method_state.mandate,
    }
    record_event(account, "setup_intent.succeeded", intent)


def record_challenge_failure(account: Account, intent: StripeObject, error: StripeObject) -> None:
    """Returns the intent to requires_payment_method, with the error."""
    method = account.payment_methods.find(intent["payment_method"])
    shown_error = {**error, "payment_method": method}
    _add_attempt(account, intent, "failed", shown_error)
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_setup_error": shown_error,
    }
    record_event(account, "setup_intent.setup_failed", intent)


def _attempt(account: Account, request: ApiRequest, intent: StripeObject) -> StripeObject:
    method = account.payment_methods.find(intent["payment_method"])
    method_state = account.method_states[method["id"]]
    ensure_mandate(account, request, method)
    state, behaviour = account.confirmation_states[intent["id"]], method_state.behaviour
    state.return_url = request.params.get("return_url", state.return_url)
    if not behaviour.attachable or behaviour.blocked:
        error = decline(behaviour.decline or "card_declined", behaviour.decline_code or "fraudulent")
        record_challenge_failure(account, intent, error)
        raise from_error(intent["last_setup_error"], setup_intent=intent)
    requested = option(intent, "card", "request_three_d_secure", "automatic") != "automatic"
    challenging = ("required", "always", "unless_set_up", *(("optional",) if requested else ()))
    if behaviour.authentication in challenging:
        native = bool(request.params.get("use_stripe_sdk")) or state.return_url is None
        intent["next_action"] = next_action(account, intent, state, native=native)
        intent["status"] = "requires_action"
        challenge(account, intent, state, record_challenge_failure)
        record_event(account, "setup_intent.requires_action", intent)
        return intent
    if microdeposits.needed(account, intent, method_state):
        return microdeposits.begin(account, intent, record_challenge_failure)
    complete(account, intent)
    return intent


def _requested_options(request: ApiRequest, intent: StripeObject) -> StripeObject:
    types, former = intent["payment_method_types"], intent["payment_method_options"]
    return {"payment_method_options": setup_options(types, request.params.get("payment_method_options"), former)}


def _add_attempt(account: Account, intent: StripeObject, status: str, error: StripeObject | None = None) -> None:
    method = account.payment_methods.find(intent["payment_method"])
    attempt: StripeObject = {
        "id": account.new_id("setatt"),
        "object": "setup_attempt",
        "application": None,
        "attach_to_self": None,
        "created": account.timestamp,
        "customer": intent["customer"],
        "customer_account": None,
        "flow_directions": intent["flow_directions"],
        "livemode": False,
        "on_behalf_of": None,
        "payment_method": method["id"],
        "payment_method_details": {"type": method["type"], method["type"]: {}},
        "setup_error": error,
        "setup_intent": intent["id"],
        "status": status,
        "usage": intent["usage"],
    }
    account.setup_attempts.add(attempt)
    intent["latest_attempt"] = attempt["id"]


def _check_status(intent: StripeObject, verb: str) -> None:
    if intent["status"] not in CONFIRMABLE:
        raise unexpected_state(
            f"You cannot {verb} this SetupIntent because it has a status of {intent['status']}.", intent, UNEXPECTED
        )


OPERATIONS = (
    Operation("POST", "/v1/setup_intents", create, CREATE),
    Operation("GET", "/v1/setup_intents", page, LIST),
    Operation("GET", "/v1/setup_intents/{intent}", retrieve, confirmation.SECRET, browser=confirmation.BROWSER_READ),
    Operation("POST", "/v1/setup_intents/{intent}", update, UPDATE),
    Operation("POST", "/v1/setup_intents/{intent}/confirm", confirm, CONFIRM, browser=BROWSER),
    Operation("POST", "/v1/setup_intents/{intent}/cancel", cancel, CANCEL),
    Operation(
        "POST",
        "/v1/setup_intents/{intent}/verify_microdeposits",
        verify_microdeposits,
        microdeposits.VERIFY,
        browser=microdeposits.BROWSER,
    ),
)
