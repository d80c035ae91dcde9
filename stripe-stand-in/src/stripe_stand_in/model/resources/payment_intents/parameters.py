"""The parameters of payment intents, and how they choose the payment method types."""

from stripe_stand_in.model.api.addresses import SHIPPING
from stripe_stand_in.model.api.errors import ApiError, invalid, malformed
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata
from stripe_stand_in.model.api.not_offered import (
    CONFIGURATION,
    CONFIRMATION_TOKEN,
    CONNECT,
    CUSTOMER_ACCOUNT,
    HOOKS,
    LEVEL_3,
    RADAR_SESSION,
    STATISTICS,
)
from stripe_stand_in.model.api.parameters import (
    EXPAND,
    LISTING,
    Boolean,
    Choice,
    Clearable,
    Email,
    Fields,
    Integer,
    ListOf,
    NoEffect,
    NotOffered,
    ParameterType,
    Text,
    TimeRange,
)
from stripe_stand_in.model.api.versions import DYNAMIC_METHODS_BY_DEFAULT, METHOD_TYPES_GONE, method_types_removed
from stripe_stand_in.model.data.vouchers import VOUCHERS
from stripe_stand_in.model.resources.payment_methods import options
from stripe_stand_in.model.resources.payment_methods.parameters import DATA

AUTOMATIC = Fields(("enabled",), enabled=Boolean(), allow_redirects=Choice("always", "never"))
MANDATE_DATA = Fields(
    ("customer_acceptance",),
    customer_acceptance=Fields(
        ("type",),
        accepted_at=Integer(),
        offline=Fields(),
        online=Fields(
            infer_from_client=NoEffect("the browser's address is not recorded"), ip_address=Text(), user_agent=Text()
        ),
        type=Choice("offline", "online"),
    ),
)
CAPTURE_METHOD = Choice("automatic", "automatic_async", "manual")
FUTURE_USAGE = Choice("off_session", "on_session")
BROWSER_DATA = DATA.replacing(**STATISTICS)

PAYMENT_DETAILS = Clearable(Fields(customer_reference=Clearable(Text()), order_reference=Clearable(Text())))

_SHARED: dict[str, ParameterType] = {
    "allowed_payment_method_types": ListOf(Text()),
    "amount_details": LEVEL_3,
    "capture_method": CAPTURE_METHOD,
    "excluded_payment_method_types": Clearable(ListOf(Text())),
    "expand": EXPAND,
    "hooks": HOOKS,
    "payment_details": PAYMENT_DETAILS,
    "payment_method": Text(),
    "payment_method_data": BROWSER_DATA,
    "payment_method_options": options.PAYMENT,
    "payment_method_types": ListOf(Text()),
}
_ATTEMPT: dict[str, ParameterType] = {
    "confirmation_token": CONFIRMATION_TOKEN,
    "error_on_requires_action": Boolean(),
    "mandate": Text(),
    "mandate_data": Clearable(MANDATE_DATA),
    "off_session": Choice("true", "false", "one_off", "recurring"),
    "radar_options": RADAR_SESSION,
    "return_url": Text(),
    "use_stripe_sdk": Boolean(),
}
CREATE = Fields(
    ("amount", "currency"),
    **_SHARED,
    **_ATTEMPT,
    amount=Integer(minimum=1),
    application_fee_amount=CONNECT,
    automatic_payment_methods=AUTOMATIC,
    confirm=Boolean(),
    confirmation_method=Choice("automatic", "manual"),
    currency=Text(),
    customer=Text(),
    customer_account=CUSTOMER_ACCOUNT,
    description=Text(1000),
    metadata=Metadata(),
    on_behalf_of=CONNECT,
    payment_method_configuration=CONFIGURATION,
    receipt_email=Email(),
    setup_future_usage=FUTURE_USAGE,
    shipping=SHIPPING,
    statement_descriptor=Text(22),
    statement_descriptor_suffix=Text(22),
    transfer_data=CONNECT,
    transfer_group=Text(),
)
UPDATE = Fields(
    **_SHARED,
    amount=Integer(minimum=1),
    application_fee_amount=CONNECT,
    currency=Text(),
    customer=Text(),
    customer_account=CUSTOMER_ACCOUNT,
    description=Clearable(Text(1000)),
    metadata=Metadata(),
    payment_method_configuration=CONFIGURATION,
    receipt_email=Clearable(Email()),
    setup_future_usage=Clearable(FUTURE_USAGE),
    shipping=Clearable(SHIPPING),
    statement_descriptor=Clearable(Text(22)),
    statement_descriptor_suffix=Clearable(Text(22)),
    transfer_data=CONNECT,
    transfer_group=Text(),
)
CONFIRM = Fields(
    **_SHARED,
    **_ATTEMPT,
    amount_to_confirm=Integer(minimum=1),
    client_secret=Text(),
    receipt_email=Clearable(Email()),
    setup_future_usage=Clearable(FUTURE_USAGE),
    shipping=Clearable(SHIPPING),
)
BROWSER_CONFIRM = frozenset(
    "client_secret expand mandate_data payment_method payment_method_data payment_method_options radar_options "
    "receipt_email return_url setup_future_usage shipping use_stripe_sdk".split()
)
CAPTURE = Fields(
    amount_details=LEVEL_3,
    amount_to_capture=Integer(minimum=1),
    application_fee_amount=CONNECT,
    expand=EXPAND,
    final_capture=Boolean(),
    hooks=HOOKS,
    metadata=Metadata(),
    payment_details=PAYMENT_DETAILS,
    statement_descriptor=Text(22),
    statement_descriptor_suffix=Text(22),
    transfer_data=CONNECT,
)
INCREMENT = Fields(
    ("amount",),
    amount=Integer(minimum=1),
    expand=EXPAND,
    **{
        name: NotOffered("an authorization can't be incremented")
        for name in (
            "amount_details", "application_fee_amount", "description", "hooks", "metadata", "payment_details",
            "statement_descriptor", "transfer_data",
        )
    },
)  # fmt: skip
CANCEL = Fields(
    cancellation_reason=Choice("duplicate", "fraudulent", "requested_by_customer", "abandoned"), expand=EXPAND
)
LIST = Fields(**LISTING, created=TimeRange(), customer=Text(), customer_account=CUSTOMER_ACCOUNT)
SEARCH = Fields(("query",), expand=EXPAND, limit=Integer(), page=Text(), query=Text())

ONLY_ON_CONFIRM = ("error_on_requires_action", "mandate", "mandate_data", "off_session", "return_url")
BY_CURRENCY = {
    "us_bank_account": ("usd",),
    "sepa_debit": ("eur",),
    **{kind: (voucher.currency,) for kind, voucher in VOUCHERS.items()},
}
DYNAMIC = ("card", "us_bank_account", "sepa_debit")
"""The payment method types that this account offers where the request names none."""
ACTIVE = (*DYNAMIC, *VOUCHERS)
"""The payment method types of this account; vouchers have to be named, since few shops offer them to everybody."""
METHOD_CHOICES = frozenset(("allowed_payment_method_types", "excluded_payment_method_types", "payment_method_types"))
EXCLUSIVE = (
    "allowed_payment_method_types",
    "excluded_payment_method_types",
    "automatic_payment_methods",
    "payment_method_configuration",
    "payment_method_types",
)


def check_method_choice(request: ApiRequest) -> None:
    """Refuses parameters for method types that exclude each other, and the one endive removed."""
    params = [name for name in EXCLUSIVE if request.params.get(name) is not None]
    if "payment_method_types" in request.params and request.version >= METHOD_TYPES_GONE:
        raise method_types_removed()
    if len(params) > 1:
        raise malformed(
            f"You may only specify one of these parameters: {', '.join(params)}.", params[0], "parameters_exclusive"
        )


def method_types(request: ApiRequest, currency: str) -> StripeObject:
    """Returns the fields of an intent that say which payment method types it takes."""
    params = request.params
    fitting = [kind for kind in ACTIVE if currency in BY_CURRENCY.get(kind, (currency,))]
    excluded = params.get("excluded_payment_method_types")
    allowed = params.get("allowed_payment_method_types")
    automatic = params.get("automatic_payment_methods")
    named = params.get("payment_method_types")
    dynamic = not allowed and not named and (
        excluded is not None
        or "payment_method_configuration" in params
        or (automatic["enabled"] if automatic else request.version >= DYNAMIC_METHODS_BY_DEFAULT)
    )  # fmt: skip
    if allowed:
        types = [kind for kind in fitting if kind in allowed]
    elif named:
        types = _exactly(named, fitting, currency)
    elif dynamic:
        types = [kind for kind in fitting if kind in DYNAMIC and kind not in (excluded or ())]
    else:
        types = ["card"]
    if not types:
        raise invalid(
            "No valid payment method types for this Payment Intent. Please ensure that you have activated payment "
            "methods compatible with your chosen currency in your dashboard "
            "(https://dashboard.stripe.com/settings/payment_methods) or specify a different currency.",
        )
    redirects = (automatic or {}).get("allow_redirects", "always")
    return {
        "allowed_payment_method_types": allowed,
        "automatic_payment_methods": {"allow_redirects": redirects, "enabled": True} if dynamic else None,
        "excluded_payment_method_types": excluded,
        "payment_method_configuration_details": (
            {"id": params.get("payment_method_configuration", "pmc_1TillStandInDefault"), "parent": None}
            if dynamic
            else None
        ),
        "payment_method_types": types,
    }


def _exactly(named: list[str], fitting: list[str], currency: str) -> list[str]:
    for kind in named:
        if kind not in ACTIVE:
            raise invalid(
                f"The payment method type provided: {kind} is invalid. Please ensure the provided type is activated "
                "in your dashboard (https://dashboard.stripe.com/account/payments/settings).",
                "payment_method_types",
            )
        if kind not in fitting:
            raise invalid(
                f"The payment method type {kind} can't be used with the currency {currency}.", "payment_method_types"
            )
    return named


def may_redirect(intent: StripeObject) -> bool:
    """Returns whether the intent accepts payment methods that redirect the shopper."""
    automatic = intent["automatic_payment_methods"]
    return bool(automatic and automatic["enabled"] and automatic["allow_redirects"] == "always")


def card_descriptor_refused() -> ApiError:
    """Returns the error for a statement_descriptor on a card payment, which has only a suffix."""
    return invalid(
        "The `statement_descriptor` parameter is not supported for the `card` payment method type. Use "
        "`statement_descriptor_suffix` instead.",
        "statement_descriptor",
    )


def shown_payment_details(params: StripeObject) -> StripeObject:
    """Returns payment_details with every field Stripe shows."""
    return {name: params.get(name) for name in ("customer_reference", "order_reference")}
