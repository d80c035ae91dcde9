"""Payment intents: create, update, confirm, cancel, retrieve and list."""

from stripe_stand_in.model.account.account import Account, ConfirmationState
from stripe_stand_in.model.account.events import record_event
from stripe_stand_in.model.api.addresses import full_shipping
from stripe_stand_in.model.api.errors import invalid, malformed, missing, unexpected_state
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.versions import ASYNC_CAPTURE_BY_DEFAULT
from stripe_stand_in.model.data.currencies import amount_text, check_chargeable, currency_code
from stripe_stand_in.model.resources.payment_intents import confirmation, microdeposits, readiness
from stripe_stand_in.model.resources.payment_intents.debits import debit
from stripe_stand_in.model.resources.payment_intents.outcome import cancel_intent, record_challenge_failure
from stripe_stand_in.model.resources.payment_intents.parameters import (
    BROWSER_CONFIRM,
    CANCEL,
    CONFIRM,
    CREATE,
    LIST,
    METHOD_CHOICES,
    ONLY_ON_CONFIRM,
    UPDATE,
    card_descriptor_refused,
    check_method_choice,
    method_types,
    shown_payment_details,
)
from stripe_stand_in.model.resources.payment_methods.options import shown_options

CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
CANCELABLE = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action")
BROWSER_HIDES = (
    "amount_capturable", "amount_received", "application", "application_fee_amount", "customer", "customer_account",
    "hooks", "latest_charge", "metadata", "on_behalf_of", "payment_details", "payment_method_options", "payment_record",
    "review", "statement_descriptor", "statement_descriptor_suffix", "transfer_data", "transfer_group",
)  # fmt: skip
"""Fields that are hidden from the holder of a client secret."""

SHOWN_AS_GIVEN = (
    "amount", "application_fee_amount", "capture_method", "description", "receipt_email", "setup_future_usage",
    "statement_descriptor", "statement_descriptor_suffix", "transfer_group",
)  # fmt: skip


def create(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents"""
    params = request.params
    currency = currency_code(params["currency"])
    check_method_choice(request)
    if not params.get("confirm"):
        for name in ONLY_ON_CONFIRM:
            if name in params:
                raise malformed(f"The parameter `{name}` cannot be passed when `confirm` is not true.", name)
    check_chargeable(params["amount"], currency)
    by_default = "automatic_async" if request.version >= ASYNC_CAPTURE_BY_DEFAULT else "automatic"
    identity = account.new_id("pi")
    intent: StripeObject = {
        "id": identity,
        "object": "payment_intent",
        "amount": params["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": by_default,
        "client_secret": f"{identity}_secret_{account.random_text(25)}",
        "confirmation_method": params.get("confirmation_method", "automatic"),
        "created": account.timestamp,
        "currency": currency,
        "customer": account.owner(request),
        "customer_account": None,
        "description": None,
        "hooks": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "managed_payments": {"enabled": False},
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_details": None,
        "payment_method": None,
        "payment_method_options": {},
        "payment_record": None,
        "presentment_details": None,
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
        **method_types(request, currency),
    }
    updates = _requested_updates(request, intent)
    updates["payment_method_options"] = shown_options(
        intent["payment_method_types"], params.get("payment_method_options")
    )
    updates |= readiness.chosen_method(account, request, {**intent, **updates})
    intent.update(updates)
    if params.get("confirm"):
        readiness.check(account, request, intent)
    if intent["payment_method"] is not None:
        intent["status"] = "requires_confirmation"
    account.payment_intents.add(intent)
    account.confirmation_states[identity] = ConfirmationState(shipping_by_server=intent["shipping"] is not None)
    record_event(account, "payment_intent.created", intent)
    return confirmation.confirm(account, request, intent) if params.get("confirm") else intent


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/payment_intents/{intent}"""
    return find_intent(account, request)


def find_intent(account: Account, request: ApiRequest) -> StripeObject:
    """Returns the intent in the request's path; a browser needs its client secret."""
    intent = account.payment_intents.find(request.path_args["intent"], "intent")
    secret = request.params.get("client_secret")
    if not request.has_secret_key and secret is None:
        raise malformed("Missing required param: client_secret.", "client_secret", "parameter_missing")
    if secret is not None and secret != intent["client_secret"]:
        if request.has_secret_key:
            raise invalid(
                "The client_secret provided does not match the client_secret of this PaymentIntent.", "client_secret"
            )
        raise missing("payment_intent", request.path_args["intent"], "intent")
    return intent


def update(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents/{intent}"""
    intent = find_intent(account, request)
    params = request.params
    check_method_choice(request)
    currency = currency_code(params.get("currency") or intent["currency"])
    frozen = [name for name in params if name not in ("metadata", "description", "receipt_email", "expand", "shipping")]
    if frozen and intent["status"] not in CONFIRMABLE:
        raise unexpected_state(
            f"This PaymentIntent's {frozen[0]} could not be updated because it has a status of {intent['status']}. "
            f"You may only update the {frozen[0]} of a PaymentIntent with one of the following statuses: "
            f"{', '.join(CONFIRMABLE)}.",
            intent,
        )
    updates = _requested_updates(request, intent)
    if "amount" in params or "currency" in params:
        check_chargeable(updates.get("amount") or intent["amount"], currency)
        updates["currency"] = currency
    if "customer" in params:
        updates["customer"] = account.owner(request)
    if not METHOD_CHOICES.isdisjoint(params):
        updates |= method_types(request, currency)
    updates |= _requested_options(request, {**intent, **updates})
    updates |= readiness.chosen_method(account, request, {**intent, **updates})
    if updates.get("payment_method") is not None or (
        intent["payment_method"] is not None and intent["status"] == "requires_action" and "amount" in params
    ):
        updates |= {"status": "requires_confirmation", "next_action": None}
        account.confirmation_states[intent["id"]].authenticated = False
    intent.update(updates)
    if "shipping" in params:
        account.confirmation_states[intent["id"]].shipping_by_server = intent["shipping"] is not None
    account.payment_intents.reindex(intent)
    return intent


def confirm(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents/{intent}/confirm"""
    intent = find_intent(account, request)
    check_method_choice(request)
    if intent["status"] == "succeeded":
        raise unexpected_state(
            "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.",
            intent,
        )
    if intent["status"] not in CONFIRMABLE:
        raise unexpected_state(
            f"You cannot confirm this PaymentIntent because it has a status of {intent['status']}. Only a "
            f"PaymentIntent with one of the following statuses may be confirmed: {', '.join(CONFIRMABLE)}.",
            intent,
        )
    if not request.has_secret_key and intent["confirmation_method"] == "manual":
        raise invalid(
            "This PaymentIntent's confirmation_method is manual; it can only be confirmed with a secret key.",
            code="payment_intent_invalid_parameter",
        )
    updates = _requested_updates(request, intent)
    if not request.has_secret_key:
        _check_browser_updates(account, intent, updates)
    if not METHOD_CHOICES.isdisjoint(request.params):
        updates |= method_types(request, intent["currency"])
    updates |= _requested_options(request, {**intent, **updates})
    if request.params.get("amount_to_confirm", intent["amount"]) != intent["amount"]:
        raise invalid(
            f"The amount_to_confirm must be the intent's amount, {amount_text(intent['amount'], intent['currency'])}.",
            "amount_to_confirm",
        )
    updates |= readiness.chosen_method(account, request, {**intent, **updates})
    readiness.check(account, request, {**intent, **updates})
    intent.update(updates)
    return confirmation.confirm(account, request, intent)


def cancel(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents/{intent}/cancel"""
    intent = account.payment_intents.find(request.path_args["intent"], "intent")
    charge = account.charges.get(intent["latest_charge"]) or {"payment_method_details": {"type": ""}}
    ach = charge["payment_method_details"]["type"] == "us_bank_account"
    if intent["status"] not in CANCELABLE and not (ach and intent["status"] == "processing"):
        raise unexpected_state(
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. Only a "
            "PaymentIntent with one of the following statuses may be canceled: requires_payment_method, "
            "requires_capture, requires_confirmation, requires_action, processing.",
            intent,
        )
    cancel_intent(account, intent, request.params.get("cancellation_reason"))
    return intent


def verify_microdeposits(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents/{intent}/verify_microdeposits"""
    intent = find_intent(account, request)
    if microdeposits.verify(account, request, intent, record_challenge_failure):
        debit(account, intent)
    return intent


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/payment_intents"""
    account.named_customer(request)
    return account.payment_intents.page(request, "/v1/payment_intents")


def _requested_updates(request: ApiRequest, intent: StripeObject) -> StripeObject:
    params = request.params
    updates: StripeObject = {name: params[name] for name in SHOWN_AS_GIVEN if name in params}
    if "shipping" in params:
        updates["shipping"] = full_shipping(params["shipping"])
    if "metadata" in params:
        updates["metadata"] = merged(intent["metadata"], params["metadata"])
    if params.get("payment_details"):
        updates["payment_details"] = shown_payment_details(params["payment_details"])
    if "statement_descriptor" in params and "card" in intent["payment_method_types"]:
        raise card_descriptor_refused()
    return updates


def _check_browser_updates(account: Account, intent: StripeObject, updates: StripeObject) -> None:
    fixed = account.confirmation_states[intent["id"]].shipping_by_server
    if fixed and updates.get("shipping", intent["shipping"]) != intent["shipping"]:
        raise invalid(
            "You cannot change `shipping` via publishable key if it was previously set via secret key.", "shipping"
        )
    usage = intent["setup_future_usage"]
    if usage is not None and updates.get("setup_future_usage", usage) not in (usage, "off_session"):
        raise invalid(
            "You can only update `setup_future_usage` from `on_session` to `off_session` with a publishable key.",
            "setup_future_usage",
        )


def _requested_options(request: ApiRequest, intent: StripeObject) -> StripeObject:
    types, former = intent["payment_method_types"], intent["payment_method_options"]
    return {"payment_method_options": shown_options(types, request.params.get("payment_method_options"), former)}


def browser_view(stripe_object: StripeObject) -> StripeObject:
    """Returns an intent as the holder of its client secret sees it; any other object unchanged."""
    if stripe_object.get("object") not in ("payment_intent", "setup_intent"):
        return stripe_object
    return {name: value for name, value in stripe_object.items() if name not in BROWSER_HIDES}


OPERATIONS = (
    Operation("POST", "/v1/payment_intents", create, CREATE),
    Operation("GET", "/v1/payment_intents", page, LIST),
    Operation("GET", "/v1/payment_intents/{intent}", retrieve, confirmation.SECRET, browser=confirmation.BROWSER_READ),
    Operation("POST", "/v1/payment_intents/{intent}", update, UPDATE),
    Operation("POST", "/v1/payment_intents/{intent}/confirm", confirm, CONFIRM, browser=BROWSER_CONFIRM),
    Operation("POST", "/v1/payment_intents/{intent}/cancel", cancel, CANCEL),
    Operation(
        "POST",
        "/v1/payment_intents/{intent}/verify_microdeposits",
        verify_microdeposits,
        microdeposits.VERIFY,
        browser=microdeposits.BROWSER,
    ),
)
