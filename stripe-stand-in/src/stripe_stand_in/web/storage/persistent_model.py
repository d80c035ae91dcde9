"""The model of Stripe with the state that a replay needs to restore."""

from stripe_stand_in.model import AccountSettings, StripeModel


class PersistentModel(StripeModel):
    """A model whose sequence of ids can be set to the position of a recorded one."""

    @property
    def ids_drawn(self) -> dict[str, int]:
        """The position in each account's sequence of ids, by the rest of its secret key; the first one's is empty."""
        others = {name: each.account.ids_drawn for name, each in self._others.items()}
        return {"": self._account.ids_drawn, **others}

    @ids_drawn.setter
    def ids_drawn(self, ids_drawn: dict[str, int]) -> None:
        for name, drawn in ids_drawn.items():
            opened = self._opened_by(f"sk_test_{name}") if name else self._main
            opened.account.ids_drawn = drawn

    @property
    def settings(self) -> AccountSettings:
        """The account's settings."""
        return self._account.settings

    @settings.setter
    def settings(self, settings: AccountSettings) -> None:
        for each in self._opened():
            each.account.settings = settings
