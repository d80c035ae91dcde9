"""Stripe's currencies: decimals, steps and largest amounts."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from domain.errors.pricing import UnknownCurrency

LARGEST_AMOUNT = 99_999_999
"""Stripe's documented limit for most methods: eight digits (API reference, PaymentIntent `amount`)."""

_LARGEST_OF = {"idr": 999_999_999_999, "cop": 9_999_999_999, "inr": 999_999_999}
"""Currencies of small units, of which Stripe takes more (docs.stripe.com/currencies, maximum charges)."""

LARGEST_OF_ANY = max(_LARGEST_OF.values())
"""The largest amount in any currency, for where an amount comes without one."""

_ZERO_DECIMAL = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf"
_THREE_DECIMAL = "bhd jod kwd omr tnd"
_WHOLE_UNITS_IN_HUNDREDTHS = "isk ugx"
_TWO_DECIMAL = (
    "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc "
    "cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd "
    "kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php "
    "pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah usd uyu uzs "
    "wst xcd yer zar zmw"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency as Stripe counts it.

    `exponent` is the number of decimals of one minor unit; every amount is a multiple of `step`
    (docs.stripe.com/currencies: three-decimal amounts end in 0, ISK and UGX in 00). The table is Stripe's, not
    ISO 4217's: MGA differs.
    """

    code: str
    exponent: int
    step: int = 1

    @property
    def largest(self) -> int:
        """The largest amount that Stripe takes at once."""
        return _LARGEST_OF.get(self.code, LARGEST_AMOUNT)

    def rounded(self, amount: Decimal) -> int:
        """The nearest payable amount in minor units, halves away from zero."""
        return int((amount / self.step).quantize(Decimal(1), rounding=ROUND_HALF_UP)) * self.step


def _table() -> dict[str, Currency]:
    rows: dict[str, Currency] = {}
    for codes, exponent, step in (
        (_TWO_DECIMAL, 2, 1),
        (_ZERO_DECIMAL, 0, 1),
        (_THREE_DECIMAL, 3, 10),
        (_WHOLE_UNITS_IN_HUNDREDTHS, 2, 100),
    ):
        rows.update({code: Currency(code=code, exponent=exponent, step=step) for code in codes.split()})
    return rows


CURRENCIES = _table()


def currency_of(code: str) -> Currency:
    """The currency of a lower-case code; raises `UnknownCurrency`."""
    try:
        return CURRENCIES[code]
    except KeyError:
        hint = f", {code.lower()} is" if code.lower() in CURRENCIES else ""
        raise UnknownCurrency(f"{code} is no currency that Stripe charges in{hint}") from None
