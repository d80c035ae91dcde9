"""The model of Stripe as a persistent account: every change is in the journal before it is answered."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2s
from typing import Any

from stripe_stand_in.model import AccountSettings, ApiResponse, Delivery
from stripe_stand_in.web.storage.journal import Entry, Journal, JournalUnreadable
from stripe_stand_in.web.storage.persistent_model import PersistentModel

HEADERS = ("authorization", "content-type", "idempotency-key", "stripe-version", "stripe-account", "stripe-context")
"""The request headers that the model reads."""


class SteppedClock:
    """The account's clock. It stands still between changes, so that a replay sees the same times."""

    def __init__(self) -> None:
        self.moment = 0.0

    def __call__(self) -> float:
        """Returns the current time in seconds since 1970."""
        return self.moment

    def move(self, moment: float) -> float:
        """Advances to `moment`, never backwards; returns the current time."""
        self.moment = max(self.moment, moment)
        return self.moment


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one webhook attempt ended: the HTTP status, or None without a response."""

    at: float
    status: int | None


class PersistentAccount:
    """The only access to the model. `changed` is called after each change."""

    def __init__(self, model: PersistentModel, clock: SteppedClock, now: Callable[[], float], journal: Journal) -> None:
        self.model = model
        self.changed: Callable[[], None] = lambda: None
        self.attempts: dict[str, list[Attempt]] = defaultdict(list)
        self._clock = clock
        self._now = now
        self._journal = journal
        self._account_acts: dict[str, Callable[..., Any]] = {
            "call": self._call,
            "configure": self._configure,
            "delivered": self._delivered,
        }

    def replay(self, entry: Entry) -> None:
        """Repeats a journal entry. Raises JournalUnreadable if the result differs from the recorded one."""
        self._clock.move(entry.at)
        self.model.ids_drawn = entry.ids_drawn
        _, digest = self._perform(entry.act, entry.args)
        if digest != entry.digest:
            raise JournalUnreadable(
                f"its journal was recorded by another version of the stand-in, in which {entry.act!r} had another "
                "result; start with that version, or with an empty data directory (in Till's sandbox: --fresh)"
            )

    def configure(self, settings: AccountSettings) -> None:
        """Applies these settings; they are recorded because effects depend on them."""
        if settings != self.model.settings:
            self.catch_up()
            self._do("configure", asdict(settings))

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> ApiResponse:
        """Answers one API request. Reads are not recorded."""
        args: dict[str, Any] = {"method": method, "path": path, "body": body.decode("latin-1")}
        args["headers"] = {name: headers[name] for name in HEADERS if name in headers}
        self.catch_up()
        if method == "GET":
            return self._call(**args)
        response: ApiResponse = self._do("call", args)
        return response

    def act(self, name: str, **args: object) -> Any:
        """Performs one of the model's acts by name, such as a bank's decision."""
        self.catch_up()
        return self._do(name, args)

    def delivered(self, delivery: Delivery, status: int | None) -> None:
        """Records how a webhook attempt ended."""
        self.catch_up()
        self._do("delivered", {"id": delivery.id, "event": delivery.event_id, "status": status})

    def catch_up(self) -> float:
        """Advances the account's clock to the present, runs what is due, and returns the time in seconds."""
        present = self._clock.move(self._now())
        due = self.model.next_effect_at()
        if due is not None and due <= present:
            self._do("advance", {})
        return present

    def _do(self, act: str, args: dict[str, Any]) -> Any:
        at, ids_drawn = self._clock(), self.model.ids_drawn
        outcome, digest = self._perform(act, args)
        self._journal.write(Entry(at, act, args, ids_drawn, digest))
        self.changed()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _perform(self, act: str, args: dict[str, Any]) -> tuple[Any, str]:
        run = self._account_acts.get(act) or getattr(self.model, act)
        try:
            outcome = run(**args)
        except Exception as fault:  # noqa: BLE001 - raised by _do once it is recorded, as a replay must meet it too
            return fault, type(fault).__name__
        digest = blake2s(outcome.body, digest_size=6).hexdigest() if isinstance(outcome, ApiResponse) else ""
        return outcome, digest

    def _call(self, method: str, path: str, headers: Mapping[str, str], body: str) -> ApiResponse:
        return self.model.handle(method, path, headers, body.encode("latin-1"))

    def _configure(self, **settings: Any) -> None:
        self.model.settings = AccountSettings(**settings | {"retry_after": tuple(settings["retry_after"])})

    def _delivered(self, id: str, event: str, status: int | None) -> None:  # noqa: A002
        self.attempts[event].append(Attempt(self._clock(), status))
        self.model.delivered(id, status)
