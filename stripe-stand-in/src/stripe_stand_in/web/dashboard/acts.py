"""What a person can do in the dashboard, each act by its name in the forms."""

from collections.abc import Callable, Mapping

from stripe_stand_in.model.api.errors import Refusal
from stripe_stand_in.web.dashboard.owner import ActRefused, Owner

Act = Callable[[Owner, str, Mapping[str, str]], object]


def _refund(owner: Owner, identity: str, form: Mapping[str, str]) -> object:
    amount = form.get("amount", "").strip()
    return owner.post("/v1/refunds", payment_intent=identity, **({"amount": amount} if amount else {}))


def _world(act: str, subject: str, **more: object) -> Act:
    def perform_it(owner: Owner, identity: str, _: Mapping[str, str]) -> object:
        try:
            return owner.account.act(act, **{subject: identity, **more})
        except Refusal as refusal:
            raise ActRefused(str(refusal)) from refusal

    return perform_it


def _decide(outcome: str) -> Act:
    def decide(owner: Owner, identity: str, form: Mapping[str, str]) -> object:
        inquiry = owner.get(f"/v1/disputes/{identity}")["status"].startswith("warning_")
        status = "warning_closed" if inquiry else outcome
        return _world("close_dispute", "dispute_id", status=status)(owner, identity, form)

    return decide


def _resend(owner: Owner, identity: str, _: Mapping[str, str]) -> object:
    endpoints, _more = owner.newest("/v1/webhook_endpoints", None)
    for endpoint in endpoints:
        owner.account.act("resend_event", event_id=identity, endpoint_id=endpoint["id"])
    return endpoints


ACTS: Mapping[str, tuple[str, Act]] = {
    "refund": ("/", _refund),
    "cancel": ("/", lambda owner, identity, _: owner.post(f"/v1/payment_intents/{identity}/cancel")),
    "settle": ("/", _world("settle_payment", "intent_id", ok=True)),
    "bounce": ("/", _world("settle_payment", "intent_id", ok=False)),
    "dispute": ("/", _world("open_dispute", "charge_or_intent")),
    "inquire": ("/", _world("open_dispute", "charge_or_intent", inquiry=True)),
    "warn": ("/", _world("warn", "charge_or_intent")),
    "review": ("/", _world("open_review", "charge_or_intent")),
    "settle_refund": ("/refunds", _world("settle_refund", "refund_id", ok=True)),
    "fail_refund": ("/refunds", _world("settle_refund", "refund_id", ok=False)),
    "win": ("/disputes", _decide("won")),
    "lose": ("/disputes", _decide("lost")),
    "escalate": ("/disputes", _world("escalate_inquiry", "dispute_id")),
    "appeal": ("/disputes", _world("appeal_dispute", "dispute_id", submitted=False)),
    "approve": ("/reviews", lambda owner, identity, _: owner.post(f"/v1/reviews/{identity}/approve")),
    "resend": ("/events", _resend),
}
"""The section an act belongs to, and the act upon the object of an id."""


def perform(owner: Owner, name: str, form: Mapping[str, str]) -> tuple[str, str]:
    """Carry the act out; the section to return to and what to say there."""
    section, act = ACTS[name]
    identity = form.get("id", "")
    try:
        act(owner, identity, form)
    except ActRefused as refusal:
        return section, str(refusal)
    return section, f"Done: {name.replace('_', ' ')} {identity}."
