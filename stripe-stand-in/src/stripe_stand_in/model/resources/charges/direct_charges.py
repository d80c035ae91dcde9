"""Charges made without an intent, as older integrations and tools make them from a token."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import tell
from stripe_stand_in.model.api.addresses import SHIPPING, full_shipping
from stripe_stand_in.model.api.errors import invalid
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, Anything, Email, Fields, Flag, Text, Whole
from stripe_stand_in.model.data.currencies import check_chargeable, known
from stripe_stand_in.model.data.declines import decline, from_error
from stripe_stand_in.model.resources.charges import after_payment as aftermath
from stripe_stand_in.model.resources.charges import charges
from stripe_stand_in.model.resources.payment_methods import payment_methods

CREATE = Fields(
    ("amount", "currency"),
    amount=Whole(least=1),
    capture=Flag(),
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
    transfer_data=Anything(),
)
CAPTURE = Fields(amount=Whole(least=1), expand=EXPAND)


def create(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/charges"""
    given = call.given
    currency = known(given["currency"])
    check_chargeable(given["amount"], currency)
    customer = account.owner(call)
    if "source" not in given:
        raise invalid("Must provide source or customer.", code="parameter_missing")
    method = payment_methods.usable(account, given["source"], "source")
    payment_methods.check_owner(method, customer)
    order: StripeObject = {
        "object": "charge",
        "amount": given["amount"],
        "application_fee_amount": None,
        "capture_method": "automatic",
        "currency": currency,
        "customer": customer,
        "metadata": merged({}, given.get("metadata")),
        "on_behalf_of": None,
        "shipping": full_shipping(given.get("shipping")),
        **{
            name: given.get(name)
            for name in (
                "description",
                "receipt_email",
                "statement_descriptor",
                "statement_descriptor_suffix",
                "transfer_group",
            )
        },
    }
    act = account.instruments[method["id"]].behaviour
    code = "authentication_required" if act.authentication in ("required", "always") else None
    code = "card_declined" if act.blocked else act.decline or code
    if code is not None:
        error = decline(code, "fraudulent" if act.blocked else act.decline_code or code)
        failed = charges.make(account, order, method, captured=False, status="failed")
        charges.refuse(failed, error, blocked=act.blocked)
        tell(account, "charge.failed", failed)
        raise from_error(error, charge=failed["id"])
    captured = given.get("capture", True)
    account.instruments[method["id"]].spent = method["customer"] is None
    charge = charges.make(account, order, method, captured=captured, status="succeeded")
    if captured:
        aftermath.book_payment(account, order, charge)
    tell(account, "charge.succeeded", charge)
    if captured:
        aftermath.follow(account, charge, act)
    return charge


def capture(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/charges/{charge}/capture"""
    charge = account.charges.find(call.args["charge"], "charge")
    if charge["payment_intent"] is not None:
        raise invalid("This charge belongs to a PaymentIntent; capture that.", code="charge_invalid_parameter")
    if charge["captured"] or charge["status"] != "succeeded":
        raise invalid(f"Charge {charge['id']} has already been captured.", code="charge_already_captured")
    amount = int(call.given.get("amount") or charge["amount"])
    if amount > charge["amount"]:
        raise invalid("The capture amount is greater than the amount of the charge.", "amount", "amount_too_large")
    charge |= {"captured": True, "amount_captured": amount}
    aftermath.book_payment(account, {"capture_method": "automatic"}, charge)
    tell(account, "charge.captured", charge)
    return charge


OPERATIONS = (
    Operation("POST", "/v1/charges", create, CREATE),
    Operation("POST", "/v1/charges/{charge}/capture", capture, CAPTURE),
)
