"""Why parameters are refused by name, or accepted without effect: each reason once."""

from stripe_stand_in.model.api.parameters import NoEffect, NotOffered, ParameterType

CONNECT = NotOffered("Connect is not offered")
CUSTOMER_ACCOUNT = NotOffered("Accounts v2 are not offered; use customer")
CONFIRMATION_TOKEN = NotOffered("confirmation tokens are not offered; use payment_method or payment_method_data")
CONFIGURATION = NotOffered("the account has one payment method configuration")
LEVEL_3 = NotOffered("line items and tips are not modelled")
HOOKS = NotOffered("Stripe Tax is not offered")
SOURCES = NotOffered("sources are not offered; use payment_method")
BILLING = NotOffered("Billing is not offered")
TEST_CLOCKS = NotOffered("test clocks are not offered")
TAX = NotOffered("Stripe Tax is not offered")
RADAR_SESSION = NoEffect("Radar's signals change no test payment")
STATISTICS: dict[str, ParameterType] = {
    name: NoEffect("Stripe.js's own statistics")
    for name in (
        "client_attribution_metadata", "guid", "muid", "pasted_fields", "payment_user_agent", "referrer", "sid",
        "time_on_page",
    )
}  # fmt: skip
"""What Stripe.js adds about its page."""
