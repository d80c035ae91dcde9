"""From a token's verified claims to a caller."""

from collections.abc import Mapping
from typing import Final

from application.ports.edge.identity import LONGEST_SUBJECT, Principal, TokenRefused
from domain.text.characters import has_control_characters

_LONGEST_NAME: Final = 200


def principal_of(claims: Mapping[str, object]) -> Principal:
    """The caller that the claims describe.

    A subject or roles of the wrong form are refused; a name that could not be used is left out, since it is optional
    and its owner can't fix it. The address is not checked here: the caller that mails to it does.
    """
    return Principal(
        subject=_subject(claims.get("sub")),
        email=_text(claims, "email"),
        given_name=_name(_text(claims, "given_name")),
        family_name=_name(_text(claims, "family_name")),
        roles=_roles(claims.get("roles")),
    )


def _subject(value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > LONGEST_SUBJECT or has_control_characters(value):
        raise TokenRefused(f"the subject must be 1 to {LONGEST_SUBJECT} printable characters")
    return value


def _roles(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(role, str) for role in value):
        raise TokenRefused("roles must be a list of strings")
    return tuple(value)


def _text(claims: Mapping[str, object], name: str) -> str | None:
    value = claims.get(name)
    if value is not None and not isinstance(value, str):
        raise TokenRefused(f"{name} must be a string")
    return value


def _name(value: str | None) -> str | None:
    return value if value and len(value) <= _LONGEST_NAME and not has_control_characters(value) else None
