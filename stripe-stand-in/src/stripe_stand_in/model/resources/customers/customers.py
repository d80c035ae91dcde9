"""Customers: whom payment methods belong to."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import changes, tell
from stripe_stand_in.model.account.store import listed
from stripe_stand_in.model.api.addresses import ADDRESS, SHIPPING, full_address, full_shipping
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import (
    EXPAND,
    LISTING,
    Anything,
    Choice,
    Clearable,
    Email,
    Fields,
    ListOf,
    Moments,
    Text,
    Whole,
)
from stripe_stand_in.model.resources.payment_methods import payment_methods

INVOICE_SETTINGS = Fields(
    custom_fields=Anything(),
    default_payment_method=Clearable(Text()),
    footer=Clearable(Text()),
    rendering_options=Anything(),
)
UPDATE = Fields(
    address=Clearable(ADDRESS),
    balance=Whole(),
    business_name=Clearable(Text(150)),
    cash_balance=Anything(),
    default_source=Text(500),
    description=Clearable(Text()),
    email=Clearable(Email()),
    expand=EXPAND,
    individual_name=Clearable(Text(150)),
    invoice_prefix=Text(),
    invoice_settings=INVOICE_SETTINGS,
    metadata=Metadata(),
    name=Clearable(Text(256)),
    next_invoice_sequence=Whole(least=1),
    phone=Clearable(Text(20)),
    preferred_locales=ListOf(Text()),
    shipping=Clearable(SHIPPING),
    source=Text(),
    tax=Anything(),
    tax_exempt=Clearable(Choice("exempt", "none", "reverse")),
    validate=Anything(),
)
CREATE = UPDATE.but("default_source", payment_method=Text(), tax_id_data=Anything(), test_clock=Text())
LIST = Fields(**LISTING, created=Moments(), email=Text(512), test_clock=Text())

PLAIN = (
    "balance",
    "business_name",
    "description",
    "email",
    "individual_name",
    "invoice_prefix",
    "name",
    "next_invoice_sequence",
    "phone",
    "preferred_locales",
)
"""Parameters that are shown as they were given."""


def create(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/customers"""
    identity = account.mint("cus")
    customer: StripeObject = {
        "id": identity,
        "object": "customer",
        "address": None,
        "balance": 0,
        "business_name": None,
        "created": account.stamp,
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "individual_name": None,
        "invoice_credit_balance": {},
        "invoice_prefix": account.draw(8).upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    wanted = call.given.get("payment_method") or call.given.get("source")
    method = None
    if wanted is not None:
        method = payment_methods.usable(account, wanted, "payment_method")
        payment_methods.check_attachable(account, method)
    customer.update(_asked(account, call, customer))
    account.customers.put(customer)
    tell(account, "customer.created", customer)
    if method is not None:
        payment_methods.attach_to(account, method, identity)
    return customer


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/customers/{customer}; a deleted one is shown as such, with nothing else."""
    customer = account.customers.find(call.args["customer"])
    return _stone(customer) if customer.get("deleted") else customer


def update(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/customers/{customer}"""
    customer = account.existing_customer(call.args["customer"], "id")
    previous = changes(customer, **_asked(account, call, customer))
    if previous:
        account.customers.point(customer)
        tell(account, "customer.updated", customer, previous)
    return customer


def delete(account: Account, call: ApiRequest) -> StripeObject:
    """DELETE /v1/customers/{customer}: final, and takes the payment methods along."""
    customer = account.existing_customer(call.args["customer"], "id")
    for method in account.payment_methods.at("customer", customer["id"]):
        payment_methods.take_from_owner(account, method)
    tell(account, "customer.deleted", customer)
    customer["deleted"] = True
    return _stone(customer)


def page(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/customers"""
    return account.customers.page(call, "/v1/customers", lambda customer: not customer.get("deleted"))


def sources(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/customers/{customer}/sources and the like: nothing of these kinds is kept here."""
    customer = account.existing_customer(call.args["customer"], "id")
    return listed([], f"/v1/customers/{customer['id']}/sources")


def _asked(account: Account, call: ApiRequest, customer: StripeObject) -> StripeObject:
    given = call.given
    asked = {name: given[name] for name in PLAIN if name in given}
    if "address" in given:
        asked["address"] = full_address(given["address"])
    if "shipping" in given:
        asked["shipping"] = full_shipping(given["shipping"])
    if "tax_exempt" in given:
        asked["tax_exempt"] = given["tax_exempt"] or "none"
    if "metadata" in given:
        asked["metadata"] = merged(customer["metadata"], given["metadata"])
    if "invoice_settings" in given:
        method = given["invoice_settings"].get("default_payment_method")
        if method is not None:
            payment_methods.of_customer(account, method, customer["id"])
        asked["invoice_settings"] = {**customer["invoice_settings"], **given["invoice_settings"]}
    return asked


def _stone(customer: StripeObject) -> StripeObject:
    return {"id": customer["id"], "object": "customer", "deleted": True}


OPERATIONS = (
    Operation("POST", "/v1/customers", create, CREATE),
    Operation("GET", "/v1/customers", page, LIST),
    Operation("GET", "/v1/customers/{customer}", retrieve),
    Operation("POST", "/v1/customers/{customer}", update, UPDATE),
    Operation("DELETE", "/v1/customers/{customer}", delete, Fields()),
    Operation("GET", "/v1/customers/{customer}/sources", sources, Fields(**LISTING, object=Text())),
)
