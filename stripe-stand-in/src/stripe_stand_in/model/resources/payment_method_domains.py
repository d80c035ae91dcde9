"""Payment method domains: the hosts on which wallets may be offered."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.errors import invalid
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Boolean, Fields, Text

WALLETS = ("amazon_pay", "apple_pay", "google_pay", "klarna", "link", "paypal")
CREATE = Fields(("domain_name",), domain_name=Text(253), enabled=Boolean(), expand=EXPAND)
UPDATE = Fields(enabled=Boolean(), expand=EXPAND)
LIST = Fields(**LISTING, domain_name=Text(), enabled=Boolean())


def create(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_method_domains: registering a domain again returns the registered one."""
    name = request.params["domain_name"].lower()
    if "/" in name or ":" in name:
        raise invalid("Provide a domain name without a scheme, a port or a path.", "domain_name")
    known = next(iter(account.payment_method_domains.where("domain_name", name)), None)
    if known is not None:
        return known
    return account.payment_method_domains.add(
        {
            "id": account.new_id("pmd"),
            "object": "payment_method_domain",
            **{wallet: {"status": "active"} for wallet in WALLETS},
            "created": account.timestamp,
            "domain_name": name,
            "enabled": request.params.get("enabled", True),
            "livemode": False,
        }
    )


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/payment_method_domains/{payment_method_domain}"""
    return account.payment_method_domains.find(request.path_args["payment_method_domain"])


def update(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/payment_method_domains/{payment_method_domain}"""
    domain = retrieve(account, request)
    domain["enabled"] = request.params.get("enabled", domain["enabled"])
    return domain


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/payment_method_domains"""
    enabled = request.params.get("enabled")
    return account.payment_method_domains.page(
        request, "/v1/payment_method_domains", lambda domain: enabled in (None, domain["enabled"])
    )


OPERATIONS = (
    Operation("POST", "/v1/payment_method_domains", create, CREATE),
    Operation("GET", "/v1/payment_method_domains", page, LIST),
    Operation("GET", "/v1/payment_method_domains/{payment_method_domain}", retrieve),
    Operation("POST", "/v1/payment_method_domains/{payment_method_domain}", update, UPDATE),
    Operation("POST", "/v1/payment_method_domains/{payment_method_domain}/validate", retrieve),
)
