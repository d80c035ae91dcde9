"""Cancel the open payments of a user who has reached the limit of declines."""

from dataclasses import dataclass

from application.checkout.cancel_intent import CancelIntent
from application.checkout.card_testing import CardTestingLimit
from application.ports.storage.order_search import OrderSearch
from application.ports.storage.users import Users
from domain.identifiers.types import UserId
from domain.orders.order import OrderStatus
from domain.payments.intent import Closing

_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCardTesting:
    """Ends attempts that no other limit reaches: a browser confirms an open intent without asking Till."""

    card_testing: CardTestingLimit
    users: Users
    search: OrderSearch
    cancel_intent: CancelIntent

    async def __call__(self, user_id: UserId, *, cause: str) -> None:
        """Does nothing below the limit. Raises what the ports raise; repeating it cancels what is left."""
        if not self.card_testing.is_reached(await self.users.get(user_id)):
            return
        cursor: str | None = None
        while True:
            page = await self.search.page(user_id=user_id, status=OrderStatus.PENDING, limit=_PAGE, cursor=cursor)
            for order in page.orders:
                await self.cancel_intent(order, Closing.CARD_TESTING, reason="fraudulent", actor="till", cause=cause)
            cursor = page.cursor
            if cursor is None:
                return
