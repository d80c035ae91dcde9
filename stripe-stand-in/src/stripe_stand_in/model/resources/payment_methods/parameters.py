"""The parameters that describe a payment method."""

from stripe_stand_in.model.api.addresses import ADDRESS
from stripe_stand_in.model.api.metadata import Metadata
from stripe_stand_in.model.api.parameters import EXPAND, Anything, Choice, Clearable, Email, Fields, Integer, Text
from stripe_stand_in.model.data.vouchers import VOUCHERS

ALLOW_REDISPLAY = Choice("always", "limited", "unspecified")
BILLING = Fields(
    address=Clearable(ADDRESS),
    email=Clearable(Email()),
    name=Clearable(Text()),
    phone=Clearable(Text()),
    tax_id=Clearable(Text()),
)
CARD = Fields(
    cvc=Text(),
    exp_month=Integer(),
    exp_year=Integer(),
    networks=Anything(),
    number=Text(),
    token=Text(),
)
US_BANK_ACCOUNT = Fields(
    account_holder_type=Choice("company", "individual"),
    account_number=Text(),
    account_type=Choice("checking", "savings"),
    financial_connections_account=Text(),
    routing_number=Text(),
)
SEPA_DEBIT = Fields(("iban",), iban=Text())
NOT_SERVED = (
    "acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit bancontact billie bizum blik "
    "cashapp crypto customer_balance eps fpx giropay grabpay ideal interac_present kakao_pay klarna "
    "kr_card link mb_way mobilepay naver_pay nz_bank_account p24 pay_by_bank payco paynow paypal "
    "paypay payto pix promptpay revolut_pay samsung_pay satispay scalapay sequra sofort sunbit swish twint upi "
    "wechat_pay zip"
).split()
"""Types that Stripe has and this account has not activated: known, then refused."""

DATA = Fields(
    allow_redisplay=ALLOW_REDISPLAY,
    billing_details=BILLING,
    card=CARD,
    metadata=Metadata(),
    radar_options=Anything(),
    sepa_debit=SEPA_DEBIT,
    type=Choice("card", "us_bank_account", "sepa_debit", *VOUCHERS, *NOT_SERVED, "custom"),
    us_bank_account=US_BANK_ACCOUNT,
    boleto=Fields(("tax_id",), tax_id=Text()),
    konbini=Fields(),
    multibanco=Fields(),
    oxxo=Fields(),
    **{kind: Anything() for kind in NOT_SERVED},
)
FROM_BROWSER = {name: Anything() for name in ("referrer", "time_on_page", "guid", "muid", "sid", "payment_user_agent",
                                               "client_attribution_metadata", "pasted_fields")}  # fmt: skip
"""What Stripe.js adds about its page; it has no effect at Stripe either."""
CREATE = DATA.replacing(custom=Anything(), customer=Text(), expand=EXPAND, payment_method=Text(), **FROM_BROWSER)
BROWSER = frozenset(CREATE.kinds) - {"customer", "payment_method", "metadata"}
