"""Customer sessions: a browser's leave to see and save one customer's payment methods."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.errors import malformed
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, Anything, Choice, Fields, Flag, ListOf, Text, Whole

ON_OFF = Choice("disabled", "enabled")
PAYMENT_ELEMENT = Fields(
    ("enabled",),
    enabled=Flag(),
    features=Fields(
        payment_method_allow_redisplay_filters=ListOf(Choice("always", "limited", "unspecified")),
        payment_method_redisplay=ON_OFF,
        payment_method_redisplay_limit=Whole(least=1),
        payment_method_remove=ON_OFF,
        payment_method_save=ON_OFF,
        payment_method_save_usage=Choice("off_session", "on_session"),
    ),
)
OTHERS = ("active_entitlements", "buy_button", "customer_portal", "pricing_table")
SHEETS = ("customer_sheet", "mobile_payment_element")
CREATE = Fields(
    ("components",),
    components=Fields(payment_element=PAYMENT_ELEMENT, **{name: Anything() for name in (*OTHERS, *SHEETS)}),
    customer=Text(),
    customer_account=Text(),
    expand=EXPAND,
)
LIVES = 1800
"""Half an hour, in seconds."""


def create(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/customer_sessions"""
    customer = account.owner(call)
    if customer is None:
        raise malformed("Missing required param: customer.", "customer", "parameter_missing")
    asked = call.given["components"].get("payment_element", {"enabled": False})
    features = {
        "payment_method_allow_redisplay_filters": ["always"],
        "payment_method_redisplay": "disabled",
        "payment_method_redisplay_limit": 3,
        "payment_method_remove": "disabled",
        "payment_method_save": "disabled",
        "payment_method_save_usage": None,
        **asked.get("features", {}),
    }
    return {
        "object": "customer_session",
        "client_secret": f"cuss_secret_{account.draw(40)}",
        "components": {
            **{name: {"enabled": False} for name in OTHERS},
            **{name: {"enabled": False, "features": None} for name in SHEETS},
            "payment_element": {"enabled": asked["enabled"], "features": features if asked["enabled"] else None},
        },
        "created": account.stamp,
        "customer": customer,
        "customer_account": None,
        "expires_at": account.stamp + LIVES,
        "livemode": False,
    }


OPERATIONS = (Operation("POST", "/v1/customer_sessions", create, CREATE),)
