"""Whether bearer tokens can be verified."""

from adapters.jwt.key_set import KeySet
from application.ports.edge.identity import KeysUnreachable
from entrypoints.doctor.finding import Finding
from entrypoints.settings import Environment, Settings


async def examine_tokens(settings: Settings) -> list[Finding]:
    """Fetches the identity provider's keys where there is one."""
    found = []
    if settings.tokens.jwks_url is not None:
        try:
            await KeySet(settings.tokens.jwks_url).find("no such key")
        except KeysUnreachable:
            found.append(
                Finding(
                    # A query may hold the provider's own key.
                    f"JWT_JWKS_URL {settings.tokens.jwks_url.partition('?')[0]} answers without a key set",
                    "Check the URL (it must answer 200 with a JSON object `keys`) and that this machine may reach it",
                )
            )
    if settings.environment is Environment.PRODUCTION and settings.tokens.audience is None:
        found.append(
            Finding(
                "Tokens that were issued for other services are accepted, for JWT_AUDIENCE is not set",
                "Set JWT_AUDIENCE to the name that your identity provider puts into Till's tokens",
            )
        )
    return found
