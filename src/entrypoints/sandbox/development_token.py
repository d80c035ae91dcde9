"""Signs bearer tokens for development; in production an identity provider does so."""

from collections.abc import Sequence

import jwt


def sign_development_token(
    secret: str,
    *,
    subject: str,
    issued_at: int,
    ttl_seconds: int,
    roles: Sequence[str] = (),
    email: str | None = None,
    given_name: str | None = None,
    family_name: str | None = None,
    issuer: str | None = None,
    audience: str | None = None,
) -> str:
    """Returns an HS256 token that the API accepts from `issued_at` (seconds since 1970) for `ttl_seconds`."""
    optional = {
        "email": email,
        "given_name": given_name,
        "family_name": family_name,
        "roles": list(roles) or None,
        "iss": issuer,
        "aud": audience,
    }
    claims: dict[str, object] = {"sub": subject, "iat": issued_at, "exp": issued_at + ttl_seconds}
    return jwt.encode(claims | {name: value for name, value in optional.items() if value is not None}, secret, "HS256")
