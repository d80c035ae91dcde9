"""Payment methods from parameters: cards by number or token, bank accounts by number."""

from dataclasses import dataclass
from hashlib import blake2b
from time import gmtime
from typing import Any

from stripe_stand_in.model.account.account import LETTERS, Account
from stripe_stand_in.model.api.addresses import full_address
from stripe_stand_in.model.api.errors import ApiError, invalid, malformed
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.data.test_cards import (
    IBANS,
    NOT_OFFERED,
    US_BANK,
    US_BANK_BY_NUMBER,
    Behaviour,
    Card,
    card_of_number,
    card_of_token,
)
from stripe_stand_in.model.data.vouchers import VOUCHERS

SERVED = ("card", "us_bank_account", "sepa_debit", *VOUCHERS)


@dataclass(frozen=True, slots=True)
class NewPaymentMethod:
    """A payment method that is not stored yet, and its behaviour."""

    method: StripeObject
    behaviour: Behaviour


def from_data(account: Account, params: StripeObject) -> NewPaymentMethod:
    """Returns the payment method that the parameters describe."""
    kind = params.get("type", "card")
    described = params.get(kind)
    if kind == "card":
        new = _card(account, described)
    elif kind == "us_bank_account":
        new = _us_bank_account(account, described or {})
    elif kind == "sepa_debit":
        new = _sepa_debit(account, described)
    elif kind in VOUCHERS:
        new = _voucher(account, kind, described, params.get("billing_details", {}))
    else:
        raise invalid(
            f"The payment method type provided: {kind} is invalid. Please ensure the provided type is activated in "
            "your dashboard (https://dashboard.stripe.com/account/payments/settings) and your account is enabled for "
            "any preview features that you are trying to use.",
            "type",
        )
    others = [name for name in params if name in SERVED and name != kind]
    if others:
        raise malformed(f"Received unknown parameter: {others[0]}", others[0], "parameter_unknown")
    new.method["allow_redisplay"] = params.get("allow_redisplay", "unspecified")
    new.method["billing_details"] = shown_billing(params.get("billing_details", {}))
    new.method["metadata"] = {k: v for k, v in (params.get("metadata") or {}).items() if v is not None}
    if kind in ("us_bank_account", "sepa_debit") and not new.method["billing_details"]["name"]:
        raise malformed("Missing required param: billing_details[name].", "billing_details[name]", "parameter_missing")
    return new


def of_card(
    account: Account, card: Card, expiry: tuple[int, int] | None = None, *, cvc: bool = True
) -> NewPaymentMethod:
    """Returns a payment method of this card; without an expiry it expires next year."""
    if expiry is None:
        today = gmtime(account.now)
        expiry = (today.tm_mon, today.tm_year + 1)
    method = _method(account, "card")
    method["card"] = {
        "brand": card.brand,
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "unchecked" if cvc else None,
        },
        "country": card.country,
        "description": None,
        "display_brand": card.brand,
        "exp_month": expiry[0],
        "exp_year": expiry[1],
        "fingerprint": fingerprint(account, card.number),
        "funding": card.funding,
        "generated_from": None,
        "iin": None,
        "issuer": None,
        "last4": card.number[-4:],
        "networks": {"available": list(card.networks or (card.brand,)), "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": card.brand != "discover"},
        "wallet": None,
    }
    return NewPaymentMethod(method, card.behaviour)


def bank_of_token(account: Account, name: str) -> NewPaymentMethod:
    """Returns a payment method of one of Stripe's test bank accounts."""
    number, _ = US_BANK[name]
    return from_data(
        account,
        {
            "type": "us_bank_account",
            "us_bank_account": {"account_number": number, "routing_number": "110000000"},
            "billing_details": {"name": "Jenny Rosen"},
        },
    )


def shown_billing(params: StripeObject) -> StripeObject:
    """Returns billing details with every field Stripe shows."""
    shown: dict[str, Any] = {name: params.get(name) for name in ("email", "name", "phone", "tax_id")}
    return {"address": full_address(params.get("address") or {}), **shown}


def preferred(networks: StripeObject, params: StripeObject) -> StripeObject:
    """Returns a card's networks with the preferred one, which has to be available."""
    chosen = params.get("preferred")
    if chosen not in (None, *networks["available"]):
        raise invalid(f"The card does not support the network {chosen}.", "card[networks][preferred]")
    return {**networks, "preferred": chosen}


def fingerprint(account: Account, number: str) -> str:
    """Returns a fingerprint that is the same for the same number within one account."""
    digest = blake2b(f"{account.seed}:{number}".encode(), digest_size=16).digest()
    return digest.translate(LETTERS).decode()


def _method(account: Account, kind: str) -> StripeObject:
    return {
        "id": account.new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": shown_billing({}),
        "created": account.timestamp,
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "radar_options": {},
        "type": kind,
    }


def _card(account: Account, params: StripeObject | None) -> NewPaymentMethod:
    if params is None:
        raise malformed("Missing required param: card.", "card", "parameter_missing")
    if "token" in params:
        return _of_token(account, params["token"])
    for name in ("number", "exp_month", "exp_year"):
        if name not in params:
            raise malformed(f"Missing required param: card[{name}].", f"card[{name}]", "parameter_missing")
    number = params["number"].replace(" ", "").replace("-", "")
    if (why := NOT_OFFERED.get(number)) is not None:
        raise malformed(f"The stand-in does not offer the test card {number}: {why}.", "card[number]", "not_offered")
    card = card_of_number(number)
    if card is None:
        raise _card_error("incorrect_number", "Your card number is incorrect.", "number")
    month, year = _expiry(account, params)
    cvc = params.get("cvc")
    if cvc is not None and not (cvc.isdigit() and len(cvc) in ((4,) if card.brand == "amex" else (3,))):
        raise _card_error("invalid_cvc", "Your card's security code is invalid.", "cvc")
    new = of_card(account, card, (month, year), cvc=cvc is not None)
    if "networks" in params:
        new.method["card"]["networks"] = preferred(new.method["card"]["networks"], params["networks"])
    return new


def _expiry(account: Account, params: StripeObject) -> tuple[int, int]:
    month, year = params["exp_month"], params["exp_year"]
    year += 2000 if 0 <= year < 100 else 0
    today = gmtime(account.now)
    if not 1 <= month <= 12:
        raise _card_error("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month")
    if year < today.tm_year or year > today.tm_year + 50:
        raise _card_error("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year")
    if (year, month) < (today.tm_year, today.tm_mon):
        raise _card_error("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month")
    return month, year


def _of_token(account: Account, token: str) -> NewPaymentMethod:
    card = card_of_token(token)
    if card is not None:
        return of_card(account, card)
    kept = account.tokens.find(token, "card[token]")
    if kept["used"]:
        raise invalid(f"You cannot use a Stripe token more than once: {token}.", "card[token]", "token_already_used")
    kept["used"] = True
    return _card(account, account.vault[token])


def _us_bank_account(account: Account, params: StripeObject) -> NewPaymentMethod:
    for name in ("account_number", "routing_number"):
        if name not in params:
            inside = f"us_bank_account[{name}]"
            raise malformed(f"Missing required param: {inside}.", inside, "parameter_missing")
    number, routing = params["account_number"], params["routing_number"]
    if len(routing) != 9 or not routing.isdigit():
        raise invalid("Invalid routing number.", "us_bank_account[routing_number]", "routing_number_invalid")
    if not (4 <= len(number) <= 17 and number.isdigit()):
        raise invalid("Invalid account number.", "us_bank_account[account_number]", "account_number_invalid")
    method = _method(account, "us_bank_account")
    method["us_bank_account"] = {
        "account_holder_type": params.get("account_holder_type", "individual"),
        "account_type": params.get("account_type", "checking"),
        "bank_name": "STRIPE TEST BANK",
        "financial_connections_account": None,
        "fingerprint": fingerprint(account, routing + number),
        "last4": number[-4:],
        "networks": {"preferred": "ach", "supported": ["ach"]},
        "routing_number": routing,
        "status_details": {},
    }
    return NewPaymentMethod(method, US_BANK_BY_NUMBER.get(number, Behaviour()))


def _sepa_debit(account: Account, params: StripeObject | None) -> NewPaymentMethod:
    if params is None:
        raise malformed("Missing required param: sepa_debit.", "sepa_debit", "parameter_missing")
    iban = params["iban"].replace(" ", "").upper()
    if not (
        15 <= len(iban) <= 34 and iban.isascii() and iban[:2].isalpha() and iban.isalnum() and _remainder(iban) == 1
    ):
        raise invalid("The IBAN you provided is invalid.", "sepa_debit[iban]", "account_number_invalid")
    method = _method(account, "sepa_debit")
    method["sepa_debit"] = {
        "bank_code": iban[4:9],
        "branch_code": "",
        "country": iban[:2],
        "fingerprint": fingerprint(account, iban),
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": iban[-4:],
    }
    return NewPaymentMethod(method, IBANS.get(iban, Behaviour()))


def _voucher(
    account: Account, kind: str, params: StripeObject | None, billing_details: StripeObject
) -> NewPaymentMethod:
    for name in VOUCHERS[kind].required:
        if not billing_details.get(name):
            inside = f"billing_details[{name}]"
            raise malformed(f"Missing required param: {inside}.", inside, "parameter_missing")
    if kind == "boleto" and params is None:
        raise malformed("Missing required param: boleto[tax_id].", "boleto[tax_id]", "parameter_missing")
    method = _method(account, kind)
    method[kind] = dict(params or {})
    return NewPaymentMethod(method, Behaviour())


def _remainder(iban: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97


def _card_error(code: str, message: str, param: str) -> ApiError:
    return ApiError(402, message, kind="card_error", code=code, param=param)
