"""Disputes and inquiries, from their opening to their decision."""

from typing import Any

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import record_event, update_with_event
from stripe_stand_in.model.api.errors import invalid, missing
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.metadata import Metadata, merged
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import (
    EXPAND,
    LISTING,
    Boolean,
    Choice,
    Clearable,
    Fields,
    NotOffered,
    Text,
    TimeRange,
)
from stripe_stand_in.model.resources import early_fraud_warnings as warnings
from stripe_stand_in.model.resources import reviews
from stripe_stand_in.model.resources.charges import balance

TEXTS = (
    "access_activity_log", "billing_address", "cancellation_policy_disclosure", "cancellation_rebuttal",
    "customer_email_address", "customer_name", "customer_purchase_ip", "duplicate_charge_explanation",
    "duplicate_charge_id", "product_description", "refund_policy_disclosure", "refund_refusal_explanation",
    "service_date", "shipping_address", "shipping_carrier", "shipping_date", "shipping_tracking_number",
    "uncategorized_text",
)  # fmt: skip
FILES = (
    "cancellation_policy", "customer_communication", "customer_signature", "duplicate_charge_documentation", "receipt",
    "refund_policy", "service_documentation", "shipping_documentation", "uncategorized_file",
)  # fmt: skip


class FileId:
    """The id of an uploaded file: there are none, because file uploads are not offered."""

    def read(self, value: Any, name: str) -> str:
        raise missing("file upload", str(value), name)


EVIDENCE = Fields(
    **{name: Clearable(Text(20000)) for name in TEXTS},
    **{name: Clearable(FileId()) for name in FILES},
    appeal=NotOffered("appeals are made in the dashboard"),
    enhanced_evidence=NotOffered("Visa's compelling evidence is not modelled"),
)
UPDATE = Fields(
    evidence=EVIDENCE,
    expand=EXPAND,
    intended_submission_method=Choice("manual", "prefer_manual", "prefer_smart_disputes", "smart_disputes"),
    metadata=Metadata(),
    submit=Boolean(),
)
LIST = Fields(**LISTING, charge=Text(), created=TimeRange(), payment_intent=Text())

OPEN = ("needs_response", "under_review", "appeal_needs_response", "appeal_under_review")
INQUIRING = ("warning_needs_response", "warning_under_review")
FEE = 1500
DAYS_TO_ANSWER = 9 * 86400
CODES = {"fraudulent": "10.4", "product_not_received": "13.1"}


def open_against(
    account: Account,
    charge: StripeObject,
    *,
    reason: str,
    inquiry: bool = False,
    refundable: bool = False,
    amount: int | None = None,
) -> StripeObject:
    """Opens a dispute, which withdraws the money at once, or an inquiry, which may become one."""
    details: dict[str, Any] = {
        "card": {
            "brand": charge["payment_method_details"].get("card", {}).get("brand", "visa"),
            "case_type": "inquiry" if inquiry else "chargeback",
            "network": "visa",
            "network_reason_code": CODES.get(reason, "10.4"),
        },
        "type": "card",
    }
    dispute: StripeObject = {
        "id": account.new_id("du"),
        "object": "dispute",
        "amount": amount or charge["amount_captured"],
        "balance_transactions": [],
        "charge": charge["id"],
        "created": account.timestamp,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys((*TEXTS, *FILES)), "appeal": None, "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": account.timestamp + DAYS_TO_ANSWER,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "intended_submission_method": None,
        "is_charge_refundable": inquiry or refundable,
        "livemode": False,
        "metadata": {},
        "network_reason_code": CODES.get(reason, "10.4"),
        "payment_intent": charge["payment_intent"],
        "payment_method_details": details if "card" in charge["payment_method_details"] else None,
        "reason": reason,
        "status": "warning_needs_response" if inquiry else "needs_response",
    }
    account.disputes.add(dispute)
    charge["disputed"] = True
    record_event(account, "charge.dispute.created", dispute)
    if not inquiry:
        _withdraw(account, dispute)
    reviews.close_all_of(account, charge, "disputed")
    warnings.update_actionable(account, charge)
    return dispute


def escalate(account: Account, dispute: StripeObject) -> None:
    """Turns an inquiry into a dispute and withdraws the money."""
    update_with_event(account, "charge.dispute.updated", dispute, status="needs_response", is_charge_refundable=False)
    _withdraw(account, dispute)


def decide(account: Account, dispute: StripeObject, status: str) -> StripeObject:
    """Closes the dispute as won, lost, prevented or warning_closed; withdrawn money returns unless it is lost."""
    withdrawn = sum(each["amount"] for each in dispute["balance_transactions"]) < 0
    refundable = status != "lost"
    dispute |= {"status": status, "is_charge_refundable": refundable}
    record_event(account, "charge.dispute.closed", dispute)
    if status in ("won", "prevented") and withdrawn:
        _reinstate(account, dispute)
    return dispute


def appeal(account: Account, dispute: StripeObject, *, submitted: bool) -> StripeObject:
    """Appeals a lost dispute: appeal_needs_response, and appeal_under_review once submitted."""
    status = "appeal_under_review" if submitted else "appeal_needs_response"
    if submitted:
        filed = {"card": {"reason_for_filing": "The goods arrived.", "supporting_files": []}}
        dispute["evidence"] = {**dispute["evidence"], "appeal": filed}
    update_with_event(account, "charge.dispute.updated", dispute, status=status)
    return dispute


def blocks_refunds(dispute: StripeObject) -> bool:
    """Returns whether this dispute forbids refunds of its charge."""
    return dispute["status"] == "lost" or (dispute["status"] in OPEN and not dispute["is_charge_refundable"])


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/disputes/{dispute}"""
    return account.disputes.find(request.path_args["dispute"], "dispute")


def update(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/disputes/{dispute}: evidence is submitted unless `submit` is false."""
    dispute = account.disputes.find(request.path_args["dispute"], "dispute")
    params = request.params
    updates: StripeObject = {}
    evidence = params.get("evidence")
    if "metadata" in params:
        updates["metadata"] = merged(dispute["metadata"], params["metadata"])
    if "intended_submission_method" in params:
        updates["intended_submission_method"] = params["intended_submission_method"]
    if evidence is not None:
        if dispute["status"] not in (*OPEN, *INQUIRING):
            raise invalid("This dispute is already closed.", code="status_transition_invalid")
        submits = params.get("submit", True)
        updates["evidence"] = {**dispute["evidence"], **evidence}
        updates["evidence_details"] = {
            **dispute["evidence_details"],
            "has_evidence": True,
            "submission_count": dispute["evidence_details"]["submission_count"] + submits,
            "submission_method": "manual" if submits else "not_submitted",
        }
        if submits:
            updates["status"] = dispute["status"].replace("needs_response", "under_review")
    update_with_event(account, "charge.dispute.updated", dispute, **updates)
    if evidence is not None and params.get("submit", True):
        _apply_test_evidence(account, dispute, evidence.get("uncategorized_text"))
    return dispute


def close(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/disputes/{dispute}/close: accepts the loss, irreversibly."""
    dispute = account.disputes.find(request.path_args["dispute"], "dispute")
    if dispute["status"] not in (*OPEN, *INQUIRING):
        raise invalid("This dispute is already closed.", code="status_transition_invalid")
    return decide(account, dispute, "warning_closed" if dispute["status"] in INQUIRING else "lost")


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/disputes"""
    return account.disputes.page(request, "/v1/disputes")


def _apply_test_evidence(account: Account, dispute: StripeObject, text: str | None) -> None:
    inquiry = dispute["status"] in INQUIRING
    if text == "winning_evidence":
        decide(account, dispute, "warning_closed" if inquiry else "won")
    elif text == "losing_evidence":
        decide(account, dispute, "warning_closed" if inquiry else "lost")
    elif text == "escalate_inquiry_evidence" and inquiry:
        escalate(account, dispute)


def _withdraw(account: Account, dispute: StripeObject) -> None:
    _add_transaction(account, dispute, -dispute["amount"], FEE, "dispute")
    record_event(account, "charge.dispute.funds_withdrawn", dispute)


def _reinstate(account: Account, dispute: StripeObject) -> None:
    _add_transaction(account, dispute, dispute["amount"], 0, "dispute_reversal")
    record_event(account, "charge.dispute.funds_reinstated", dispute)


def _add_transaction(account: Account, dispute: StripeObject, amount: int, fee: int, category: str) -> None:
    transaction_id = balance.add_transaction(
        account, "adjustment", dispute["id"], amount, dispute["currency"], fee=fee, category=category
    )
    dispute["balance_transactions"] = [
        *dispute["balance_transactions"],
        account.balance_transactions.find(transaction_id),
    ]


OPERATIONS = (
    Operation("GET", "/v1/disputes", page, LIST),
    Operation("GET", "/v1/disputes/{dispute}", retrieve),
    Operation("POST", "/v1/disputes/{dispute}", update, UPDATE),
    Operation("POST", "/v1/disputes/{dispute}/close", close),
)
