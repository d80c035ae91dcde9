"""The parameters that describe a payment method."""

from stripe_stand_in.model.api.addresses import ADDRESS
from stripe_stand_in.model.api.metadata import Metadata
from stripe_stand_in.model.api.not_offered import RADAR_SESSION, STATISTICS
from stripe_stand_in.model.api.parameters import EXPAND, Choice, Clearable, Email, Fields, Integer, NotOffered, Text
from stripe_stand_in.model.data.vouchers import VOUCHERS

ALLOW_REDISPLAY = Choice("always", "limited", "unspecified")
BILLING = Fields(
    address=Clearable(ADDRESS),
    email=Clearable(Email()),
    name=Clearable(Text()),
    phone=Clearable(Text()),
    tax_id=Clearable(Text()),
)
NETWORK = Choice("cartes_bancaires", "mastercard", "visa")
CARD = Fields(
    cvc=Text(),
    exp_month=Integer(),
    exp_year=Integer(),
    networks=Fields(preferred=Clearable(NETWORK)),
    number=Text(),
    token=Text(),
)
US_BANK_ACCOUNT = Fields(
    account_holder_type=Choice("company", "individual"),
    account_number=Text(),
    account_type=Choice("checking", "savings"),
    financial_connections_account=NotOffered("Financial Connections is not modelled"),
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

CLONING = NotOffered("payment methods are copied to connected accounts alone; attach this one to its customer")

TYPE = Choice("card", "us_bank_account", "sepa_debit", *VOUCHERS, *NOT_SERVED, "custom")

DATA = Fields(
    allow_redisplay=ALLOW_REDISPLAY,
    billing_details=BILLING,
    card=CARD,
    metadata=Metadata(),
    radar_options=RADAR_SESSION,
    sepa_debit=SEPA_DEBIT,
    type=TYPE,
    us_bank_account=US_BANK_ACCOUNT,
    boleto=Fields(("tax_id",), tax_id=Text()),
    konbini=Fields(),
    multibanco=Fields(),
    oxxo=Fields(),
    **{kind: NotOffered(f"{kind} is not served") for kind in NOT_SERVED},
)
CREATE = DATA.replacing(
    custom=NotOffered("custom payment methods are not served"),
    customer=CLONING,
    expand=EXPAND,
    payment_method=CLONING,
    **STATISTICS,
)
BROWSER = frozenset(CREATE.kinds) - {"customer", "payment_method", "metadata"}
