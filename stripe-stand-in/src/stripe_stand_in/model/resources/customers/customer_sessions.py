"""Customer sessions: let a browser show and save one customer's payment methods."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.errors import malformed
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.not_offered import CUSTOMER_ACCOUNT
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, Boolean, Choice, Fields, Integer, ListOf, NotOffered, Text

ON_OFF = Choice("disabled", "enabled")
PAYMENT_ELEMENT = Fields(
    ("enabled",),
    enabled=Boolean(),
    features=Fields(
        payment_method_allow_redisplay_filters=ListOf(Choice("always", "limited", "unspecified")),
        payment_method_redisplay=ON_OFF,
        payment_method_redisplay_limit=Integer(minimum=1),
        payment_method_remove=ON_OFF,
        payment_method_save=ON_OFF,
        payment_method_save_usage=Choice("off_session", "on_session"),
    ),
)
OTHERS = ("active_entitlements", "buy_button", "customer_portal", "pricing_table")
SHEETS = ("customer_sheet", "mobile_payment_element")
UNSERVED = NotOffered("only the Payment Element is served")
CREATE = Fields(
    ("components",),
    components=Fields(
        payment_element=PAYMENT_ELEMENT,
        **{name: NotOffered("only the Payment Element is served") for name in (*OTHERS, *SHEETS)},
    ),
    customer=Text(),
    customer_account=CUSTOMER_ACCOUNT,
    expand=EXPAND,
)
LIFETIME = 1800
"""Half an hour, in seconds."""


def create(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/customer_sessions"""
    customer = account.owner(request)
    if customer is None:
        raise malformed("Missing required param: customer.", "customer", "parameter_missing")
    updates = request.params["components"].get("payment_element", {"enabled": False})
    features = {
        "payment_method_allow_redisplay_filters": ["always"],
        "payment_method_redisplay": "disabled",
        "payment_method_redisplay_limit": 3,
        "payment_method_remove": "disabled",
        "payment_method_save": "disabled",
        "payment_method_save_usage": None,
        **updates.get("features", {}),
    }
    return {
        "object": "customer_session",
        "client_secret": f"cuss_secret_{account.random_text(40)}",
        "components": {
            **{name: {"enabled": False} for name in OTHERS},
            **{name: {"enabled": False, "features": None} for name in SHEETS},
            "payment_element": {"enabled": updates["enabled"], "features": features if updates["enabled"] else None},
        },
        "created": account.timestamp,
        "customer": customer,
        "customer_account": None,
        "expires_at": account.timestamp + LIFETIME,
        "livemode": False,
    }


OPERATIONS = (Operation("POST", "/v1/customer_sessions", create, CREATE),)
