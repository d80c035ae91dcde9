"""What can be refunded: the charge a request names, and the amount that is left of it."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.errors import invalid, malformed
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.data.currencies import amount_text, check_step
from stripe_stand_in.model.data.vouchers import VOUCHERS
from stripe_stand_in.model.resources import disputes


def charge_to_refund(account: Account, request: ApiRequest) -> StripeObject:
    """Returns the captured charge that the request names; refuses one that can't be refunded."""
    intent_id, charge_id = request.params.get("payment_intent"), request.params.get("charge")
    if intent_id is None and charge_id is None:
        raise malformed(
            "One of the following params should be provided for this request: payment_intent or charge.",
            "payment_intent",
            "parameter_missing",
        )
    if charge_id is not None:
        charge = account.charges.find(charge_id, "charge")
        if intent_id is not None and charge["payment_intent"] != intent_id:
            raise invalid(f"The charge {charge_id} does not belong to the PaymentIntent {intent_id}.", "charge")
    else:
        intent = account.payment_intents.find(str(intent_id), "payment_intent")
        latest = account.charges.get(intent["latest_charge"])
        if latest is None or latest["status"] != "succeeded":
            raise invalid(f"This PaymentIntent ({intent_id}) does not have a successful charge to refund.")
        charge = latest
    if charge["status"] != "succeeded" or not charge["captured"]:
        raise invalid(
            f"Charge {charge['id']} has not been captured. Cancel its PaymentIntent to release the funds."
            if charge["status"] == "succeeded"
            else f"The charge {charge['id']} did not succeed and can't be refunded.",
            code="charge_not_refundable",
        )
    kind = charge["payment_method_details"]["type"]
    if kind in VOUCHERS and VOUCHERS[kind].refund_destination is None:
        raise invalid(f"Payments by {kind} can't be refunded.", code="charge_not_refundable")
    if kind == "konbini" and "instructions_email" not in request.params:
        raise malformed("Missing required param: instructions_email.", "instructions_email", "parameter_missing")
    return charge


def amount_to_refund(account: Account, request: ApiRequest, charge: StripeObject) -> int:
    """Returns the amount to refund: the request's, or all that is left; refuses more than is left."""
    currency = charge["currency"]
    if any(disputes.blocks_refunds(each) for each in account.disputes.where("charge", charge["id"])):
        raise invalid(f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    refunds = account.refunds.where("charge", charge["id"])
    released = sum(each["amount"] for each in refunds if each["id"] in account.releases)
    left = int(charge["amount_captured"] - (charge["amount_refunded"] - released))
    if left <= 0:
        raise invalid(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = int(request.params.get("amount") or left)
    check_step(amount, currency)
    if amount > left:
        raise invalid(
            f"Refund amount ({amount_text(amount, currency)}) is greater than unrefunded amount on charge "
            f"({amount_text(left, currency)})",
            "amount",
        )
    return amount
