"""Payment intents: the way of one payment from its amount to its end."""

from stripe_stand_in.model.account.account import Account, Course
from stripe_stand_in.model.account.events import tell
from stripe_stand_in.model.api.addresses import full_shipping
from stripe_stand_in.model.api.errors import invalid, malformed, missing, unexpected_state
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.versions import ASYNC_CAPTURE_BY_DEFAULT
from stripe_stand_in.model.data.currencies import check_chargeable, known, shown
from stripe_stand_in.model.resources.payment_intents import confirmation, readiness
from stripe_stand_in.model.resources.payment_intents.parameters import (
    BROWSER_CONFIRM,
    CANCEL,
    CONFIRM,
    CREATE,
    LIST,
    ONLY_ON_CONFIRM,
    UPDATE,
    check_method_choice,
    method_types,
)

CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
CANCELABLE = ("requires_payment_method", "requires_capture", "requires_confirmation", "requires_action")
CARD_OPTIONS = {"installments": None, "mandate_options": None, "network": None, "request_three_d_secure": "automatic"}
BROWSER_HIDES = (
    "amount_capturable", "amount_received", "application", "application_fee_amount", "customer", "customer_account",
    "hooks", "latest_charge", "metadata", "on_behalf_of", "payment_details", "payment_method_options", "payment_record",
    "review", "statement_descriptor", "statement_descriptor_suffix", "transfer_data", "transfer_group",
)  # fmt: skip
"""What the holder of a client secret is not told."""

SHOWN_AS_GIVEN = (
    "amount", "application_fee_amount", "capture_method", "description", "receipt_email", "setup_future_usage",
    "statement_descriptor", "statement_descriptor_suffix", "transfer_group",
)  # fmt: skip


def create(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents"""
    given = call.given
    currency = known(given["currency"])
    check_method_choice(call)
    if not given.get("confirm"):
        for name in ONLY_ON_CONFIRM:
            if name in given:
                raise malformed(f"The parameter `{name}` cannot be passed when `confirm` is not true.", name)
    check_chargeable(given["amount"], currency)
    by_default = "automatic_async" if call.version >= ASYNC_CAPTURE_BY_DEFAULT else "automatic"
    identity = account.mint("pi")
    intent: StripeObject = {
        "id": identity,
        "object": "payment_intent",
        "amount": given["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": by_default,
        "client_secret": f"{identity}_secret_{account.draw(25)}",
        "confirmation_method": given.get("confirmation_method", "automatic"),
        "created": account.stamp,
        "currency": currency,
        "customer": account.owner(call),
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
        **method_types(call, currency),
    }
    asked = _asked(call, intent)
    asked |= readiness.chosen_method(account, call, {**intent, **asked})
    intent.update(asked)
    if given.get("confirm"):
        readiness.check(account, call, intent)
    if intent["payment_method"] is not None:
        intent["status"] = "requires_confirmation"
    if "card" in intent["payment_method_types"]:
        intent["payment_method_options"] = {"card": dict(CARD_OPTIONS)}
    account.payment_intents.put(intent)
    account.courses[identity] = Course()
    tell(account, "payment_intent.created", intent)
    return confirmation.confirm(account, call, intent) if given.get("confirm") else intent


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/payment_intents/{intent}"""
    return opened(account, call)


def opened(account: Account, call: ApiRequest) -> StripeObject:
    """The intent in the call's path; for a browser only with its client secret."""
    intent = account.payment_intents.find(call.args["intent"], "intent")
    secret = call.given.get("client_secret")
    if not call.secret and secret is None:
        raise malformed("Missing required param: client_secret.", "client_secret", "parameter_missing")
    if secret is not None and secret != intent["client_secret"]:
        if call.secret:
            raise invalid(
                "The client_secret provided does not match the client_secret of this PaymentIntent.", "client_secret"
            )
        raise missing("payment_intent", call.args["intent"], "intent")
    return intent


def update(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents/{intent}"""
    intent = opened(account, call)
    given = call.given
    check_method_choice(call)
    currency = known(given.get("currency") or intent["currency"])
    frozen = [name for name in given if name not in ("metadata", "description", "receipt_email", "expand", "shipping")]
    if frozen and intent["status"] not in CONFIRMABLE:
        raise unexpected_state(
            f"This PaymentIntent's {frozen[0]} could not be updated because it has a status of {intent['status']}. "
            f"You may only update the {frozen[0]} of a PaymentIntent with one of the following statuses: "
            f"{', '.join(CONFIRMABLE)}.",
            intent,
        )
    asked = _asked(call, intent)
    if "amount" in given or "currency" in given:
        check_chargeable(asked.get("amount") or intent["amount"], currency)
        asked["currency"] = currency
    if "customer" in given:
        asked["customer"] = account.owner(call)
    if not {"allowed_payment_method_types", "excluded_payment_method_types", "payment_method_types"}.isdisjoint(given):
        asked |= method_types(call, currency)
    asked |= readiness.chosen_method(account, call, {**intent, **asked})
    if asked.get("payment_method") is not None or (
        intent["payment_method"] is not None and intent["status"] == "requires_action" and "amount" in given
    ):
        asked |= {"status": "requires_confirmation", "next_action": None}
        account.courses[intent["id"]].authenticated = False
    intent.update(asked)
    account.payment_intents.point(intent)
    return intent


def confirm(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents/{intent}/confirm"""
    intent = opened(account, call)
    check_method_choice(call)
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
    if not call.secret and intent["confirmation_method"] == "manual":
        raise invalid(
            "This PaymentIntent's confirmation_method is manual; it can only be confirmed with a secret key.",
            code="payment_intent_invalid_parameter",
        )
    asked = _asked(call, intent)
    if not {"allowed_payment_method_types", "excluded_payment_method_types", "payment_method_types"}.isdisjoint(
        call.given
    ):
        asked |= method_types(call, intent["currency"])
    if call.given.get("amount_to_confirm", intent["amount"]) != intent["amount"]:
        raise invalid(
            f"The amount_to_confirm must be the intent's amount, {shown(intent['amount'], intent['currency'])}.",
            "amount_to_confirm",
        )
    asked |= readiness.chosen_method(account, call, {**intent, **asked})
    readiness.check(account, call, {**intent, **asked})
    intent.update(asked)
    return confirmation.confirm(account, call, intent)


def cancel(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/payment_intents/{intent}/cancel"""
    intent = account.payment_intents.find(call.args["intent"], "intent")
    if intent["status"] not in CANCELABLE:
        raise unexpected_state(
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. Only a "
            "PaymentIntent with one of the following statuses may be canceled: requires_payment_method, "
            "requires_capture, requires_confirmation, requires_action, processing.",
            intent,
        )
    confirmation.end(account, intent, call.given.get("cancellation_reason"))
    return intent


def page(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/payment_intents"""
    account.named_customer(call)
    return account.payment_intents.page(call, "/v1/payment_intents")


def _asked(call: ApiRequest, intent: StripeObject) -> StripeObject:
    given = call.given
    asked: StripeObject = {name: given[name] for name in SHOWN_AS_GIVEN if name in given}
    if "shipping" in given:
        asked["shipping"] = full_shipping(given["shipping"])
    if "metadata" in given:
        asked["metadata"] = merged(intent["metadata"], given["metadata"])
    if given.get("payment_details"):
        details = given["payment_details"]
        asked["payment_details"] = {name: details.get(name) for name in ("customer_reference", "order_reference")}
    if "statement_descriptor" in given and "card" in intent["payment_method_types"]:
        raise invalid(
            "The `statement_descriptor` parameter is not supported for the `card` payment method type. Use "
            "`statement_descriptor_suffix` instead.",
            "statement_descriptor",
        )
    return asked


def browser_view(stripe_object: StripeObject) -> StripeObject:
    """An intent as the holder of its client secret sees it; anything else as it is."""
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
)
