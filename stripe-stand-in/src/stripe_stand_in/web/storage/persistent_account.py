"""The model of Stripe as a lasting account: every change is in the books before anyone hears of it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2s
from typing import Any

from stripe_stand_in.model import AccountSettings, ApiResponse, Delivery
from stripe_stand_in.web.storage.journal import Entry, Journal, JournalUnreadable
from stripe_stand_in.web.storage.persistent_model import LastingModel

HEADERS = ("authorization", "content-type", "idempotency-key", "stripe-version", "stripe-account")
"""The request headers that the model reads."""


class HeldClock:
    """The account's time. It stands still between changes, so that a replay lives through the same moments."""

    def __init__(self) -> None:
        self.moment = 0.0

    def __call__(self) -> float:
        """The moment that is being lived, in seconds."""
        return self.moment

    def move(self, moment: float) -> float:
        """Go forward to `moment`; a clock that was set back never takes the account back with it."""
        self.moment = max(self.moment, moment)
        return self.moment


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one attempt at a webhook ended: the HTTP status, or None where no answer came."""

    at: float
    status: int | None


class KeptAccount:
    """The one way to the model. `changed` is called after each change."""

    def __init__(self, model: LastingModel, clock: HeldClock, now: Callable[[], float], books: Journal) -> None:
        self.model = model
        self.changed: Callable[[], None] = lambda: None
        self.attempts: dict[str, list[Attempt]] = defaultdict(list)
        self._clock = clock
        self._now = now
        self._journal = books
        self._own_acts: dict[str, Callable[..., Any]] = {
            "call": self._call,
            "configure": self._configure,
            "delivered": self._delivered,
        }

    def replay(self, entry: Entry) -> None:
        """Live through what the books tell. Raises JournalUnreadable if it comes out otherwise than it did."""
        self._clock.move(entry.at)
        self.model.drawn = entry.drawn
        _, said = self._perform(entry.act, entry.args)
        if said != entry.said:
            raise JournalUnreadable(
                f"its payments were kept by another version of Till, in which {entry.act!r} came out otherwise; "
                "start with --fresh, or with that version"
            )

    def configure(self, settings: AccountSettings) -> None:
        """Go on under these settings. They are part of the books, since effects depend on them."""
        if settings != self.model.settings:
            self.catch_up()
            self._do("configure", asdict(settings))

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> ApiResponse:
        """Answer one API call. Reading leaves no trace in the books."""
        args: dict[str, Any] = {"method": method, "path": path, "body": body.decode("latin-1")}
        args["headers"] = {name: headers[name] for name in HEADERS if name in headers}
        self.catch_up()
        if method == "GET":
            return self._call(**args)
        answer: ApiResponse = self._do("call", args)
        return answer

    def act(self, name: str, **args: object) -> Any:
        """Have the model do what no API call does, as playing the bank: one of its acts by name."""
        self.catch_up()
        return self._do(name, args)

    def delivered(self, delivery: Delivery, status: int | None) -> None:
        """Take note of how an attempt at a webhook ended."""
        self.catch_up()
        self._do("delivered", {"id": delivery.id, "event": delivery.event_id, "status": status})

    def catch_up(self) -> float:
        """Move the account's clock to the present, in seconds, and let ripen what is due by then."""
        present = self._clock.move(self._now())
        due = self.model.next_effect_at()
        if due is not None and due <= present:
            self._do("advance", {})
        return present

    def _do(self, act: str, args: dict[str, Any]) -> Any:
        at, drawn = self._clock(), self.model.drawn
        outcome, said = self._perform(act, args)
        self._journal.write(Entry(at, act, args, drawn, said))
        self.changed()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _perform(self, act: str, args: dict[str, Any]) -> tuple[Any, str]:
        run = self._own_acts.get(act) or getattr(self.model, act)
        try:
            outcome = run(**args)
        except Exception as fault:  # noqa: BLE001 - raised by _do once it is in the books, as a replay must meet it too
            return fault, type(fault).__name__
        said = blake2s(outcome.body, digest_size=6).hexdigest() if isinstance(outcome, ApiResponse) else ""
        return outcome, said

    def _call(self, method: str, path: str, headers: Mapping[str, str], body: str) -> ApiResponse:
        return self.model.handle(method, path, headers, body.encode("latin-1"))

    def _configure(self, **settings: Any) -> None:
        self.model.settings = AccountSettings(**settings | {"retry_after": tuple(settings["retry_after"])})

    def _delivered(self, id: str, event: str, status: int | None) -> None:  # noqa: A002
        self.attempts[event].append(Attempt(self._clock(), status))
        self.model.delivered(id, status)
