"""Customers, the owners of payment methods."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import apply_changes, record_event
from stripe_stand_in.model.account.store import list_object
from stripe_stand_in.model.api.addresses import ADDRESS, SHIPPING, full_address, full_shipping
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.not_offered import BILLING, SOURCES, TAX, TEST_CLOCKS
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import (
    EXPAND,
    LISTING,
    Choice,
    Clearable,
    Email,
    Fields,
    Integer,
    ListOf,
    NoEffect,
    NotOffered,
    Text,
    TimeRange,
)
from stripe_stand_in.model.resources.payment_methods import payment_methods

INVOICE_SETTINGS = Fields(
    custom_fields=BILLING,
    default_payment_method=Clearable(Text()),
    footer=Clearable(Text()),
    rendering_options=BILLING,
)
UPDATE = Fields(
    address=Clearable(ADDRESS),
    balance=Integer(),
    business_name=Clearable(Text(150)),
    cash_balance=NotOffered("cash balances are not offered"),
    default_source=SOURCES,
    description=Clearable(Text()),
    email=Clearable(Email()),
    expand=EXPAND,
    individual_name=Clearable(Text(150)),
    invoice_prefix=Text(),
    invoice_settings=INVOICE_SETTINGS,
    metadata=Metadata(),
    name=Clearable(Text(256)),
    next_invoice_sequence=Integer(minimum=1),
    phone=Clearable(Text(20)),
    preferred_locales=ListOf(Text()),
    shipping=Clearable(SHIPPING),
    source=SOURCES,
    tax=TAX,
    tax_exempt=Clearable(Choice("exempt", "none", "reverse")),
    validate=SOURCES,
)
CREATE = UPDATE.replacing("default_source", payment_method=Text(), tax_id_data=TAX, test_clock=TEST_CLOCKS)
SOURCE_LIST = Fields(**LISTING, object=NoEffect("the list is always empty"))
LIST = Fields(**LISTING, created=TimeRange(), email=Text(512), test_clock=TEST_CLOCKS)

SHOWN_AS_GIVEN = (
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
"""Parameters whose values are shown unchanged."""


def create(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/customers"""
    identity = account.new_id("cus")
    customer: StripeObject = {
        "id": identity,
        "object": "customer",
        "address": None,
        "balance": 0,
        "business_name": None,
        "created": account.timestamp,
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "individual_name": None,
        "invoice_credit_balance": {},
        "invoice_prefix": account.random_text(8).upper(),
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
    wanted = request.params.get("payment_method")
    method = None
    if wanted is not None:
        method = payment_methods.find_usable(account, wanted, "payment_method")
        payment_methods.check_attachable(account, method)
    customer.update(_requested_updates(account, request, customer))
    account.customers.add(customer)
    record_event(account, "customer.created", customer)
    if method is not None:
        payment_methods.attach_to(account, method, identity)
    return customer


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/customers/{customer}; a deleted one has its id and `deleted` alone."""
    customer = account.customers.find(request.path_args["customer"])
    return _deleted_customer(customer) if customer.get("deleted") else customer


def update(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/customers/{customer}"""
    customer = account.existing_customer(request.path_args["customer"], "id")
    previous = apply_changes(customer, **_requested_updates(account, request, customer))
    if previous:
        account.customers.reindex(customer)
        record_event(account, "customer.updated", customer, previous)
    return customer


def delete(account: Account, request: ApiRequest) -> StripeObject:
    """DELETE /v1/customers/{customer}: final, and detaches the payment methods."""
    customer = account.existing_customer(request.path_args["customer"], "id")
    for method in account.payment_methods.where("customer", customer["id"]):
        payment_methods.detach_from_customer(account, method)
    record_event(account, "customer.deleted", customer)
    customer["deleted"] = True
    return _deleted_customer(customer)


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/customers"""
    return account.customers.page(request, "/v1/customers", lambda customer: not customer.get("deleted"))


def sources(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/customers/{customer}/sources: always empty."""
    customer = account.existing_customer(request.path_args["customer"], "id")
    return list_object([], f"/v1/customers/{customer['id']}/sources")


def _requested_updates(account: Account, request: ApiRequest, customer: StripeObject) -> StripeObject:
    params = request.params
    updates = {name: params[name] for name in SHOWN_AS_GIVEN if name in params}
    if "address" in params:
        updates["address"] = full_address(params["address"])
    if "shipping" in params:
        updates["shipping"] = full_shipping(params["shipping"])
    if "tax_exempt" in params:
        updates["tax_exempt"] = params["tax_exempt"] or "none"
    if "metadata" in params:
        updates["metadata"] = merged(customer["metadata"], params["metadata"])
    if "invoice_settings" in params:
        method = params["invoice_settings"].get("default_payment_method")
        if method is not None:
            payment_methods.of_customer(account, method, customer["id"])
        updates["invoice_settings"] = {**customer["invoice_settings"], **params["invoice_settings"]}
    return updates


def _deleted_customer(customer: StripeObject) -> StripeObject:
    return {"id": customer["id"], "object": "customer", "deleted": True}


OPERATIONS = (
    Operation("POST", "/v1/customers", create, CREATE),
    Operation("GET", "/v1/customers", page, LIST),
    Operation("GET", "/v1/customers/{customer}", retrieve),
    Operation("POST", "/v1/customers/{customer}", update, UPDATE),
    Operation("DELETE", "/v1/customers/{customer}", delete, Fields()),
    Operation(
        "GET",
        "/v1/customers/{customer}/sources",
        sources,
        Fields(**LISTING, object=NoEffect("the list is always empty")),
    ),
)
