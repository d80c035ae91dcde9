"""Tokens: the older way to hand a card from the browser to the server."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.errors import invalid
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, Clearable, Fields, Text, Whole
from stripe_stand_in.model.resources.payment_methods.parameters import FROM_BROWSER
from stripe_stand_in.model.resources.payment_methods.shapes import from_data

PLACE = ("address_city", "address_country", "address_line1", "address_line2", "address_state", "address_zip", "name")
CREATE = Fields(
    card=Fields(
        ("number", "exp_month", "exp_year"),
        number=Text(),
        exp_month=Whole(),
        exp_year=Whole(),
        cvc=Text(),
        currency=Text(),
        **{name: Clearable(Text()) for name in PLACE},
    ),
    expand=EXPAND,
    **FROM_BROWSER,
)


def create(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/tokens, for cards"""
    given = call.given.get("card")
    if given is None:
        raise invalid("You must supply either a card, customer, or pii parameter to create a token.", "card")
    described = {name: given[name] for name in ("number", "exp_month", "exp_year", "cvc") if name in given}
    made = from_data(account, {"type": "card", "card": described})
    card = made.method["card"]
    token: StripeObject = {
        "id": account.mint("tok"),
        "object": "token",
        "card": {
            "id": account.mint("card"),
            "object": "card",
            **{name: given.get(name) for name in PLACE},
            **{
                name: card[name]
                for name in ("brand", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4", "wallet")
            },
            "cvc_check": card["checks"]["cvc_check"],
            "metadata": {},
        },
        "client_ip": None,
        "created": account.stamp,
        "livemode": False,
        "type": "card",
        "used": False,
    }
    account.tokens.put(token)
    account.vault[token["id"]] = described
    return token


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/tokens/{token}"""
    return account.tokens.find(call.args["token"], "token")


OPERATIONS = (
    Operation("POST", "/v1/tokens", create, CREATE, browser=frozenset(CREATE.kinds)),
    Operation("GET", "/v1/tokens/{token}", retrieve, browser=frozenset(("expand",))),
)
