"""The sentences that a shopper reads after a decline: our own, never Stripe's text."""

PLAIN = "Your payment was declined. Please try another payment method."
"""Also for lost, stolen and suspected fraud: the holder of such a card must not see that it is known to be one."""

_AUTHENTICATE = "Your bank wants you to confirm this payment. Please try again and follow its steps."
_BANK = "Your bank declined the payment. Please contact it or try another payment method."
_CHECK_NUMBER = "Your card number is incorrect. Please check it and try again."
_CHECK_CVC = "Your card's security code is incorrect. Please check it and try again."
_CHECK_EXPIRY = "Your card's expiry date is incorrect. Please check it and try again."
_CHECK_ADDRESS = "Your billing address does not match your card. Please check it and try again."
_EXPIRED = "Your card has expired. Please try another card."
_FUNDS = "There is not enough money available for this payment. Please try another payment method."
_LIMIT = "Your card's limit is exceeded. Please try another payment method."
_NOT_AUTHENTICATED = "We could not confirm with your bank that this payment is yours. Please try again."
_NOT_SUPPORTED = "Your card can't be used for this kind of purchase. Please try another payment method."
_CURRENCY = "Your card can't pay in this currency. Please try another payment method."
_TRY_AGAIN = "Something went wrong while your payment was being processed. Please try again in a moment."

_MESSAGES = {
    "approve_with_id": _TRY_AGAIN,
    "authentication_not_handled": _AUTHENTICATE,
    "authentication_required": _AUTHENTICATE,
    "call_issuer": _BANK,
    "card_not_supported": _NOT_SUPPORTED,
    "card_velocity_exceeded": _LIMIT,
    "currency_not_supported": _CURRENCY,
    "do_not_honor": _BANK,
    "expired_card": _EXPIRED,
    "incorrect_address": _CHECK_ADDRESS,
    "incorrect_cvc": _CHECK_CVC,
    "incorrect_number": _CHECK_NUMBER,
    "incorrect_zip": _CHECK_ADDRESS,
    "insufficient_funds": _FUNDS,
    "invalid_amount": _LIMIT,
    "invalid_cvc": _CHECK_CVC,
    "invalid_expiry_month": _CHECK_EXPIRY,
    "invalid_expiry_year": _CHECK_EXPIRY,
    "invalid_number": _CHECK_NUMBER,
    "issuer_not_available": _TRY_AGAIN,
    "payment_intent_authentication_failure": _NOT_AUTHENTICATED,
    "payment_intent_payment_attempt_expired": _NOT_AUTHENTICATED,
    "processing_error": _TRY_AGAIN,
    "reenter_transaction": _TRY_AGAIN,
    "transaction_not_allowed": _NOT_SUPPORTED,
    "try_again_later": _TRY_AGAIN,
    "withdrawal_count_limit_exceeded": _LIMIT,
}
"""By decline code or code (docs.stripe.com/declines/codes); what is not here gets the plain sentence."""


def message_for(code: str | None, decline_code: str | None) -> str:
    """The sentence for a decline. A decline code decides alone where there is one."""
    return _MESSAGES.get(decline_code or code or "", PLAIN)
