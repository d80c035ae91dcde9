"""The users in MongoDB."""

from adapters.mongodb.documents.user import from_document, to_document
from adapters.mongodb.driver.connection import Database, Document
from adapters.mongodb.driver.failures import AlreadyStored, answered
from adapters.mongodb.driver.grouped import GroupedReads
from adapters.mongodb.driver.reads import find_one
from application.orders.errors import NotFound
from domain.customers.user import User
from domain.identifiers.types import CustomerId, UserId


class MongoUsers:
    """Keeps the port `Users`."""

    def __init__(self, database: Database) -> None:
        self._users = database["users"]
        self._by_id = GroupedReads(self._users, "_id")

    async def get(self, user_id: UserId) -> User | None:
        document = await self._by_id.one(user_id)
        return from_document(document) if document else None

    async def add(self, user: User) -> User:
        if known := await self.get(user.id):
            return known
        try:
            await answered(self._users.insert_one(to_document(user)))
        except AlreadyStored:
            return await self._now(user.id)
        return user

    async def rename(self, user: User) -> User:
        names = {"email": user.email, "firstName": user.first_name, "lastName": user.last_name}
        await answered(self._users.update_one({"_id": user.id}, {"$set": names}))
        return await self._now(user.id)

    async def record_customer(self, user_id: UserId, generation: int, customer_id: CustomerId) -> User:
        await answered(
            self._users.update_one(
                _without_customer(user_id, generation),
                {"$set": {"stripeCustomerId": customer_id, "generation": generation}},
            )
        )
        return await self._now(user_id)

    async def forget_customer(self, user_id: UserId, customer_id: CustomerId) -> User:
        await answered(
            self._users.update_one(
                {"_id": user_id, "stripeCustomerId": customer_id},
                {"$set": {"stripeCustomerId": None}, "$inc": {"generation": 1}},
            )
        )
        return await self._now(user_id)

    async def next_generation(self, user_id: UserId, generation: int) -> User:
        await answered(
            self._users.update_one(_without_customer(user_id, generation), {"$set": {"generation": generation + 1}})
        )
        return await self._now(user_id)

    async def by_customer(self, customer_id: CustomerId) -> User | None:
        document = await find_one(self._users, {"stripeCustomerId": customer_id})
        return from_document(document) if document else None

    async def _now(self, user_id: UserId) -> User:
        user = await self.get(user_id)
        if user is None:
            raise NotFound("user")
        return user


def _without_customer(user_id: UserId, generation: int) -> Document:
    # A user that another program wrote has no generation yet, which is the first.
    of_generation = {"$in": [0, None]} if generation == 0 else generation
    return {"_id": user_id, "generation": of_generation, "stripeCustomerId": None}
