"""The dashboard's acts, by their name in the forms."""

from collections.abc import Callable, Mapping

from stripe_stand_in.model.api.errors import ApiError
from stripe_stand_in.web.dashboard.account_api import AccountApi, ActRefused

Act = Callable[[AccountApi, str, Mapping[str, str]], object]


def _refund(api: AccountApi, identity: str, form: Mapping[str, str]) -> object:
    amount = form.get("amount", "").strip()
    return api.post("/v1/refunds", payment_intent=identity, **({"amount": amount} if amount else {}))


def _model_act(act: str, subject: str, **more: object) -> Act:
    def perform_it(api: AccountApi, identity: str, _: Mapping[str, str]) -> object:
        try:
            return api.account.act(act, **{subject: identity, **more})
        except ApiError as refusal:
            raise ActRefused(str(refusal)) from refusal

    return perform_it


def _decide(outcome: str) -> Act:
    def decide(api: AccountApi, identity: str, form: Mapping[str, str]) -> object:
        inquiry = api.get(f"/v1/disputes/{identity}")["status"].startswith("warning_")
        status = "warning_closed" if inquiry else outcome
        return _model_act("close_dispute", "dispute_id", status=status)(api, identity, form)

    return decide


def _resend(api: AccountApi, identity: str, _: Mapping[str, str]) -> object:
    endpoints, _more = api.newest("/v1/webhook_endpoints", None)
    for endpoint in endpoints:
        api.account.act("resend_event", event_id=identity, endpoint_id=endpoint["id"])
    return endpoints


ACTS: Mapping[str, tuple[str, Act]] = {
    "refund": ("/", _refund),
    "cancel": ("/", lambda api, identity, _: api.post(f"/v1/payment_intents/{identity}/cancel")),
    "capture": ("/", lambda api, identity, _: api.post(f"/v1/payment_intents/{identity}/capture")),
    "settle": ("/", _model_act("settle_payment", "intent_id", ok=True)),
    "bounce": ("/", _model_act("settle_payment", "intent_id", ok=False)),
    "dispute": ("/", _model_act("open_dispute", "charge_or_intent")),
    "inquire": ("/", _model_act("open_dispute", "charge_or_intent", inquiry=True)),
    "warn": ("/", _model_act("warn", "charge_or_intent")),
    "review": ("/", _model_act("open_review", "charge_or_intent")),
    "settle_refund": ("/refunds", _model_act("settle_refund", "refund_id", ok=True)),
    "fail_refund": ("/refunds", _model_act("settle_refund", "refund_id", ok=False)),
    "win": ("/disputes", _decide("won")),
    "lose": ("/disputes", _decide("lost")),
    "escalate": ("/disputes", _model_act("escalate_inquiry", "dispute_id")),
    "appeal": ("/disputes", _model_act("appeal_dispute", "dispute_id", submitted=False)),
    "approve": ("/reviews", lambda api, identity, _: api.post(f"/v1/reviews/{identity}/approve")),
    "resend": ("/events", _resend),
}
"""By name: the section that shows the result, and the act."""


def perform(api: AccountApi, name: str, form: Mapping[str, str]) -> tuple[str, str]:
    """Performs the act; returns the section to show next and the message."""
    section, act = ACTS[name]
    identity = form.get("id", "")
    try:
        act(api, identity, form)
    except ActRefused as refusal:
        return section, str(refusal)
    return section, f"Done: {name.replace('_', ' ')} {identity}."
