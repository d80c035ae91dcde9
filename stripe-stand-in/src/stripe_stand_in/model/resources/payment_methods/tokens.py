"""Tokens: the older way to pass a card from the browser to the server."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.errors import invalid
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.not_offered import STATISTICS
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, Clearable, Fields, Integer, NotOffered, Text
from stripe_stand_in.model.resources.payment_methods.shapes import from_data

PLACE = ("address_city", "address_country", "address_line1", "address_line2", "address_state", "address_zip", "name")
CREATE = Fields(
    card=Fields(
        ("number", "exp_month", "exp_year"),
        number=Text(),
        exp_month=Integer(),
        exp_year=Integer(),
        cvc=Text(),
        currency=NotOffered("only debit cards for payouts have one"),
        **{name: Clearable(Text()) for name in PLACE},
    ),
    expand=EXPAND,
    **STATISTICS,
)


def create(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/tokens, for cards"""
    params = request.params.get("card")
    if params is None:
        raise invalid("You must supply either a card, customer, or pii parameter to create a token.", "card")
    described = {name: params[name] for name in ("number", "exp_month", "exp_year", "cvc") if name in params}
    new = from_data(account, {"type": "card", "card": described})
    card = new.method["card"]
    token: StripeObject = {
        "id": account.new_id("tok"),
        "object": "token",
        "card": {
            "id": account.new_id("card"),
            "object": "card",
            **{name: params.get(name) for name in PLACE},
            **{
                name: card[name]
                for name in ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4", "wallet")
            },
            "cvc_check": card["checks"]["cvc_check"],
            "metadata": {},
        },
        "client_ip": None,
        "created": account.timestamp,
        "livemode": False,
        "type": "card",
        "used": False,
    }
    account.tokens.add(token)
    account.vault[token["id"]] = described
    return token


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/tokens/{token}"""
    return account.tokens.find(request.path_args["token"], "token")


OPERATIONS = (
    Operation("POST", "/v1/tokens", create, CREATE, browser=frozenset(CREATE.kinds)),
    Operation("GET", "/v1/tokens/{token}", retrieve, browser=frozenset(("expand",))),
)
