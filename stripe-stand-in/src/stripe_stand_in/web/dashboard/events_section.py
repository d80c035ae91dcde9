"""The section of events and their deliveries."""

from stripe_stand_in.web.dashboard.account_api import AccountApi
from stripe_stand_in.web.dashboard.cells import Forms, moment, older
from stripe_stand_in.web.dashboard.markup import Html, joined, table
from stripe_stand_in.web.storage.persistent_account import Attempt


def events(api: AccountApi, forms: Forms, after: str | None) -> Html:
    """Returns the events, newest first, with the attempts to deliver each."""
    found, more = api.newest("/v1/events", after)
    rows = (
        (
            event["id"],
            moment(event["created"]),
            event["type"],
            event["data"]["object"].get("id", "-"),
            _delivery_text(api.account.attempts.get(event["id"], []), event["pending_webhooks"]),
            forms.acts(forms.button("resend", "Resend", event["id"])),
        )
        for event in found
    )
    headings = ("Event", "Created (UTC)", "Type", "Object", "Deliveries", "Acts")
    return joined((table("Events", headings, rows), older("/events", found, more)))


def _delivery_text(attempts: list[Attempt], pending: int) -> str:
    made = [f"answered {attempt.status}" if attempt.status is not None else "no answer" for attempt in attempts]
    return ", ".join([*made, *(["waiting"] if pending else [])]) or "no endpoint"
