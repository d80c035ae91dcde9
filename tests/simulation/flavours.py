"""What kinds of trouble a schedule may hold, and how much of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stripe_stand_in.model import Fault

WAYS = (
    *("card", "card", "card", "declined then card", "authenticated", "bank", "bank fails", "saved card"),
    *("abandoned", "canceled", "replaced", "fails authentication"),
)
LINKS = ("link", "link held", "link held", "link held", "link replaced", "link abandoned")
DEEDS = ("capture", "capture", "capture part", "capture part", "capture twice", "cancel")
ACTS = (
    *("refund", "refund", "dispute", "dispute", "lost and appealed", "inquiry", "warn", "review", "rejected review"),
    *("delete customer", "late failure", "slow refund"),
)
ADMIN = ("part", "part", "all", "two at once", "keyless", "keyless twice", "release", "replay")
UNSURE = (
    *(Fault.LOSE_REQUEST, Fault.LOSE_ANSWER, Fault.EXECUTE_LATER, Fault.FAIL_BEFORE, Fault.FAIL_AFTER, Fault.GARBLE),
    *(Fault.RATE_LIMIT, Fault.LOCK_TIMEOUT, Fault.UNAVAILABLE, Fault.UNAUTHORIZED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flavour:
    """How much of what; the odds are for each call, step or event."""

    shoppers: tuple[int, int] = (1, 2)
    ways: tuple[str, ...] = WAYS
    places: float = 0.7
    admins: tuple[int, int] = (0, 2)
    admin: tuple[str, ...] = ADMIN
    dashboard: tuple[int, int] = (0, 2)
    acts: tuple[str, ...] = ACTS
    workers: tuple[int, int] = (1, 2)
    rounds: tuple[int, int] = (2, 5)
    servers: tuple[int, int] = (0, 0)
    """How many deeds of the shop's own server there are."""
    deeds: tuple[str, ...] = DEEDS
    duties: tuple[str, ...] = ("events", "orders", "mail", "shop")
    twins: float = 0.15
    kill: float = 0.0
    fail: float = 0.0
    """The store or the mail server turns a call away."""
    lose: float = 0.0
    """Its answer is lost."""
    stall: float = 0.0
    stripe: float = 0.0
    troubles: tuple[Fault, ...] = UNSURE
    only: str = "*"
    """At which calls of Stripe trouble strikes, as `POST /v1/refunds`."""
    later: float = 5.0
    lost_events: float = 0.0
    late_events: float = 0.0
    twice_events: float = 0.0
    longest: float = 60.0
    reorder: bool = False
    deploys: bool = False
    releases_as_refunds: bool = False
    """Whether Stripe shows what a capture or a void releases as a refund."""
    refused_mail: float = 0.0
    methods: tuple[str, ...] = (
        "pm_card_visa",
        "pm_card_mastercard",
        "pm_card_pendingRefund",
        "pm_card_refundFail",
        "pm_card_riskLevelElevated",
    )
    groups: bool = False
    """Whether what a process asks the store for at once goes out as one command."""
    shop: float = 0.0
    """The shop's endpoint refuses an event, or applies it and says that it did not."""


CALM = Flavour()
MIX = (
    CALM,
    replace(CALM, reorder=True, late_events=0.4, twice_events=0.3),
    replace(CALM, kill=0.004, twice_events=0.1, late_events=0.2),
    replace(CALM, fail=0.01, lose=0.01, reorder=True),
    replace(CALM, stripe=0.08, later=40.0, late_events=0.2),
    replace(CALM, stripe=0.05, kill=0.002, lose=0.004, deploys=True, reorder=True),
    replace(CALM, lost_events=0.5, reorder=True, shop=0.4),
    replace(CALM, stall=0.02, workers=(2, 3), duties=("mail", "shop", "orders", "events"), refused_mail=0.3, shop=0.1),
    replace(
        CALM,
        stripe=0.03,
        kill=0.002,
        fail=0.004,
        lose=0.004,
        stall=0.005,
        lost_events=0.05,
        late_events=0.2,
        twice_events=0.2,
        reorder=True,
        deploys=True,
        refused_mail=0.1,
        shop=0.1,
    ),
    replace(
        CALM,
        ways=LINKS,
        servers=(1, 3),
        acts=(*ACTS, "capture", "capture", "void"),
        reorder=True,
        late_events=0.3,
        twice_events=0.2,
        lost_events=0.2,
        releases_as_refunds=True,
    ),
    replace(
        CALM,
        ways=LINKS,
        servers=(1, 3),
        acts=(*ACTS, "capture", "capture", "void"),
        stripe=0.08,
        kill=0.004,
        fail=0.006,
        lose=0.006,
        stall=0.005,
        later=40.0,
        late_events=0.2,
        reorder=True,
        deploys=True,
    ),
    replace(
        CALM,
        groups=True,
        shoppers=(2, 3),
        kill=0.004,
        fail=0.004,
        lose=0.01,
        stall=0.01,
        late_events=0.2,
        twice_events=0.3,
        reorder=True,
    ),
)
