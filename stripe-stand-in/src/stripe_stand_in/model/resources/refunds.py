"""Refunds, which may be pending, succeed, or fail even after they succeeded."""

from functools import partial

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import apply_changes, record_event, update_with_event
from stripe_stand_in.model.api.errors import invalid, malformed
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Boolean, Choice, Fields, Integer, Text, TimeRange
from stripe_stand_in.model.data.currencies import amount_text, check_step
from stripe_stand_in.model.resources import disputes, reviews
from stripe_stand_in.model.resources import early_fraud_warnings as warnings
from stripe_stand_in.model.resources.charges import balance

CREATE = Fields(
    amount=Integer(minimum=1),
    charge=Text(),
    currency=Text(),
    customer=Text(),
    expand=EXPAND,
    instructions_email=Text(),
    metadata=Metadata(),
    origin=Choice("customer_balance"),
    payment_intent=Text(),
    reason=Choice("duplicate", "fraudulent", "requested_by_customer"),
    refund_application_fee=Boolean(),
    reverse_transfer=Boolean(),
)
UPDATE = Fields(expand=EXPAND, metadata=Metadata())
LIST = Fields(**LISTING, charge=Text(), created=TimeRange(), payment_intent=Text())

BANK_TRANSFERS = {"us_bank_account": "us_bank_transfer", "sepa_debit": "eu_bank_transfer"}
UNSUCCESSFUL = ("failed", "canceled")


def create(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/refunds"""
    charge = _charge(account, request)
    amount = _amount(account, request, charge)
    method = account.payment_methods.get(charge["payment_method"])
    is_card = charge["payment_method_details"]["type"] == "card"
    behaviour = account.method_states[method["id"]].behaviour if method else None
    is_pending = not is_card or (behaviour is not None and behaviour.refund == "pends")
    refund: StripeObject = {
        "id": account.new_id("re" if is_card else "pyr"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": account.timestamp,
        "currency": charge["currency"],
        "customer": charge["customer"],
        "customer_account": None,
        "description": None,
        "destination_details": _destination(charge, settled=not is_pending),
        "failure_balance_transaction": None,
        "failure_reason": None,
        "instructions_email": request.params.get("instructions_email"),
        "metadata": merged({}, request.params.get("metadata")),
        "next_action": None,
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "pending_reason": "processing" if is_pending else None,
        "presentment_details": None,
        "reason": request.params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "pending" if is_pending else "succeeded",
        "transfer_reversal": None,
    }
    account.refunds.add(refund)
    kind = "refund" if is_card else "payment_refund"
    refund["balance_transaction"] = balance.add_transaction(
        account, kind, refund["id"], -amount, charge["currency"], category="refund"
    )
    recount(account, charge)
    record_event(account, "charge.refunded", charge)
    record_event(account, "refund.created", refund)
    if charge["refunded"]:
        _after_full_refund(account, charge, fraudulent=refund["reason"] == "fraudulent")
    later = account.settings.refund_settles_after
    if is_pending:
        account.after(later, partial(succeed, account, refund))
    elif behaviour is not None and behaviour.refund == "fails":
        account.after(later, partial(fail, account, refund, "expired_or_canceled_card"))
    return refund


def recount(account: Account, charge: StripeObject) -> None:
    """Sets the charge's refund totals from its refunds."""
    counted = sum(
        each["amount"] for each in account.refunds.where("charge", charge["id"]) if each["status"] not in UNSUCCESSFUL
    )
    charge |= {"amount_refunded": counted, "refunded": counted >= charge["amount_captured"] > 0}


def succeed(account: Account, refund: StripeObject) -> None:
    """Makes a pending refund succeed."""
    if refund["status"] == "pending":
        charge = account.charges.find(refund["charge"])
        _updated(
            account,
            refund,
            status="succeeded",
            pending_reason=None,
            destination_details=_destination(charge, settled=True),
        )


def fail(account: Account, refund: StripeObject, reason: str, status: str = "failed") -> None:
    """Makes a refund fail, even one that succeeded; the money returns to the balance."""
    if refund["status"] in UNSUCCESSFUL:
        return
    charge = account.charges.find(refund["charge"])
    returned = balance.add_transaction(
        account, "refund_failure", refund["id"], refund["amount"], refund["currency"], category="refund_failure"
    )
    previous = apply_changes(
        refund,
        status=status,
        failure_reason=reason,
        failure_balance_transaction=returned,
        pending_reason=None,
        next_action=None,
    )
    recount(account, charge)
    warnings.update_actionable(account, charge)
    record_event(account, "refund.updated", refund, previous)
    if status == "failed":
        record_event(account, "refund.failed", refund)
    record_event(account, "charge.refund.updated", refund, previous)


def ask_customer(account: Account, refund: StripeObject) -> None:
    """Moves a pending refund to requires_action: the customer has to name a destination."""
    until = account.timestamp + 45 * 86400
    email = refund["instructions_email"] or ""
    sent = {"email_sent": {"email_sent_at": account.timestamp, "email_sent_to": email}, "expires_at": until}
    action = {"display_details": sent, "type": "display_details"}
    _updated(account, refund, status="requires_action", pending_reason=None, next_action=action)


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/refunds/{refund}"""
    return account.refunds.find(request.path_args["refund"], "id")


def update(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/refunds/{refund}: metadata alone can be changed."""
    refund = account.refunds.find(request.path_args["refund"], "id")
    if "metadata" in request.params:
        _updated(account, refund, metadata=merged(refund["metadata"], request.params["metadata"]))
    return refund


def cancel(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/refunds/{refund}/cancel: only in requires_action."""
    refund = account.refunds.find(request.path_args["refund"], "id")
    if refund["status"] != "requires_action":
        raise invalid(
            f"This refund can't be canceled because it has a status of {refund['status']}. Only refunds with a status "
            "of requires_action can be canceled."
        )
    fail(account, refund, "merchant_request", status="canceled")
    return refund


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/refunds"""
    for name, store in (("charge", account.charges), ("payment_intent", account.payment_intents)):
        if name in request.params:
            store.find(request.params[name], name)
    return account.refunds.page(request, "/v1/refunds")


def _updated(account: Account, refund: StripeObject, **values: object) -> None:
    before = {name: refund.get(name) for name in values}
    update_with_event(account, "refund.updated", refund, **values)
    changed = {name: value for name, value in before.items() if value != refund.get(name)}
    if changed:
        record_event(account, "charge.refund.updated", refund, changed)


def _charge(account: Account, request: ApiRequest) -> StripeObject:
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
    return charge


def _amount(account: Account, request: ApiRequest, charge: StripeObject) -> int:
    currency = charge["currency"]
    if any(disputes.blocks_refunds(each) for each in account.disputes.where("charge", charge["id"])):
        raise invalid(f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    left = int(charge["amount_captured"] - charge["amount_refunded"])
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


def _after_full_refund(account: Account, charge: StripeObject, *, fraudulent: bool) -> None:
    reviews.close_all_of(account, charge, "refunded_as_fraud" if fraudulent else "refunded")
    for dispute in account.disputes.where("charge", charge["id"]):
        if dispute["status"] in disputes.INQUIRING:
            disputes.decide(account, dispute, "warning_closed")
    warnings.update_actionable(account, charge)


def _destination(charge: StripeObject, *, settled: bool) -> StripeObject:
    kind, state = charge["payment_method_details"]["type"], "available" if settled else "pending"
    if kind != "card":
        transfer = BANK_TRANSFERS[kind]
        return {"type": transfer, transfer: {"reference": None, "reference_status": state}}
    card = {"reference_status": state, "reference_type": "acquirer_reference_number"}
    return {"card": {"reference": None, "type": "refund" if settled else "pending", **card}, "type": "card"}


OPERATIONS = (
    Operation("POST", "/v1/refunds", create, CREATE),
    Operation("GET", "/v1/refunds", page, LIST),
    Operation("GET", "/v1/refunds/{refund}", retrieve),
    Operation("POST", "/v1/refunds/{refund}", update, UPDATE),
    Operation("POST", "/v1/refunds/{refund}/cancel", cancel),
)
