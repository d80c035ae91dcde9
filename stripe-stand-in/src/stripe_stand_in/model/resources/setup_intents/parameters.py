"""The parameters of setup intents."""

from stripe_stand_in.model.api.metadata import Metadata
from stripe_stand_in.model.api.not_offered import CONFIGURATION, CONFIRMATION_TOKEN, CONNECT, CUSTOMER_ACCOUNT
from stripe_stand_in.model.api.parameters import (
    EXPAND,
    LISTING,
    Boolean,
    Choice,
    Clearable,
    Fields,
    ListOf,
    NotOffered,
    ParameterType,
    Text,
    TimeRange,
)
from stripe_stand_in.model.resources.payment_intents.parameters import AUTOMATIC, BROWSER_DATA, MANDATE_DATA
from stripe_stand_in.model.resources.payment_methods import options

_SHARED: dict[str, ParameterType] = {
    "attach_to_self": CONNECT,
    "customer": Text(),
    "customer_account": CUSTOMER_ACCOUNT,
    "description": Text(1000),
    "excluded_payment_method_types": Clearable(ListOf(Text())),
    "expand": EXPAND,
    "flow_directions": NotOffered("payouts to payment methods are not modelled"),
    "metadata": Metadata(),
    "payment_method": Text(),
    "payment_method_configuration": CONFIGURATION,
    "payment_method_data": BROWSER_DATA,
    "payment_method_options": options.SETUP,
    "payment_method_types": ListOf(Text()),
}
_ATTEMPT: dict[str, ParameterType] = {
    "confirmation_token": CONFIRMATION_TOKEN,
    "mandate_data": Clearable(MANDATE_DATA),
    "return_url": Text(),
    "use_stripe_sdk": Boolean(),
}
CREATE = Fields(
    **_SHARED,
    **_ATTEMPT,
    allowed_payment_method_types=ListOf(Text()),
    automatic_payment_methods=AUTOMATIC,
    confirm=Boolean(),
    on_behalf_of=CONNECT,
    single_use=NotOffered("single-use mandates are not modelled"),
    usage=Choice("off_session", "on_session"),
)
UPDATE = Fields(**_SHARED, allowed_payment_method_types=Clearable(ListOf(Text())))
CONFIRM = Fields(
    **_ATTEMPT,
    allowed_payment_method_types=ListOf(Text()),
    client_secret=Text(),
    expand=EXPAND,
    payment_method=Text(),
    payment_method_data=BROWSER_DATA,
    payment_method_options=options.SETUP,
)
BROWSER = frozenset(
    "client_secret expand mandate_data payment_method payment_method_data payment_method_options return_url "
    "use_stripe_sdk".split()
)
CANCEL = Fields(cancellation_reason=Choice("abandoned", "duplicate", "requested_by_customer"), expand=EXPAND)
LIST = Fields(
    **LISTING,
    attach_to_self=CONNECT,
    created=TimeRange(),
    customer=Text(),
    customer_account=CUSTOMER_ACCOUNT,
    payment_method=Text(),
)
