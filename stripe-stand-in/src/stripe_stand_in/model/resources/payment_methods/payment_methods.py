"""Payment methods: their customers, and whether they may be used."""

from stripe_stand_in.model.account.account import Account, MethodState
from stripe_stand_in.model.account.events import apply_changes, record_event
from stripe_stand_in.model.api.errors import ApiError, invalid, malformed, missing
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.not_offered import CUSTOMER_ACCOUNT
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Choice, Clearable, Fields, Integer, Text
from stripe_stand_in.model.data.declines import declined
from stripe_stand_in.model.data.test_cards import US_BANK, card_of_token
from stripe_stand_in.model.resources.payment_methods.parameters import (
    ALLOW_REDISPLAY,
    BILLING,
    BROWSER,
    CREATE,
    NETWORK,
    TYPE,
)
from stripe_stand_in.model.resources.payment_methods.shapes import (
    NewPaymentMethod,
    bank_of_token,
    from_data,
    of_card,
    preferred,
    shown_billing,
)

UPDATE = Fields(
    allow_redisplay=ALLOW_REDISPLAY,
    billing_details=BILLING,
    card=Fields(
        exp_month=Integer(minimum=1), exp_year=Integer(minimum=1), networks=Fields(preferred=Clearable(NETWORK))
    ),
    expand=EXPAND,
    metadata=Metadata(),
    us_bank_account=Fields(
        account_holder_type=Choice("company", "individual"), account_type=Choice("checking", "savings")
    ),
)
OF_CUSTOMER = Fields(**LISTING, allow_redisplay=ALLOW_REDISPLAY, type=TYPE)
LIST = OF_CUSTOMER.replacing(customer=Text(), customer_account=CUSTOMER_ACCOUNT)
ATTACH = Fields(customer=Text(), customer_account=CUSTOMER_ACCOUNT, expand=EXPAND)

UNUSABLE = (
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a "
    "connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use "
    "a PaymentMethod multiple times, you must attach it to a Customer first."
)


def create(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_methods"""
    if "type" not in request.params and "payment_method" not in request.params:
        raise malformed("Missing required param: type.", "type", "parameter_missing")
    return save(account, from_data(account, request.params))


def save(account: Account, new: NewPaymentMethod) -> StripeObject:
    """Stores a new payment method."""
    account.payment_methods.add(new.method)
    account.method_states[new.method["id"]] = MethodState(new.behaviour)
    return new.method


def find_usable(account: Account, identity: str, param: str) -> StripeObject:
    """Returns the payment method of this id; Stripe's test ids (`pm_card_…`, `tok_…`) create a new one."""
    method = account.payment_methods.get(identity)
    if method is not None:
        if account.method_states[identity].consumed:
            raise invalid(UNUSABLE, param, "payment_method_unexpected_state")
        return method
    card = card_of_token(identity)
    if card is not None:
        return save(account, of_card(account, card))
    name = identity.removeprefix("pm_usBankAccount_")
    if name != identity and name in US_BANK:
        method = save(account, bank_of_token(account, name))
        account.method_states[method["id"]].verified = True
        return method
    token = account.tokens.get(identity)
    if token is not None:
        return save(account, from_data(account, {"type": "card", "card": {"token": identity}}))
    raise missing("PaymentMethod", identity, param)


def of_customer(account: Account, identity: str, customer: str) -> StripeObject:
    """Returns the customer's payment method of this id; another customer's is resource_missing."""
    method = account.payment_methods.get(identity)
    if method is None or method["customer"] != customer:
        raise missing("PaymentMethod", identity, "payment_method")
    return method


def check_attachable(account: Account, method: StripeObject) -> None:
    """Refuses a card whose bank declines to have it saved."""
    method_state = account.method_states[method["id"]]
    if not method_state.behaviour.attachable:
        raise declined(method_state.behaviour, method_state.behaviour.decline_code)


def attach_to(account: Account, method: StripeObject, customer: str) -> None:
    """Attaches the payment method to the customer."""
    method["customer"] = customer
    account.payment_methods.reindex(method)
    record_event(account, "payment_method.attached", method)


def detach_from_customer(account: Account, method: StripeObject) -> None:
    """Detaches the payment method for good."""
    owner = method["customer"]
    method["customer"] = None
    account.method_states[method["id"]].consumed = True
    record_event(account, "payment_method.detached", method, {"customer": owner})


def attach(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_methods/{payment_method}/attach"""
    customer = account.owner(request)
    if customer is None:
        raise malformed("Missing required param: customer.", "customer", "parameter_missing")
    method = find_usable(account, request.path_args["payment_method"], "payment_method")
    if method["customer"] == customer:
        return method
    if method["customer"] is not None:
        raise invalid("The payment method you provided has already been attached to a customer.")
    check_attachable(account, method)
    attach_to(account, method, customer)
    return method


def detach(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_methods/{payment_method}/detach: permanent."""
    method = account.payment_methods.find(request.path_args["payment_method"], "payment_method")
    if method["customer"] is None:
        raise invalid(
            "The payment method you provided is not attached to a customer so detachment is impossible.",
            code="payment_method_unexpected_state",
        )
    detach_from_customer(account, method)
    return method


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/payment_methods/{payment_method}; one of Stripe's test ids creates a new one without a customer."""
    identity = request.path_args["payment_method"]
    card = card_of_token(identity) if account.payment_methods.get(identity) is None else None
    return save(account, of_card(account, card)) if card else account.payment_methods.find(identity, "payment_method")


def retrieve_of_customer(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/customers/{customer}/payment_methods/{payment_method}"""
    account.existing_customer(request.path_args["customer"], "customer")
    return of_customer(account, request.path_args["payment_method"], request.path_args["customer"])


def update(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_methods/{payment_method}"""
    method = account.payment_methods.find(request.path_args["payment_method"], "payment_method")
    if method["customer"] is None:
        raise invalid("You must save this PaymentMethod to a customer before you can update it.")
    updates: StripeObject = {}
    for kind in ("card", "us_bank_account"):
        if kind in request.params:
            if method["type"] != kind:
                raise malformed(f"Received unknown parameter: {kind}", kind, "parameter_unknown")
            updates[kind] = {**method[kind], **request.params[kind]}
            if "networks" in request.params[kind]:
                updates[kind]["networks"] = preferred(method[kind]["networks"], request.params[kind]["networks"])
    if "allow_redisplay" in request.params:
        updates["allow_redisplay"] = request.params["allow_redisplay"]
    if "billing_details" in request.params:
        updates["billing_details"] = shown_billing({**method["billing_details"], **request.params["billing_details"]})
    if "metadata" in request.params:
        updates["metadata"] = merged(method["metadata"], request.params["metadata"])
    previous = apply_changes(method, **updates)
    if previous:
        record_event(account, "payment_method.updated", method, previous)
    return method


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/payment_methods: those without a customer are not listed."""
    account.owner(request)
    return account.payment_methods.page(request, "/v1/payment_methods", lambda method: _listed(method, request))


def page_of_customer(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/customers/{customer}/payment_methods"""
    customer = account.existing_customer(request.path_args["customer"], "customer")
    request.params["customer"] = customer["id"]
    return account.payment_methods.page(
        request, f"/v1/customers/{customer['id']}/payment_methods", lambda method: _listed(method, request)
    )


def _listed(method: StripeObject, request: ApiRequest) -> bool:
    redisplay, kind = request.params.get("allow_redisplay"), request.params.get("type")
    return (
        method["customer"] is not None
        and redisplay in (None, method["allow_redisplay"])
        and kind in (None, method["type"])
    )


def check_owner(method: StripeObject, customer: str | None) -> None:
    """Refuses a payment method of another customer than the intent's."""
    owner = method["customer"]
    if owner is None or owner == customer:
        return
    if customer is None:
        raise _wrong_customer(
            f"The payment method {method['id']} belongs to a customer. Please include the Customer in the `customer` "
            "parameter on the PaymentIntent."
        )
    raise _wrong_customer(
        f"The customer does not have a payment method with the ID {method['id']}. The payment method must be attached "
        "to the customer."
    )


def _wrong_customer(message: str) -> ApiError:
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
