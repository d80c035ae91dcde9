"""Payment methods: what shoppers pay with, whose it is, and whether it may be used."""

from stripe_stand_in.model.account.account import Account, Instrument
from stripe_stand_in.model.account.events import changes, tell
from stripe_stand_in.model.api.errors import Refusal, invalid, malformed, missing
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Choice, Fields, Text, Whole
from stripe_stand_in.model.data.declines import declined
from stripe_stand_in.model.data.test_cards import US_BANK, card_of_token
from stripe_stand_in.model.resources.payment_methods.parameters import ALLOW_REDISPLAY, BILLING, BROWSER, CREATE
from stripe_stand_in.model.resources.payment_methods.shapes import (
    Made,
    bank_of_token,
    from_data,
    of_card,
    shown_billing,
)

UPDATE = Fields(
    allow_redisplay=ALLOW_REDISPLAY,
    billing_details=BILLING,
    card=Fields(exp_month=Whole(least=1), exp_year=Whole(least=1), networks=Fields(preferred=Text())),
    expand=EXPAND,
    metadata=Metadata(),
    us_bank_account=Fields(
        account_holder_type=Choice("company", "individual"), account_type=Choice("checking", "savings")
    ),
)
OF_CUSTOMER = Fields(**LISTING, allow_redisplay=ALLOW_REDISPLAY, type=Text())
LIST = OF_CUSTOMER.but(customer=Text(), customer_account=Text())
ATTACH = Fields(customer=Text(), customer_account=Text(), expand=EXPAND)

UNUSABLE = (
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a "
    "connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use "
    "a PaymentMethod multiple times, you must attach it to a Customer first."
)


def create(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/payment_methods"""
    if "type" not in call.given and "payment_method" not in call.given:
        raise malformed("Missing required param: type.", "type", "parameter_missing")
    return keep(account, from_data(account, call.given))


def keep(account: Account, made: Made) -> StripeObject:
    """Put a new payment method on its shelf."""
    account.payment_methods.put(made.method)
    account.instruments[made.method["id"]] = Instrument(made.behaviour)
    return made.method


def usable(account: Account, identity: str, param: str) -> StripeObject:
    """The payment method of this id; Stripe's own test ids (`pm_card_…`, `tok_…`) make a new one."""
    method = account.payment_methods.get(identity)
    if method is not None:
        if account.instruments[identity].spent:
            raise invalid(UNUSABLE, param, "payment_method_unexpected_state")
        return method
    card = card_of_token(identity)
    if card is not None:
        return keep(account, of_card(account, card))
    name = identity.removeprefix("pm_usBankAccount_")
    if name != identity and name in US_BANK:
        return keep(account, bank_of_token(account, name))
    token = account.tokens.get(identity)
    if token is not None:
        return keep(account, from_data(account, {"type": "card", "card": {"token": identity}}))
    raise missing("PaymentMethod", identity, param)


def of_customer(account: Account, identity: str, customer: str) -> StripeObject:
    """The customer's payment method of this id; another's looks as if it did not exist."""
    method = account.payment_methods.get(identity)
    if method is None or method["customer"] != customer:
        raise missing("PaymentMethod", identity, "payment_method")
    return method


def check_attachable(account: Account, method: StripeObject) -> None:
    """Refuse what the bank declines to have saved."""
    instrument = account.instruments[method["id"]]
    if not instrument.behaviour.attachable:
        raise declined(instrument.behaviour, instrument.behaviour.decline_code)


def attach_to(account: Account, method: StripeObject, customer: str) -> None:
    """Give the payment method its owner."""
    method["customer"] = customer
    account.payment_methods.point(method)
    tell(account, "payment_method.attached", method)


def take_from_owner(account: Account, method: StripeObject) -> None:
    """Detach for good."""
    owner = method["customer"]
    method["customer"] = None
    account.instruments[method["id"]].spent = True
    tell(account, "payment_method.detached", method, {"customer": owner})


def attach(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/payment_methods/{payment_method}/attach"""
    customer = account.owner(call)
    if customer is None:
        raise malformed("Missing required param: customer.", "customer", "parameter_missing")
    method = usable(account, call.args["payment_method"], "payment_method")
    if method["customer"] == customer:
        return method
    if method["customer"] is not None:
        raise invalid("The payment method you provided has already been attached to a customer.")
    check_attachable(account, method)
    attach_to(account, method, customer)
    return method


def detach(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/payment_methods/{payment_method}/detach: permanent, whoever asks."""
    method = account.payment_methods.find(call.args["payment_method"], "payment_method")
    if method["customer"] is None:
        raise invalid(
            "The payment method you provided is not attached to a customer so detachment is impossible.",
            code="payment_method_unexpected_state",
        )
    take_from_owner(account, method)
    return method


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/payment_methods/{payment_method}; one of Stripe's own test ids shows a new one that is nobody's."""
    identity = call.args["payment_method"]
    card = card_of_token(identity) if account.payment_methods.get(identity) is None else None
    return keep(account, of_card(account, card)) if card else account.payment_methods.find(identity, "payment_method")


def retrieve_of_customer(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/customers/{customer}/payment_methods/{payment_method}"""
    account.existing_customer(call.args["customer"], "customer")
    return of_customer(account, call.args["payment_method"], call.args["customer"])


def update(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/payment_methods/{payment_method}"""
    method = account.payment_methods.find(call.args["payment_method"], "payment_method")
    if method["customer"] is None:
        raise invalid("You must save this PaymentMethod to a customer before you can update it.")
    asked: StripeObject = {}
    for kind in ("card", "us_bank_account"):
        if kind in call.given:
            if method["type"] != kind:
                raise malformed(f"Received unknown parameter: {kind}", kind, "parameter_unknown")
            asked[kind] = {**method[kind], **{k: v for k, v in call.given[kind].items() if k != "networks"}}
    if "allow_redisplay" in call.given:
        asked["allow_redisplay"] = call.given["allow_redisplay"]
    if "billing_details" in call.given:
        asked["billing_details"] = shown_billing({**method["billing_details"], **call.given["billing_details"]})
    if "metadata" in call.given:
        asked["metadata"] = merged(method["metadata"], call.given["metadata"])
    previous = changes(method, **asked)
    if previous:
        tell(account, "payment_method.updated", method, previous)
    return method


def page(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/payment_methods: without a customer, those that belong to nobody's wallet are not listed."""
    account.owner(call)
    return account.payment_methods.page(call, "/v1/payment_methods", lambda method: _listed(method, call))


def page_of_customer(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/customers/{customer}/payment_methods"""
    customer = account.existing_customer(call.args["customer"], "customer")
    call.given["customer"] = customer["id"]
    return account.payment_methods.page(
        call, f"/v1/customers/{customer['id']}/payment_methods", lambda method: _listed(method, call)
    )


def _listed(method: StripeObject, call: ApiRequest) -> bool:
    redisplay, kind = call.given.get("allow_redisplay"), call.given.get("type")
    return (
        method["customer"] is not None
        and redisplay in (None, method["allow_redisplay"])
        and kind in (None, method["type"])
    )


def check_owner(method: StripeObject, customer: str | None) -> None:
    """Refuse a payment method of another than the intent's customer."""
    owner = method["customer"]
    if owner is None or owner == customer:
        return
    if customer is None:
        raise _foreign(
            f"The payment method {method['id']} belongs to a customer. Please include the Customer in the `customer` "
            "parameter on the PaymentIntent."
        )
    raise _foreign(
        f"The customer does not have a payment method with the ID {method['id']}. The payment method must be attached "
        "to the customer."
    )


def _foreign(message: str) -> Refusal:
    return invalid(message, "payment_method", "payment_intent_invalid_parameter")


OPERATIONS = (
    Operation("POST", "/v1/payment_methods", create, CREATE, browser=BROWSER),
    Operation("GET", "/v1/payment_methods", page, LIST),
    Operation("GET", "/v1/payment_methods/{payment_method}", retrieve),
    Operation("POST", "/v1/payment_methods/{payment_method}", update, UPDATE),
    Operation("POST", "/v1/payment_methods/{payment_method}/attach", attach, ATTACH),
    Operation("POST", "/v1/payment_methods/{payment_method}/detach", detach),
    Operation("GET", "/v1/customers/{customer}/payment_methods", page_of_customer, OF_CUSTOMER),
    Operation("GET", "/v1/customers/{customer}/payment_methods/{payment_method}", retrieve_of_customer),
)
