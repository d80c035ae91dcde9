"""Setup intents: getting a payment method ready for later, without a payment."""

from stripe_stand_in.model.account.account import Account, Course
from stripe_stand_in.model.account.events import tell
from stripe_stand_in.model.api.errors import malformed, missing, unexpected_state
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.data.declines import decline, from_error
from stripe_stand_in.model.resources.payment_intents import confirmation, readiness
from stripe_stand_in.model.resources.payment_intents.authentication import challenge, next_action
from stripe_stand_in.model.resources.payment_intents.parameters import check_method_choice, method_types
from stripe_stand_in.model.resources.payment_methods import payment_methods
from stripe_stand_in.model.resources.payment_methods.mandates import agree
from stripe_stand_in.model.resources.setup_intents.parameters import BROWSER, CANCEL, CONFIRM, CREATE, LIST, UPDATE

CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
UNEXPECTED = "setup_intent_unexpected_state"


def create(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/setup_intents"""
    given = call.given
    check_method_choice(call)
    if not given.get("confirm"):
        for name in ("mandate_data", "return_url"):
            if name in given:
                raise malformed(f"The parameter `{name}` cannot be passed when `confirm` is not true.", name)
    identity = account.mint("seti")
    intent: StripeObject = {
        "id": identity,
        "object": "setup_intent",
        "application": None,
        "attach_to_self": given.get("attach_to_self"),
        "cancellation_reason": None,
        "client_secret": f"{identity}_secret_{account.draw(31)}",
        "created": account.stamp,
        "customer": account.owner(call),
        "customer_account": None,
        "description": given.get("description"),
        "flow_directions": given.get("flow_directions"),
        "last_setup_error": None,
        "latest_attempt": None,
        "livemode": False,
        "managed_payments": None,
        "mandate": None,
        "metadata": merged({}, given.get("metadata")),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {
            "card": {"mandate_options": None, "network": None, "request_three_d_secure": "automatic"}
        },
        "single_use_mandate": None,
        "status": "requires_payment_method",
        "usage": given.get("usage", "off_session"),
        **method_types(call, account.settings.currency),
    }
    chosen = readiness.chosen_method(account, call, intent)
    intent.update(chosen)
    if given.get("confirm"):
        readiness.check(account, call, intent)
    if chosen:
        intent["status"] = "requires_confirmation"
    account.setup_intents.put(intent)
    account.courses[identity] = Course()
    tell(account, "setup_intent.created", intent)
    return _attempt(account, call, intent) if given.get("confirm") else intent


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/setup_intents/{intent}"""
    intent = account.setup_intents.find(call.args["intent"], "intent")
    secret = call.given.get("client_secret")
    if not call.secret and secret is None:
        raise malformed("Missing required param: client_secret.", "client_secret", "parameter_missing")
    if secret is not None and secret != intent["client_secret"]:
        raise missing("setup_intent", call.args["intent"], "intent")
    return intent


def update(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/setup_intents/{intent}"""
    intent = retrieve(account, call)
    given = call.given
    check_method_choice(call)
    if not {"customer", "payment_method", "payment_method_data"}.isdisjoint(given):
        _check_status(intent, "update")
    asked: StripeObject = {
        name: given[name] for name in ("attach_to_self", "description", "flow_directions") if name in given
    }
    if "metadata" in given:
        asked["metadata"] = merged(intent["metadata"], given["metadata"])
    if "customer" in given:
        asked["customer"] = account.owner(call)
    asked |= readiness.chosen_method(account, call, {**intent, **asked})
    if asked.get("payment_method"):
        asked |= {"status": "requires_confirmation", "next_action": None}
    intent.update(asked)
    account.setup_intents.point(intent)
    return intent


def confirm(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/setup_intents/{intent}/confirm"""
    intent = retrieve(account, call)
    check_method_choice(call)
    _check_status(intent, "confirm")
    chosen = readiness.chosen_method(account, call, intent)
    readiness.check(account, call, {**intent, **chosen})
    intent.update(chosen)
    account.setup_intents.point(intent)
    return _attempt(account, call, intent)


def cancel(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/setup_intents/{intent}/cancel"""
    intent = account.setup_intents.find(call.args["intent"], "intent")
    _check_status(intent, "cancel")
    reason = call.given.get("cancellation_reason")
    intent |= {"status": "canceled", "cancellation_reason": reason, "next_action": None}
    tell(account, "setup_intent.canceled", intent)
    return intent


def page(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/setup_intents"""
    account.named_customer(call)
    to_self = call.given.get("attach_to_self")
    return account.setup_intents.page(
        call, "/v1/setup_intents", lambda intent: to_self in (None, bool(intent["attach_to_self"]))
    )


def complete(account: Account, intent: StripeObject) -> None:
    """The method is ready: it belongs to the customer from now on."""
    method = account.payment_methods.find(intent["payment_method"])
    instrument = account.instruments[method["id"]]
    if intent["customer"] is not None and method["customer"] is None:
        payment_methods.attach_to(account, method, intent["customer"])
    elif method["customer"] is None:
        instrument.spent = True
    instrument.set_up = True
    _note(account, intent, "succeeded")
    intent |= {
        "status": "succeeded",
        "next_action": None,
        "last_setup_error": None,
        "mandate": instrument.mandate,
    }
    tell(account, "setup_intent.succeeded", intent)


def give_up(account: Account, intent: StripeObject, error: StripeObject) -> None:
    """Take the intent back to needing a method, with the reason why."""
    method = account.payment_methods.find(intent["payment_method"])
    told = {**error, "payment_method": method}
    _note(account, intent, "failed", told)
    intent |= {
        "status": "requires_payment_method",
        "payment_method": None,
        "next_action": None,
        "last_setup_error": told,
    }
    tell(account, "setup_intent.setup_failed", intent)


def _attempt(account: Account, call: ApiRequest, intent: StripeObject) -> StripeObject:
    method = account.payment_methods.find(intent["payment_method"])
    instrument = account.instruments[method["id"]]
    agree(account, call, method)
    course, act = account.courses[intent["id"]], instrument.behaviour
    course.return_url = call.given.get("return_url", course.return_url)
    if not act.attachable or act.blocked:
        error = decline(act.decline or "card_declined", act.decline_code or "fraudulent")
        give_up(account, intent, error)
        raise from_error(intent["last_setup_error"], setup_intent=intent)
    if act.authentication in ("required", "always", "unless_set_up"):
        native = bool(call.given.get("use_stripe_sdk")) or course.return_url is None
        intent["next_action"] = next_action(account, intent, course, native=native)
        intent["status"] = "requires_action"
        challenge(account, intent, course, give_up)
        tell(account, "setup_intent.requires_action", intent)
        return intent
    complete(account, intent)
    return intent


def _note(account: Account, intent: StripeObject, status: str, error: StripeObject | None = None) -> None:
    method = account.payment_methods.find(intent["payment_method"])
    attempt: StripeObject = {
        "id": account.mint("setatt"),
        "object": "setup_attempt",
        "application": None,
        "attach_to_self": None,
        "created": account.stamp,
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
    account.setup_attempts.put(attempt)
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
)
