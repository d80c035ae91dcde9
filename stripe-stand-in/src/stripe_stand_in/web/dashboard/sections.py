"""The dashboard's sections and their acts."""

from typing import Any

from stripe_stand_in.web.dashboard.account_api import AccountApi
from stripe_stand_in.web.dashboard.cells import Forms, metadata, moment, money, older
from stripe_stand_in.web.dashboard.markup import Html, joined, table, tag

StripeObject = dict[str, Any]

CANCELABLE = ("requires_payment_method", "requires_confirmation", "requires_action", "requires_capture")
DECIDED = ("won", "lost", "prevented")


def payments(api: AccountApi, forms: Forms, after: str | None) -> Html:
    """Returns the payment intents with their charges."""
    found, more = api.newest("/v1/payment_intents", after, **{"expand[0]": "data.latest_charge"})
    rows = (
        (
            intent["id"],
            moment(intent["created"]),
            money(intent["amount"], intent["currency"]),
            intent["status"].replace("_", " "),
            _charge_text(intent["latest_charge"]),
            metadata(intent),
            _payment_acts(forms, intent),
        )
        for intent in found
    )
    headings = ("Payment", "Created (UTC)", "Amount", "Status", "Charge", "Metadata", "Acts")
    return joined((table("Payments", headings, rows), older("/", found, more)))


def refunds(api: AccountApi, forms: Forms, after: str | None) -> Html:
    """Returns the refunds."""
    found, more = api.newest("/v1/refunds", after)
    rows = (
        (
            refund["id"],
            moment(refund["created"]),
            money(refund["amount"], refund["currency"]),
            refund["status"],
            refund["reason"] or "-",
            refund["payment_intent"] or refund["charge"],
            metadata(refund),
            _refund_acts(forms, refund),
        )
        for refund in found
    )
    headings = ("Refund", "Created (UTC)", "Amount", "Status", "Reason", "Payment", "Metadata", "Acts")
    return joined((table("Refunds", headings, rows), older("/refunds", found, more)))


def disputes(api: AccountApi, forms: Forms, after: str | None) -> Html:
    """Returns the disputes and inquiries."""
    found, more = api.newest("/v1/disputes", after)
    rows = (
        (
            dispute["id"],
            moment(dispute["created"]),
            money(dispute["amount"], dispute["currency"]),
            dispute["status"].replace("_", " "),
            dispute["reason"].replace("_", " "),
            dispute["payment_intent"] or dispute["charge"],
            _dispute_acts(forms, dispute),
        )
        for dispute in found
    )
    headings = ("Dispute", "Created (UTC)", "Amount", "Status", "Reason", "Payment", "Acts")
    return joined((table("Disputes", headings, rows), older("/disputes", found, more)))


def reviews(api: AccountApi, forms: Forms, after: str | None) -> Html:
    """Returns the reviews."""
    found, more = api.newest("/v1/reviews", after)
    rows = (
        (
            review["id"],
            moment(review["created"]),
            "open" if review["open"] else "closed",
            review["reason"],
            review["payment_intent"] or review["charge"],
            forms.acts(forms.button("approve", "Approve", review["id"])) if review["open"] else "-",
        )
        for review in found
    )
    headings = ("Review", "Created (UTC)", "State", "Reason", "Payment", "Acts")
    return joined((table("Reviews", headings, rows), older("/reviews", found, more)))


def _charge_text(charge: StripeObject | None) -> str:
    if charge is None:
        return "-"
    words = [charge["status"]]
    details = charge["payment_method_details"] or {}
    if "card" in details:
        words.append(f"{details['card']['brand']} {details['card']['last4']}")
    elif details:
        words.append(str(details["type"]).replace("_", " "))
    if charge["amount_refunded"]:
        words.append("refunded" if charge["refunded"] else "partly refunded")
    if charge["disputed"]:
        words.append("disputed")
    return ", ".join(words)


def _payment_acts(forms: Forms, intent: StripeObject) -> Html:
    identity, charge = intent["id"], intent["latest_charge"]
    paid = intent["status"] == "succeeded" and charge is not None
    action = str((intent["next_action"] or {}).get("type"))
    waits = intent["status"] == "processing" or action.endswith("_display_details")
    amount = tag(
        "input",
        name="amount",
        inputmode="numeric",
        placeholder="All",
        aria_label=f"Minor units to refund of {identity}",
    )
    return forms.acts(
        forms.button("refund", "Refund", identity, amount) if paid and not charge["refunded"] else None,
        forms.button("dispute", "Dispute", identity) if paid and not charge["disputed"] else None,
        forms.button("inquire", "Inquiry", identity) if paid and not charge["disputed"] else None,
        forms.button("warn", "Fraud warning", identity) if paid else None,
        forms.button("review", "Review", identity) if paid and not intent["review"] else None,
        forms.button("capture", "Capture", identity) if intent["status"] == "requires_capture" else None,
        forms.button("settle", "Settle", identity) if waits else None,
        forms.button("bounce", "Fail", identity) if waits else None,
        forms.button("cancel", "Cancel", identity) if intent["status"] in CANCELABLE else None,
    )


def _refund_acts(forms: Forms, refund: StripeObject) -> Html:
    return forms.acts(
        forms.button("fail_refund", "Fail", refund["id"]) if refund["status"] in ("pending", "succeeded") else None,
        forms.button("settle_refund", "Settle", refund["id"]) if refund["status"] == "pending" else None,
    )


def _dispute_acts(forms: Forms, dispute: StripeObject) -> Html:
    identity, status = dispute["id"], dispute["status"]
    undecided = not status.endswith("closed") and status not in DECIDED
    inquiry = status.startswith("warning_")
    return forms.acts(
        forms.button("win", "Close" if inquiry else "Win", identity) if undecided else None,
        forms.button("lose", "Lose", identity) if undecided and not inquiry else None,
        forms.button("escalate", "Escalate", identity) if undecided and inquiry else None,
        forms.button("appeal", "Appeal", identity) if status == "lost" else None,
    )
