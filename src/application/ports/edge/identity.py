"""Who is calling: what a bearer token says, once its signature was checked."""

from dataclasses import dataclass
from typing import Final, Protocol

ADMIN_ROLE: Final = "admin"
LONGEST_SUBJECT: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """The caller. `subject` is the user's id: 1 to 255 characters, none of them a control character."""

    subject: str
    email: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    roles: tuple[str, ...] = ()

    @property
    def is_admin(self) -> bool:
        """Whether the caller may use the operator's routes."""
        return ADMIN_ROLE in self.roles


class TokenRefused(Exception):
    """The token proves nothing: malformed, expired, or not signed by whom we trust. The text is safe to show."""


class KeysUnreachable(Exception):
    """The keys that the token was signed with can't be fetched just now, so that it can't be judged."""


class TokenVerifier(Protocol):
    """Tells who a bearer token speaks for.

    Raises TokenRefused for a token that must not be believed and KeysUnreachable for one that can't be judged now.
    """

    async def __call__(self, token: str) -> Principal: ...
