"""The events and how their webhooks fared."""

from stripe_stand_in.web.dashboard.cells import Forms, moment, older
from stripe_stand_in.web.dashboard.markup import Html, joined, table
from stripe_stand_in.web.dashboard.owner import Owner
from stripe_stand_in.web.storage.persistent_account import Attempt


def events(owner: Owner, forms: Forms, after: str | None) -> Html:
    """Events, newest first, with the attempts to deliver each."""
    found, more = owner.newest("/v1/events", after)
    rows = (
        (
            event["id"],
            moment(event["created"]),
            event["type"],
            event["data"]["object"].get("id", "-"),
            _journey(owner.account.attempts.get(event["id"], []), event["pending_webhooks"]),
            forms.acts(forms.button("resend", "Resend", event["id"])),
        )
        for event in found
    )
    headings = ("Event", "Created (UTC)", "Type", "Object", "Deliveries", "Acts")
    return joined((table("Events", headings, rows), older("/events", found, more)))


def _journey(attempts: list[Attempt], pending: int) -> str:
    made = [f"answered {attempt.status}" if attempt.status is not None else "no answer" for attempt in attempts]
    return ", ".join([*made, *(["waiting"] if pending else [])]) or "nobody listens"
