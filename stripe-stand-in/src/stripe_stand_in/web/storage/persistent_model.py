"""The model of Stripe with the state that a replay needs to restore."""

from stripe_stand_in.model import AccountSettings, StripeModel


class PersistentModel(StripeModel):
    """A model whose sequence of ids can be set to the position of a recorded one."""

    @property
    def ids_drawn(self) -> int:
        """The position in the account's sequence of ids."""
        return self._account.ids_drawn

    @ids_drawn.setter
    def ids_drawn(self, ids_drawn: int) -> None:
        self._account.ids_drawn = ids_drawn

    @property
    def settings(self) -> AccountSettings:
        """The account's settings."""
        return self._account.settings

    @settings.setter
    def settings(self, settings: AccountSettings) -> None:
        self._account.settings = settings
