"""What the ports `Alerts` and `Marks` promise."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from application.ports.storage.alerts import AlertWay
from tests.builders import alert
from tests.contracts.stores.stores import Stores
from tests.when import AT, after

LEASE = timedelta(seconds=60)
SENT = after(days=365 * 50)
"""Far ahead: what was sent is forgotten 90 days later by the database's own clock, which no test sets."""


class AlertsSuite:
    async def test_an_alert_waits_until_it_was_reported(self, stores: Stores) -> None:
        raised = alert()
        await stores.alerts.raise_alert(raised)
        assert await stores.alerts.claim(AT, LEASE, 10) == [raised]
        assert await stores.alerts.claim(after(59), LEASE, 10) == []
        assert await stores.alerts.claim(after(60), LEASE, 10) == [raised]
        await stores.alerts.mark_sent(raised.id, SENT)
        assert await stores.alerts.claim(SENT, LEASE, 10) == []

    async def test_the_same_alert_is_raised_once(self, stores: Stores) -> None:
        raised = alert("key_refused")
        await stores.alerts.raise_alert(raised)
        await stores.alerts.raise_alert(alert("key_refused", detail="something else"))
        assert await stores.alerts.claim(AT, LEASE, 10) == [raised]
        await stores.alerts.mark_sent(raised.id, SENT)
        await stores.alerts.raise_alert(raised)
        assert await stores.alerts.claim(SENT, LEASE, 10) == []

    async def test_an_alert_that_is_put_off_is_claimed_again_then(self, stores: Stores) -> None:
        raised = replace(alert("dispute"), way=AlertWay.WEBHOOK, change="DisputeLost")
        await stores.alerts.raise_alert(raised)
        await stores.alerts.claim(AT, LEASE, 10)
        await stores.alerts.put_off(raised.id, after(600))
        assert await stores.alerts.claim(after(599), LEASE, 10) == []
        assert await stores.alerts.claim(after(600), LEASE, 10) == [raised]
        await stores.alerts.mark_sent(raised.id, SENT)
        await stores.alerts.put_off(raised.id, after(700))
        assert await stores.alerts.claim(after(800), LEASE, 10) == []

    async def test_concurrent_workers_never_hold_the_same(self, stores: Stores) -> None:
        for number in range(6):
            await stores.alerts.raise_alert(alert(f"alert {number}", order_number=None))
        # Their clocks differ, as clocks do; the same moment would hide that two hold the same.
        moments = [after(number / 1000) for number in range(5)]
        granted = await asyncio.gather(*(stores.alerts.claim(moment, LEASE, 4) for moment in moments))
        claimed = [claim.id for claims in granted for claim in claims]
        assert len(claimed) == len(set(claimed))

    async def test_no_more_is_claimed_than_was_asked_for(self, stores: Stores) -> None:
        for _ in range(4):
            await stores.alerts.raise_alert(alert())
        assert len(await stores.alerts.claim(AT, LEASE, 3)) == 3


class MarksSuite:
    async def test_there_is_no_mark_at_first(self, stores: Stores) -> None:
        assert await stores.marks.get("events") is None

    async def test_a_mark_moves_forward_only(self, stores: Stores) -> None:
        await stores.marks.move("events", after(5))
        await stores.marks.move("events", after(3))
        assert await stores.marks.get("events") == after(5)
        await stores.marks.move("events", after(8))
        assert await stores.marks.get("events") == after(8)
        assert await stores.marks.get("refunds") is None

    async def test_a_place_is_kept_until_the_comparison_is_complete(self, stores: Stores) -> None:
        assert await stores.marks.place("orders") is None
        for place in ("a", "b"):
            await stores.marks.keep_place("orders", place)
            assert await stores.marks.place("orders") == place
        await stores.marks.keep_place("orders", None)
        assert await stores.marks.place("orders") is None
        assert await stores.marks.get("orders") is None

    async def test_marks_set_at_once_end_at_the_latest(self, stores: Stores) -> None:
        await asyncio.gather(*(stores.marks.move("events", after(number)) for number in (3, 8, 5, 1)))
        assert await stores.marks.get("events") == after(8)

    async def test_a_mark_is_claimed_once_until_its_lease_ends(self, stores: Stores) -> None:
        assert await stores.marks.claim("lease", AT, LEASE)
        assert not await stores.marks.claim("lease", after(59), LEASE)
        assert await stores.marks.get("lease") == after(60)
        assert await stores.marks.claim("lease", after(60), LEASE)
        await stores.marks.move("lease", after(500))
        assert not await stores.marks.claim("lease", after(499), LEASE)

    async def test_of_concurrent_claims_of_a_mark_one_succeeds(self, stores: Stores) -> None:
        for moment in (AT, after(60)):
            claims = await asyncio.gather(*(stores.marks.claim("lease", moment, LEASE) for _ in range(8)))
            assert claims.count(True) == 1
