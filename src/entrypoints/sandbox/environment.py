"""The environment that a sandbox's processes are started in: Till's settings, and no way out of this machine."""

from collections.abc import Mapping, Sequence

from entrypoints.sandbox.addresses import HOST, Addresses
from entrypoints.sandbox.keys import Keys
from entrypoints.settings.load import names_of_settings

_DEFAULTS = {
    "PAYMENT_METHOD_TYPES": "card,us_bank_account",
    "MAIL_FROM": "Till's sandbox <orders@shop.example>",
    "ALERTS_TO": "alerts@shop.example",
    "SHOP_NAME": "Till's sandbox",
    "SHOP_CONTACT": "help@shop.example",
}
"""Settings that the sandbox fills in where its environment sets none."""
# The sandbox's own JWT_SECRET verifies its tokens, and one address serves shoppers and Stripe.
_LEFT_OUT = frozenset({"JWT_JWKS_URL", "API_URL"})
_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy", "ftp_proxy"})


def environment_of_processes(
    outer: Mapping[str, str], keys: Keys, addresses: Addresses, front_ends: Sequence[str] = ()
) -> dict[str, str]:
    """The variables of every process of the sandbox.

    `outer` is the environment it was started in, whose settings are passed on; `front_ends` are origins that may call
    the API.
    """
    kept = {name: value for name, value in outer.items() if value.strip() and not _is_left_out(name)}
    environment = _DEFAULTS | kept | _own_settings(keys, addresses) | {"PYTHONUNBUFFERED": "1"}
    if front_ends:
        environment["CORS_ALLOWED_ORIGINS"] = _joined(environment.get("CORS_ALLOWED_ORIGINS"), *front_ends)
    if "ALLOWED_HOSTS" in environment:
        environment["ALLOWED_HOSTS"] = _joined(environment["ALLOWED_HOSTS"], HOST)
    return environment


def settings_of(environment: Mapping[str, str]) -> dict[str, str]:
    """Till's settings among the variables of the sandbox's processes, with which its commands reach the sandbox."""
    return {name: environment[name] for name in sorted(names_of_settings()) if name in environment}


def _own_settings(keys: Keys, addresses: Addresses) -> dict[str, str]:
    """The settings that the sandbox alone decides."""
    return {
        "ENVIRONMENT": "sandbox",
        "PUBLIC_URL": addresses.api_url,
        "STRIPE_SECRET_KEY": keys.secret_key,
        "STRIPE_PUBLISHABLE_KEY": keys.publishable_key,
        "STRIPE_WEBHOOK_SECRET": keys.webhook_secret,
        "STRIPE_API_BASE": addresses.stripe_url,
        "STRIPE_JS_URL": f"{addresses.stripe_url}/endive/stripe.js",
        "MONGODB_URI": addresses.mongodb_uri,
        "MONGODB_DATABASE": addresses.database,
        "JWT_SECRET": keys.jwt_secret,
        "AUDIT_SECRET": keys.audit_secret,
        "SMTP_URL": f"smtp://{HOST}:{addresses.smtp}",
    }


def _is_left_out(name: str) -> bool:
    return name in _LEFT_OUT or name.lower() in _PROXIES


def _joined(*lists: str | None) -> str:
    return ",".join(filter(None, lists))
