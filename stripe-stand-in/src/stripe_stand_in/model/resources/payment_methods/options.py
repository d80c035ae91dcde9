"""payment_method_options: what an intent asks of each payment method type."""

from typing import Any

from stripe_stand_in.model.api.errors import malformed
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.api.parameters import Choice, Clearable, Fields, Integer, NotOffered, ParameterType, Text
from stripe_stand_in.model.resources.payment_methods.parameters import NOT_SERVED

FUTURE_USAGE = Clearable(Choice("none", "off_session", "on_session"))
NETWORKS = Choice("amex", "cartes_bancaires", "diners", "discover", "eftpos_au", "girocard", "interac", "jcb", "link",
                  "mastercard", "unionpay", "unknown", "visa")  # fmt: skip
REQUEST_THREE_D_SECURE = Choice("any", "automatic", "challenge")
VERIFICATION_METHOD = Choice("automatic", "instant", "microdeposits")
CARD_NOT_OFFERED: dict[str, ParameterType] = {
    "cvc_token": NotOffered(),
    "installments": NotOffered("cards of the stand-in have no instalments"),
    "mandate_options": NotOffered("subscriptions are not modelled"),
    "moto": NotOffered(),
    "request_extended_authorization": NotOffered("authorizations expire after seven days"),
    "request_incremental_authorization": NotOffered("an authorization can't be incremented"),
    "request_multicapture": NotOffered("an authorization is captured once"),
    "request_overcapture": NotOffered("no more than the authorized amount can be captured"),
    "require_cvc_recollection": NotOffered(),
    "setup_credential_usage": NotOffered(),
    "statement_descriptor_suffix_kana": NotOffered(),
    "statement_descriptor_suffix_kanji": NotOffered(),
    "stored_credential_usage": NotOffered(),
    "three_d_secure": NotOffered("authentication by a third party is not modelled"),
}
US_BANK_NOT_OFFERED: dict[str, ParameterType] = {
    "financial_connections": NotOffered("Financial Connections is not modelled"),
    "mandate_options": NotOffered(),
    "networks": NotOffered(),
    "target_date": NotOffered(),
    "transaction_purpose": NotOffered(),
}
EXPIRES_AFTER_DAYS = Integer(minimum=1)
ONCE = Choice("none")
VOUCHER_OPTIONS: dict[str, ParameterType] = {
    "boleto": Clearable(Fields(expires_after_days=EXPIRES_AFTER_DAYS, setup_future_usage=FUTURE_USAGE)),
    "konbini": Clearable(
        Fields(
            confirmation_number=Clearable(Text(11)),
            expires_after_days=Clearable(EXPIRES_AFTER_DAYS),
            expires_at=Clearable(Integer(minimum=1)),
            product_description=Clearable(Text(22)),
            setup_future_usage=ONCE,
        )
    ),
    "multibanco": Clearable(Fields(setup_future_usage=ONCE)),
    "oxxo": Clearable(Fields(expires_after_days=EXPIRES_AFTER_DAYS, setup_future_usage=ONCE)),
}
PAYMENT = Fields(
    card=Clearable(
        Fields(
            capture_method=Clearable(Choice("manual")),
            network=NETWORKS,
            request_three_d_secure=REQUEST_THREE_D_SECURE,
            setup_future_usage=FUTURE_USAGE,
            **CARD_NOT_OFFERED,
        )
    ),
    us_bank_account=Clearable(
        Fields(setup_future_usage=FUTURE_USAGE, verification_method=VERIFICATION_METHOD, **US_BANK_NOT_OFFERED)
    ),
    sepa_debit=Clearable(
        Fields(setup_future_usage=FUTURE_USAGE, mandate_options=NotOffered(), target_date=NotOffered())
    ),
    **VOUCHER_OPTIONS,
    **{kind: NotOffered(f"{kind} is not served") for kind in (*NOT_SERVED, "card_present")},
)

SETUP = Fields(
    card=Clearable(
        Fields(
            network=NETWORKS,
            request_three_d_secure=REQUEST_THREE_D_SECURE,
            **{name: CARD_NOT_OFFERED[name] for name in ("mandate_options", "moto", "three_d_secure")},
        )
    ),
    us_bank_account=Clearable(
        Fields(
            verification_method=VERIFICATION_METHOD,
            **{name: US_BANK_NOT_OFFERED[name] for name in ("financial_connections", "mandate_options", "networks")},
        )
    ),
    sepa_debit=Clearable(Fields(mandate_options=NotOffered())),
    **{kind: NotOffered(f"{kind} is not served") for kind in (*NOT_SERVED, "card_present")},
)

DEFAULTS: dict[str, StripeObject] = {
    "card": {"installments": None, "mandate_options": None, "network": None, "request_three_d_secure": "automatic"},
    "us_bank_account": {"verification_method": "automatic"},
    "sepa_debit": {},
    "boleto": {"expires_after_days": 3},
    "konbini": {
        "confirmation_number": None, "expires_after_days": None, "expires_at": None, "product_description": None,
    },
    "multibanco": {},
    "oxxo": {"expires_after_days": 3},
}  # fmt: skip
"""What Stripe shows of each type where nothing was asked for."""


def shown_options(
    types: list[str], given: StripeObject | None = None, former: StripeObject | None = None
) -> StripeObject:
    """Returns an intent's payment_method_options for its types: `former` changed by the `given` parameters.

    Options of a type that the intent does not allow could have no effect: they are refused by their name.
    """
    for kind in given or {}:
        if kind not in types:
            raise malformed(
                f"The stand-in makes no use of the options of {kind}: the intent allows {', '.join(types)} alone.",
                f"payment_method_options[{kind}]",
                "not_offered",
            )
    shown: StripeObject = {}
    for kind in types:
        options: dict[str, Any] = {**DEFAULTS[kind], **(former or {}).get(kind, {})}
        asked = (given or {}).get(kind, {})
        options = dict(DEFAULTS[kind]) if asked is None else {**options, **asked}
        shown[kind] = {name: value for name, value in options.items() if value is not None or name in DEFAULTS[kind]}
    return shown


def setup_options(
    types: list[str], given: StripeObject | None = None, former: StripeObject | None = None
) -> StripeObject:
    """Returns a setup intent's payment_method_options: those of a payment without what concerns its amount."""
    shown = shown_options(types, given, former)
    if "card" in shown:
        shown["card"].pop("installments", None)
    return {kind: shown[kind] for kind in shown if kind in ("card", "us_bank_account", "sepa_debit")}


def option(intent: StripeObject, kind: str, name: str, default: Any = None) -> Any:
    """Returns one option of the intent for a payment method type."""
    return intent["payment_method_options"].get(kind, {}).get(name, default)


def captures_manually(intent: StripeObject, kind: str) -> bool:
    """Returns whether a payment of this type is authorized now and captured later."""
    return "manual" in (intent.get("capture_method"), option(intent, kind, "capture_method"))


def future_usage(intent: StripeObject, kind: str) -> str | None:
    """Returns for what the payment method is saved, None if it is not."""
    usage = option(intent, kind, "setup_future_usage", intent.get("setup_future_usage"))
    return None if usage in (None, "none") else str(usage)
