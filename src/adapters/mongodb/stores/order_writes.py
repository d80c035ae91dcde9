"""The writes of orders that are asked for at once, as one command."""

from collections.abc import Sequence
from dataclasses import dataclass

from pymongo import UpdateOne

from adapters.mongodb.driver.bulk import write
from adapters.mongodb.driver.connection import Collection, Document
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.driver.groups import Groups
from adapters.mongodb.driver.reads import find
from domain.identifiers.types import OrderId


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWrite:
    """One conditional write of an order: an insert where `is_new`, which matches nothing.

    `entry_hash` is that of the last entry that it adds to the history, by which it is recognised once it is done. Two
    that record exactly the same change in the same moment are one.
    """

    order_id: OrderId
    condition: Document
    update: Document
    is_new: bool = False
    entry_hash: str | None = None


class OrderWrites:
    """Sends them; two of the same order never together."""

    def __init__(self, orders: Collection) -> None:
        self._orders = orders
        self._write = Groups(self._written, key=lambda each: each.order_id)

    async def one(self, each: OrderWrite) -> bool:
        """Returns whether it was done. Raises `AlreadyStored` for a new order whose id is taken, and otherwise as
        `answered` does."""
        if each.entry_hash is None:
            return await self._alone(each)
        return await self._write(each)

    async def _alone(self, each: OrderWrite) -> bool:
        done = await answered(self._orders.update_one(each.condition, each.update, upsert=each.is_new))
        return each.is_new or bool(done.matched_count)

    async def _written(self, group: Sequence[OrderWrite]) -> Sequence[bool | Exception]:
        if len(group) == 1:
            return [await self._alone(group[0])]
        done = await write(self._orders, [UpdateOne(each.condition, each.update, each.is_new) for each in group])
        saves = [each for number, each in enumerate(group) if not each.is_new and number not in done.faults]
        # The answer counts the saves that found their order at its version, and does not say which.
        saved = {each.order_id for each in saves}
        if done.matched < len(saves):
            saved = await self._found(saves)
        return [
            done.faults.get(number) or (number in done.upserted if each.is_new else each.order_id in saved)
            for number, each in enumerate(group)
        ]

    async def _found(self, saves: Sequence[OrderWrite]) -> set[OrderId]:
        """Those whose entries are in their order's history, whatever has been added behind them since."""
        wanted = {
            "_id": {"$in": [each.order_id for each in saves]},
            "history.hash": {"$in": [each.entry_hash for each in saves]},
        }
        return {
            OrderId(document["_id"])
            for document in await answered(find(self._orders, wanted, {"_id": 1}).to_list(None))
        }
