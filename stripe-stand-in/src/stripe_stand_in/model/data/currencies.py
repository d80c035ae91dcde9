"""Stripe's currencies: decimals, steps and charge limits."""

from stripe_stand_in.model.api.errors import invalid, malformed

ZERO_DECIMAL = frozenset("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split())
THREE_DECIMAL = frozenset("bhd jod kwd omr tnd".split())
WHOLE_IN_HUNDREDTHS = frozenset(("isk", "ugx"))
TWO_DECIMAL = frozenset(
    (
        "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop "
        "crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes "
        "kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd "
        "pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd "
        "tzs uah ugx usd uyu uzs wst xcd yer zar zmw"
    ).split()
)
KNOWN = ZERO_DECIMAL | THREE_DECIMAL | TWO_DECIMAL

MINIMUM = {
    "usd": 50, "aed": 200, "ars": 50, "aud": 50, "brl": 50, "cad": 50, "chf": 50, "cop": 50, "czk": 1500, "dkk": 250,
    "eur": 50, "gbp": 30, "hkd": 400, "huf": 17500, "idr": 50, "ils": 50, "inr": 50, "jpy": 50, "krw": 50, "mxn": 1000,
    "myr": 200, "nok": 300, "nzd": 50, "php": 50, "pln": 200, "ron": 200, "rub": 50, "sek": 300, "sgd": 50, "thb": 1000,
    "zar": 50,
}  # fmt: skip
"""Stripe's documented minimum charges in minor units; 1 for the other currencies."""

MAXIMUM = {"idr": 999_999_999_999, "cop": 9_999_999_999, "inr": 999_999_999}
DEFAULT_MAXIMUM = 99_999_999
"""Eight digits, except for the currencies above."""


def currency_code(currency: str) -> str:
    """Returns the currency's lower-case code; refuses one Stripe does not take."""
    code = currency.lower()
    if code not in KNOWN:
        raise malformed(
            f"Invalid currency: {currency[:16]}. "
            f"Stripe currently supports these currencies: {', '.join(sorted(KNOWN))}",
            "currency",
        )
    return code


def amount_text(amount: int, currency: str) -> str:
    """Returns an amount as Stripe's messages write it."""
    sign = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}.get(currency, "")
    decimals = 0 if currency in ZERO_DECIMAL else 3 if currency in THREE_DECIMAL else 2
    text = f"{amount / 10**decimals:,.{decimals}f}"
    return f"{sign}{text}" if sign else f"{text} {currency}"


def step(currency: str) -> int:
    """Returns the number that every amount of the currency is a multiple of."""
    return 10 if currency in THREE_DECIMAL else 100 if currency in WHOLE_IN_HUNDREDTHS else 1


def check_step(amount: int, currency: str, param: str = "amount") -> None:
    """Refuses an amount that is no multiple of the currency's step."""
    if amount % step(currency):
        raise malformed(
            f"Invalid amount: {currency.upper()} amounts must be evenly divisible by {step(currency)}.",
            param,
            "invalid_charge_amount",
        )


def check_chargeable(amount: int, currency: str) -> None:
    """Refuses an amount that is no multiple of the step, too small or too large."""
    check_step(amount, currency)
    minimum, maximum = MINIMUM.get(currency, 1), MAXIMUM.get(currency, DEFAULT_MAXIMUM)
    if amount < minimum:
        raise invalid(f"Amount must be at least {amount_text(minimum, currency)}", "amount", "amount_too_small")
    if amount > maximum:
        raise invalid(f"Amount must be no more than {amount_text(maximum, currency)}", "amount", "amount_too_large")
