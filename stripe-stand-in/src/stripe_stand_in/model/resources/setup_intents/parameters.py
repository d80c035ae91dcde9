"""The parameters of setup intents."""

from stripe_stand_in.model.api.metadata import Metadata
from stripe_stand_in.model.api.parameters import (
    EXPAND,
    LISTING,
    Anything,
    Boolean,
    Choice,
    Clearable,
    Fields,
    Integer,
    ListOf,
    ParameterType,
    Text,
    TimeRange,
)
from stripe_stand_in.model.resources.payment_intents.parameters import AUTOMATIC, BROWSER_DATA, MANDATE_DATA

_SHARED: dict[str, ParameterType] = {
    "attach_to_self": Boolean(),
    "customer": Text(),
    "customer_account": Text(),
    "description": Text(1000),
    "excluded_payment_method_types": Clearable(ListOf(Text())),
    "expand": EXPAND,
    "flow_directions": ListOf(Choice("inbound", "outbound")),
    "metadata": Metadata(),
    "payment_method": Text(),
    "payment_method_configuration": Text(),
    "payment_method_data": BROWSER_DATA,
    "payment_method_options": Anything(),
    "payment_method_types": ListOf(Text()),
}
_ATTEMPT: dict[str, ParameterType] = {
    "confirmation_token": Text(),
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
    on_behalf_of=Text(),
    single_use=Fields(("amount", "currency"), amount=Integer(minimum=1), currency=Text()),
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
    payment_method_options=Anything(),
)
BROWSER = frozenset(
    "client_secret expand mandate_data payment_method payment_method_data payment_method_options return_url "
    "use_stripe_sdk".split()
)
CANCEL = Fields(cancellation_reason=Choice("abandoned", "duplicate", "requested_by_customer"), expand=EXPAND)
LIST = Fields(**LISTING, attach_to_self=Boolean(), created=TimeRange(), customer=Text(), customer_account=Text(),
              payment_method=Text())  # fmt: skip
