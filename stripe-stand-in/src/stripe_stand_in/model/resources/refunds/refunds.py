"""Refunds, which may be pending, succeed, or fail even after they succeeded."""

from functools import partial

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import apply_changes, record_event, update_with_event
from stripe_stand_in.model.api.errors import invalid, missing
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.not_offered import CONNECT
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Choice, Fields, Integer, NotOffered, Text, TimeRange
from stripe_stand_in.model.data.vouchers import VOUCHERS
from stripe_stand_in.model.resources import disputes, reviews
from stripe_stand_in.model.resources import early_fraud_warnings as warnings
from stripe_stand_in.model.resources.charges import balance
from stripe_stand_in.model.resources.refunds.refundable import amount_to_refund, charge_to_refund

CUSTOMER_BALANCE = NotOffered("customer balances are not offered")
CREATE = Fields(
    amount=Integer(minimum=1),
    charge=Text(),
    currency=CUSTOMER_BALANCE,
    customer=CUSTOMER_BALANCE,
    expand=EXPAND,
    instructions_email=Text(),
    metadata=Metadata(),
    origin=CUSTOMER_BALANCE,
    payment_intent=Text(),
    reason=Choice("duplicate", "fraudulent", "requested_by_customer"),
    refund_application_fee=CONNECT,
    reverse_transfer=CONNECT,
)
UPDATE = Fields(expand=EXPAND, metadata=Metadata())
LIST = Fields(**LISTING, charge=Text(), created=TimeRange(), payment_intent=Text())

BANK_TRANSFERS = {
    "us_bank_account": "us_bank_transfer",
    "sepa_debit": "eu_bank_transfer",
    **{kind: voucher.refund_destination for kind, voucher in VOUCHERS.items() if voucher.refund_destination},
}
UNSUCCESSFUL = ("failed", "canceled")


def create(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/refunds"""
    charge = charge_to_refund(account, request)
    amount = amount_to_refund(account, request, charge)
    method = account.payment_methods.get(charge["payment_method"])
    is_card = charge["payment_method_details"]["type"] == "card"
    behaviour = account.method_states[method["id"]].behaviour if method else None
    is_pending = not is_card or (behaviour is not None and behaviour.refund == "pends")
    refund = new_refund(account, charge, amount, pending=is_pending)
    refund |= {
        "instructions_email": request.params.get("instructions_email"),
        "metadata": merged({}, request.params.get("metadata")),
        "reason": request.params.get("reason"),
    }
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


def new_refund(account: Account, charge: StripeObject, amount: int, *, pending: bool) -> StripeObject:
    """Stores a refund of the charge, without a balance transaction and without an event."""
    is_card = charge["payment_method_details"]["type"] == "card"
    return account.refunds.add(
        {
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
            "destination_details": _destination(charge, settled=not pending),
            "failure_balance_transaction": None,
            "failure_reason": None,
            "instructions_email": None,
            "metadata": {},
            "next_action": None,
            "payment_intent": charge["payment_intent"],
            "payment_method": charge["payment_method"],
            "pending_reason": "processing" if pending else None,
            "presentment_details": None,
            "reason": None,
            "receipt_number": None,
            "source_transfer_reversal": None,
            "status": "pending" if pending else "succeeded",
            "transfer_reversal": None,
        }
    )


def recount(account: Account, charge: StripeObject) -> None:
    """Sets the charge's refund totals from its refunds."""
    refunds = account.refunds.where("charge", charge["id"])
    counted = sum(each["amount"] for each in refunds if each["status"] not in UNSUCCESSFUL)
    released = sum(each["amount"] for each in refunds if each["id"] in account.releases)
    captured = charge["amount_captured"]
    whole = counted - released >= captured if captured else released > 0
    charge |= {"amount_refunded": counted, "refunded": whole}


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


def page_of_charge(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/charges/{charge}/refunds"""
    charge = account.charges.find(request.path_args["charge"], "charge")
    request.params["charge"] = charge["id"]
    return account.refunds.page(request, f"/v1/charges/{charge['id']}/refunds")


def retrieve_of_charge(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/charges/{charge}/refunds/{refund}"""
    refund = account.refunds.find(request.path_args["refund"], "refund")
    if refund["charge"] != request.path_args["charge"]:
        raise missing("refund", refund["id"], "refund")
    return refund


def _updated(account: Account, refund: StripeObject, **values: object) -> None:
    before = {name: refund.get(name) for name in values}
    update_with_event(account, "refund.updated", refund, **values)
    changed = {name: value for name, value in before.items() if value != refund.get(name)}
    if changed:
        record_event(account, "charge.refund.updated", refund, changed)


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
    Operation("GET", "/v1/charges/{charge}/refunds", page_of_charge, Fields(**LISTING)),
    Operation("GET", "/v1/charges/{charge}/refunds/{refund}", retrieve_of_charge),
)
