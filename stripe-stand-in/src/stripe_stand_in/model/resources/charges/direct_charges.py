"""Charges without an intent, as older integrations and tools create them from a token."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import record_event
from stripe_stand_in.model.api.addresses import SHIPPING, full_shipping
from stripe_stand_in.model.api.errors import invalid
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.not_offered import CONNECT
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, Boolean, Email, Fields, Integer, Text
from stripe_stand_in.model.data.currencies import check_chargeable, currency_code
from stripe_stand_in.model.data.declines import decline, from_error
from stripe_stand_in.model.resources.charges import after_payment, charges
from stripe_stand_in.model.resources.payment_methods import payment_methods
from stripe_stand_in.model.resources.refunds.release import release_uncaptured

CREATE = Fields(
    ("amount", "currency"),
    amount=Integer(minimum=1),
    capture=Boolean(),
    currency=Text(),
    customer=Text(),
    description=Text(40000),
    expand=EXPAND,
    metadata=Metadata(),
    receipt_email=Email(),
    shipping=SHIPPING,
    source=Text(),
    statement_descriptor=Text(22),
    statement_descriptor_suffix=Text(22),
    transfer_group=Text(),
    transfer_data=CONNECT,
)
CAPTURE = Fields(amount=Integer(minimum=1), expand=EXPAND)


def create(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/charges"""
    params = request.params
    currency = currency_code(params["currency"])
    check_chargeable(params["amount"], currency)
    customer = account.owner(request)
    if "source" not in params:
        raise invalid("Must provide source or customer.", code="parameter_missing")
    method = payment_methods.find_usable(account, params["source"], "source")
    payment_methods.check_owner(method, customer)
    template: StripeObject = {
        "object": "charge",
        "amount": params["amount"],
        "application_fee_amount": None,
        "capture_method": "automatic",
        "currency": currency,
        "customer": customer,
        "metadata": merged({}, params.get("metadata")),
        "on_behalf_of": None,
        "payment_method_options": {},
        "shipping": full_shipping(params.get("shipping")),
        **{
            name: params.get(name)
            for name in (
                "description",
                "receipt_email",
                "statement_descriptor",
                "statement_descriptor_suffix",
                "transfer_group",
            )
        },
    }
    behaviour = account.method_states[method["id"]].behaviour
    code = "authentication_required" if behaviour.authentication in ("required", "always") else None
    blocked = behaviour.blocked or (behaviour.risk == "highest" and account.settings.blocks_highest_risk)
    code = "card_declined" if blocked else behaviour.decline or code
    if code is not None:
        error = decline(code, "fraudulent" if blocked else behaviour.decline_code or code)
        failed = charges.create(account, template, method, captured=False, status="failed")
        charges.mark_failed(failed, error, blocked=blocked)
        record_event(account, "charge.failed", failed)
        raise from_error(error, charge=failed["id"])
    captured = params.get("capture", True)
    account.method_states[method["id"]].consumed = method["customer"] is None
    charge = charges.create(account, template, method, captured=captured, status="succeeded")
    charges.set_risk(charge, behaviour.risk)
    if captured:
        after_payment.add_payment_to_balance(account, template, charge)
    record_event(account, "charge.succeeded", charge)
    if captured:
        after_payment.trigger_test_behaviour(account, charge, behaviour)
    return charge


def capture(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/charges/{charge}/capture"""
    charge = account.charges.find(request.path_args["charge"], "charge")
    if charge["payment_intent"] is not None:
        raise invalid("This charge belongs to a PaymentIntent; capture that.", code="charge_invalid_parameter")
    if charge["captured"] or charge["status"] != "succeeded":
        raise invalid(f"Charge {charge['id']} has already been captured.", code="charge_already_captured")
    amount = int(request.params.get("amount") or charge["amount"])
    if amount > charge["amount"]:
        raise invalid("The capture amount is greater than the amount of the charge.", "amount", "amount_too_large")
    charge |= {"captured": True, "amount_captured": amount}
    after_payment.add_payment_to_balance(account, {"capture_method": "automatic"}, charge)
    record_event(account, "charge.captured", charge)
    release_uncaptured(account, charge)
    return charge


OPERATIONS = (
    Operation("POST", "/v1/charges", create, CREATE),
    Operation("POST", "/v1/charges/{charge}/capture", capture, CAPTURE),
)
