"""The model of Stripe with what its account's books need to take it up again."""

from stripe_stand_in.model import AccountSettings, StripeModel


class LastingModel(StripeModel):
    """A model that can be brought to the point another one of the same seed had reached."""

    @property
    def drawn(self) -> int:
        """How much of the account's sequence of ids was drawn so far."""
        return self._account.minted

    @drawn.setter
    def drawn(self, drawn: int) -> None:
        self._account.minted = drawn

    @property
    def settings(self) -> AccountSettings:
        """How fast the world outside moves, and where browsers find the bank."""
        return self._account.settings

    @settings.setter
    def settings(self, settings: AccountSettings) -> None:
        self._account.settings = settings
