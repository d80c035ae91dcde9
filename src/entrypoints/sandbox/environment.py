"""The environment that a sandbox's processes are started in: Till's settings, and nothing left over from outside."""

from collections.abc import Mapping

from entrypoints.sandbox.addresses import DATABASE, HOST, Addresses
from entrypoints.sandbox.keys import Keys

# RATE_LIMIT, LOG_LEVEL and their like pass, to be tried out; these would send the sandbox outside or make it refuse
# its own tokens and addresses.
_SETTINGS_LEFT_OUT = frozenset(
    {
        "JWT_JWKS_URL",
        "JWT_ISSUER",
        "JWT_AUDIENCE",
        "ALLOWED_HOSTS",
        "TRUSTED_PROXIES",
        "REQUIRE_HTTPS",
        "METRICS_BIND",
        "SENTRY_DSN",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
    }
)
_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy", "ftp_proxy"})


def surroundings(outer: Mapping[str, str], keys: Keys, addresses: Addresses) -> dict[str, str]:
    """The variables of every process of the sandbox; `outer` is the environment it was started in."""
    kept = {
        name: value for name, value in outer.items() if name not in _SETTINGS_LEFT_OUT and name.lower() not in _PROXIES
    }
    return kept | settings_of(keys, addresses) | {"PYTHONUNBUFFERED": "1"}


def settings_of(keys: Keys, addresses: Addresses) -> dict[str, str]:
    """Till's own variables, with which its commands reach the sandbox."""
    return {
        "ENVIRONMENT": "sandbox",
        "PUBLIC_URL": addresses.api_url,
        "STRIPE_SECRET_KEY": keys.secret_key,
        "STRIPE_PUBLISHABLE_KEY": keys.publishable_key,
        "STRIPE_WEBHOOK_SECRET": keys.webhook_secret,
        "STRIPE_API_BASE": addresses.stripe_url,
        "STRIPE_JS_URL": f"{addresses.stripe_url}/endive/stripe.js",
        "PAYMENT_METHOD_TYPES": "card,us_bank_account",
        "MONGODB_URI": addresses.mongodb_uri,
        "MONGODB_DATABASE": DATABASE,
        "JWT_SECRET": keys.jwt_secret,
        "AUDIT_SECRET": keys.audit_secret,
        "SMTP_URL": f"smtp://{HOST}:{addresses.smtp}",
        "MAIL_FROM": "Till's sandbox <orders@shop.example>",
        "ALERTS_TO": "alerts@shop.example",
    }
