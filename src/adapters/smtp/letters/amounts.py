"""Amounts as a reader of the mail's language writes them, with the decimals that Stripe counts by."""

import re
from decimal import Decimal

from babel import Locale
from babel.numbers import parse_pattern

from domain.money.currency import Currency

_CODE_MEETS_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
"""CLDR sets a letter of a currency apart from a digit; Babel leaves that out."""


def formatted_amount(amount: int, currency: Currency, locale: Locale) -> str:
    """Formats an amount in minor units: Stripe's exponent decides, not ISO's or CLDR's.

    A currency that is only paid in whole units shows no decimals, though Stripe counts its hundredths (ISK, UGX).
    """
    whole = currency.step == 10**currency.exponent and amount % currency.step == 0
    decimals = 0 if whole else currency.exponent
    pattern = parse_pattern(locale.currency_formats["standard"].pattern)
    pattern.frac_prec = (decimals, decimals)
    value = Decimal(amount).scaleb(-currency.exponent)
    formatted: str = pattern.apply(value, locale, currency=currency.code.upper(), currency_digits=False)
    return _CODE_MEETS_DIGIT.sub("\u00a0", formatted)
