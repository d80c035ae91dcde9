"""Checks before a confirmation: the payment method and whether the intent may use it."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.errors import ApiError, invalid, malformed, missing, unexpected_state
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.resources.payment_intents.parameters import may_redirect
from stripe_stand_in.model.resources.payment_methods import payment_methods
from stripe_stand_in.model.resources.payment_methods.mandates import mandate_missing
from stripe_stand_in.model.resources.payment_methods.options import captures_manually, option
from stripe_stand_in.model.resources.payment_methods.shapes import from_data


def check(account: Account, request: ApiRequest, intent: StripeObject) -> None:
    """Refuses a confirmation that can't begin; `intent` is as the request would leave it, and nothing is changed."""
    if intent["payment_method"] is None:
        raise _without_method(account, intent)
    method = account.payment_methods.find(intent["payment_method"], "payment_method")
    if account.method_states[method["id"]].consumed:
        raise invalid(payment_methods.UNUSABLE, "payment_method", "payment_method_unexpected_state")
    if method["type"] != "card" and captures_manually(intent, method["type"]):
        raise invalid(
            f"The payment method type {method['type']} can't be captured manually.",
            "capture_method",
            "payment_intent_incompatible_payment_method",
        )
    network = option(intent, "card", "network")
    if method["type"] == "card" and network not in (None, *method["card"]["networks"]["available"]):
        raise invalid(
            f"The card network {network} is not available for this card. Available networks: "
            f"{', '.join(method['card']['networks']['available'])}.",
            "payment_method_options[card][network]",
            "payment_intent_invalid_parameter",
        )
    if request.has_secret_key and may_redirect(intent) and "return_url" not in request.params:
        raise invalid(
            "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of "
            "these payment methods might redirect your customer off of your page, you must provide a `return_url`. If "
            "you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to "
            "`true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and "
            "Payment Intents."
        )
    if "mandate" in request.params:
        mandate = account.mandates.find(request.params["mandate"], "mandate")
        if mandate["payment_method"] != method["id"]:
            raise invalid(
                "The mandate was not given for this payment method.", "mandate", "payment_intent_mandate_invalid"
            )
    if mandate_missing(account, request, method):
        raise invalid(
            f"A mandate is required to debit this PaymentMethod ({method['id']}). Provide `mandate_data`.",
            "mandate_data",
            f"{intent['object']}_mandate_invalid",
        )


def chosen_method(account: Account, request: ApiRequest, intent: StripeObject) -> StripeObject:
    """Returns the payment_method that the request chooses, checked; empty if it chooses none."""
    params = request.params
    if "confirmation_token" in params:
        raise missing("confirmation_token", params["confirmation_token"], "confirmation_token")
    if "payment_method" in params and "payment_method_data" in params:
        raise malformed(
            "You may only specify one of these parameters: payment_method, payment_method_data.",
            "payment_method",
            "parameters_exclusive",
        )
    if "payment_method" in params:
        method = payment_methods.find_usable(account, params["payment_method"], "payment_method")
    elif "payment_method_data" in params:
        method = payment_methods.save(account, from_data(account, params["payment_method_data"]))
    else:
        return {}
    payment_methods.check_owner(method, intent["customer"])
    if method["type"] not in intent["payment_method_types"]:
        raise invalid(
            f"The PaymentMethod provided ({method['type']}) is not allowed for this PaymentIntent. Please attach a "
            "PaymentMethod of one of the following types: "
            f"{', '.join(intent['payment_method_types'])}.",
            "payment_method",
            "payment_intent_incompatible_payment_method",
        )
    return {"payment_method": method["id"]}


def _without_method(account: Account, intent: StripeObject) -> ApiError:
    kind = intent["object"]
    name = "PaymentIntent" if kind == "payment_intent" else "SetupIntent"
    hint = (
        f"To confirm the {name} with {intent['customer']}, specify a payment method attached to this customer along "
        "with the customer ID."
        if intent["customer"]
        else f"Update the {name} with a payment method and then confirm it again."
    )
    message = f"You cannot confirm this {name} because it's missing a payment method. {hint}"
    code = f"{kind}_unexpected_state"
    if account.store(kind).get(intent["id"]) is None:
        return invalid(message, code=code)
    return unexpected_state(message, intent, code)
