"""What a person can do in the dashboard, each act by its name in the forms."""

from collections.abc import Callable, Mapping

from entrypoints.sandbox.stand_in.dashboard.reader import ActRefused, Owner

Act = Callable[[Owner, str, Mapping[str, str]], object]


def _refund(owner: Owner, identity: str, form: Mapping[str, str]) -> object:
    amount = form.get("amount", "").strip()
    return owner.post("/v1/refunds", payment_intent=identity, **({"amount": amount} if amount else {}))


def _model_act(name: str, **more: str) -> Act:
    return lambda owner, identity, _: owner.account.act(name, **{"id": identity, **more})


ACTS: Mapping[str, tuple[str, Act]] = {
    "refund": ("/", _refund),
    "cancel": ("/", lambda owner, identity, _: owner.post(f"/v1/payment_intents/{identity}/cancel")),
    "approve": ("/reviews", lambda owner, identity, _: owner.post(f"/v1/reviews/{identity}/approve")),
    "resend": ("/events", lambda owner, identity, _: owner.post(f"/v1/events/{identity}/retry")),
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
