"""Stripe's test cards and bank accounts, and how each number and token behaves."""

from dataclasses import dataclass, replace

from stripe_stand_in.model.data.countries import NUMBERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """How a payment method behaves. Codes are those of Stripe's errors."""

    decline: str | None = None
    decline_code: str | None = None
    attachable: bool = True
    authentication: str = "none"
    """none, optional, required (challenge at each payment), always, unless_set_up, frictionless."""
    after_authentication: str | None = None
    """decline_code after a passed challenge."""
    unavailable: bool = False
    """The issuer's authentication is unavailable: a processing error instead of a challenge."""
    blocked: bool = False
    risk: str = "normal"
    dispute: str | None = None
    """Reason of the dispute that follows a payment."""
    disputes: int = 1
    """How many disputes follow."""
    inquiry: bool = False
    warning: bool = False
    checks: tuple[str, ...] = ()
    """Checks that fail: address_line1_check, address_postal_code_check, cvc_check."""
    address_unchecked: bool = False
    clears_at_once: bool = False
    """Whether the money is available at once."""
    refund: str = "succeeds"
    """succeeds, pends, fails."""
    settles: bool = True
    settle_failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One test card."""

    number: str
    brand: str = "visa"
    country: str = "US"
    funding: str = "credit"
    networks: tuple[str, ...] = ()
    """Networks of a co-branded card; any other has its brand's alone."""
    behaviour: Behaviour = Behaviour()


def _declined(number: str, code: str, decline_code: str | None = None, brand: str = "visa") -> Card:
    refuses = Behaviour(decline=code, decline_code=decline_code or code, attachable=False)
    return Card(number=number, brand=brand, behaviour=refuses)


def _behaving(number: str, **behaviour: object) -> Card:
    return Card(number=number, behaviour=Behaviour(**behaviour))  # type: ignore[arg-type]


VISA = Card(number="4242424242424242")
DECLINED = _declined("4000000000000002", "card_declined", "generic_decline")
AUTHENTICATED_THEN_POOR = _behaving(
    "4000008260003178", authentication="always", after_authentication="insufficient_funds"
)
FRAUDULENT = _behaving("4000000000000259", dispute="fraudulent")

BY_TOKEN: dict[str, Card] = {
    "visa": VISA,
    "visa_debit": Card(number="4000056655665556", funding="debit"),
    "mastercard": Card(number="5555555555554444", brand="mastercard"),
    "mastercard_debit": Card(number="5200828282828210", brand="mastercard", funding="debit"),
    "mastercard_prepaid": Card(number="5105105105105100", brand="mastercard", funding="prepaid"),
    "amex": Card(number="378282246310005", brand="amex"),
    "discover": Card(number="6011111111111117", brand="discover"),
    "diners": Card(number="3056930009020004", brand="diners"),
    "jcb": Card(number="3566002020360505", brand="jcb"),
    "unionpay": Card(number="6200000000000005", brand="unionpay"),
    **{country: Card(number=number, country=country.upper()) for country, number in NUMBERS.items()},
    "th_credit": Card(number="4000007640000003", country="TH"),
    "th_debit": Card(number="4000057640000008", country="TH", funding="debit"),
    "gb_debit": Card(number="4000058260000005", country="GB", funding="debit"),
    "gb_mastercard": Card(number="5555558265554449", brand="mastercard", country="GB"),
    "visa_cartesBancaires": Card(number="4000002500001001", country="FR", networks=("cartes_bancaires", "visa")),
    "mastercard_cartesBancaires": Card(
        number="5555552500001001", brand="mastercard", country="FR", networks=("cartes_bancaires", "mastercard")
    ),
    "visa_debit_eftposAuCoBranded": Card(
        number="4000050360000001", country="AU", funding="debit", networks=("eftpos_au", "visa")
    ),
    "mastercard_debit_eftposAuCoBranded": Card(
        number="5555050360000080",
        brand="mastercard",
        country="AU",
        funding="debit",
        networks=("eftpos_au", "mastercard"),
    ),
    "chargeDeclined": DECLINED,
    "visa_chargeDeclined": DECLINED,
    "chargeDeclinedInsufficientFunds": _declined("4000000000009995", "card_declined", "insufficient_funds"),
    "chargeDeclinedLostCard": _declined("4000000000009987", "card_declined", "lost_card"),
    "chargeDeclinedStolenCard": _declined("4000000000009979", "card_declined", "stolen_card"),
    "chargeDeclinedFraudulent": _behaving("4100000000000019", blocked=True, risk="highest"),
    "chargeDeclinedExpiredCard": _declined("4000000000000069", "expired_card"),
    "chargeDeclinedIncorrectCvc": _declined("4000000000000127", "incorrect_cvc"),
    "chargeDeclinedProcessingError": _declined("4000000000000119", "processing_error"),
    "chargeDeclinedVelocityLimitExceeded": _declined("4000000000006975", "card_declined", "card_velocity_exceeded"),
    "chargeCustomerFail": _behaving("4000000000000341", decline="card_declined", decline_code="generic_decline"),
    "threeDSecure2Required": _behaving("4000000000003220", authentication="required"),
    "threeDSecureRequired": _behaving("4000000000003063", authentication="required"),
    "threeDSecureRequiredChargeDeclined": _behaving(
        "4000008400001629", authentication="required", after_authentication="generic_decline"
    ),
    "threeDSecureRequiredProcessingError": _behaving("4000008400001280", authentication="required", unavailable=True),
    "threeDSecureOptional": _behaving("4000000000003055", authentication="optional"),
    "threeDSecureFrictionless": _behaving("4000000032200000", authentication="frictionless"),
    "authenticationRequired": _behaving("4000002760003184", authentication="always"),
    "authenticationRequiredOnSetup": _behaving("4000002500003155", authentication="unless_set_up"),
    "authenticationRequiredSetupForOffSession": _behaving("4000003800000446", authentication="unless_set_up"),
    "authenticationRequiredChargeDeclinedInsufficientFunds": AUTHENTICATED_THEN_POOR,
    "radarBlock": _behaving("4100000000000019", blocked=True, risk="highest"),
    "riskLevelHighest": _behaving("4000000000004954", risk="highest"),
    "riskLevelElevated": _behaving("4000000000009235", risk="elevated"),
    "createDispute": FRAUDULENT,
    "createDisputeProductNotReceived": _behaving("4000000000002685", dispute="product_not_received"),
    "createDisputeInquiry": _behaving("4000000000001976", dispute="fraudulent", inquiry=True),
    "createIssuerFraudRecord": _behaving("4000000000005423", warning=True),
    "pendingRefund": _behaving("4000000000007726", refund="pends"),
    "refundFail": _behaving("4000000000005126", refund="fails"),
    "bypassPending": _behaving("4000000000000077", clears_at_once=True),
    "bypassPendingInternational": _behaving("4000003720000278", clears_at_once=True),
    "avsFail": _behaving("4000000000000010", checks=("address_line1_check", "address_postal_code_check")),
    "avsLine1Fail": _behaving("4000000000000028", checks=("address_line1_check",)),
    "avsZipFail": _behaving("4000000000000036", checks=("address_postal_code_check",)),
    "avsUnchecked": _behaving("4000000000000044", address_unchecked=True),
    "cvcCheckFail": _behaving("4000000000000101", checks=("cvc_check",)),
    "createMultipleDisputes": _behaving("4000000404000079", dispute="fraudulent", disputes=2),
    "createCe3EligibleDispute": _behaving("4000000404000038", dispute="fraudulent"),
    "createComplianceDispute": _behaving("4000008400000779", dispute="noncompliant"),
    "amex_threeDSecureNotSupported": Card(number="378282246310005", brand="amex"),
}
"""By the name after `pm_card_` or `tok_`; declines also have a form with their brand: `visa_chargeDeclined…`."""

OTHERS = (
    Card(number="2223003122003222", brand="mastercard"),
    Card(number="371449635398431", brand="amex"),
    Card(number="6011000990139424", brand="discover"),
    Card(number="6011981111111113", brand="discover", funding="debit"),
    Card(number="36227206271667", brand="diners"),
    Card(number="6555900000604105", brand="discover"),
    Card(number="6200000000000047", brand="unionpay", funding="debit"),
    Card(number="6205500000000000004", brand="unionpay"),
)
"""Test cards without a token."""

_CAPTCHA = "a captcha challenge is not modelled"
_PIN = "it is for payments in person, with a PIN"
NOT_OFFERED = {
    "4000000000001208": _CAPTCHA,
    "4000000000003725": _CAPTCHA,
    "4001007020000002": _PIN,
    "4000008260000075": _PIN,
    "4001000360000005": _PIN,
    "4000002760000008": _PIN,
}
"""Stripe's other test cards by their numbers, and why each is refused here."""

BY_NUMBER = {card.number: card for card in (*BY_TOKEN.values(), *OTHERS)}

BRANDS = (("4", "visa"), ("34", "amex"), ("37", "amex"), ("5", "mastercard"), ("2", "mastercard"), ("35", "jcb"),
          ("30", "diners"), ("36", "diners"), ("6", "discover"), ("62", "unionpay"))  # fmt: skip


def card_of_token(token: str) -> Card | None:
    """Returns the card of `pm_card_…` or `tok_…`, or None."""
    for prefix in ("pm_card_", "tok_"):
        if token.startswith(prefix):
            name = token[len(prefix) :].removeprefix("card_")
            plain = name.removeprefix("visa_")
            found = BY_TOKEN.get(name) or BY_TOKEN.get(plain)
            return found or (BY_TOKEN.get(plain[:1].lower() + plain[1:]) if prefix == "tok_" else None)
    return None


def card_of_number(number: str) -> Card | None:
    """Returns the test card of this number, a plain card for any other valid number, None if the Luhn check fails."""
    if number in BY_NUMBER:
        return BY_NUMBER[number]
    if not (12 <= len(number) <= 19 and number.isascii() and number.isdigit() and _luhn(number)):
        return None
    brands = [brand for start, brand in sorted(BRANDS, key=lambda each: -len(each[0])) if number.startswith(start)]
    return replace(VISA, number=number, brand=brands[0] if brands else "unknown")


def _luhn(number: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


US_BANK: dict[str, tuple[str, Behaviour]] = {
    "success": ("000123456789", Behaviour()),
    "accountClosed": ("000111111113", Behaviour(settle_failure="account_closed")),
    "noAccount": ("000111111116", Behaviour(settle_failure="no_account")),
    "insufficientFunds": ("000222222227", Behaviour(settle_failure="insufficient_funds")),
    "debitNotAuthorized": ("000333333335", Behaviour(settle_failure="debit_not_authorized")),
    "dispute": ("000555555559", Behaviour(dispute="fraudulent")),
    "processing": ("000000000009", Behaviour(settles=False)),
}
"""By the name after `pm_usBankAccount_`: account number (routing 110000000) and behaviour of a debit."""

US_BANK_BY_NUMBER = dict(US_BANK.values())

IBANS = {
    "AT611904300234573201": Behaviour(),
    "AT321904300235473204": Behaviour(),
    "AT861904300235473202": Behaviour(settle_failure="generic_decline"),
    "AT591904300235473203": Behaviour(dispute="fraudulent"),
    "DE89370400440532013000": Behaviour(),
    "DE62370400440532013001": Behaviour(settle_failure="generic_decline"),
}
"""Test IBANs; any other valid one settles."""
