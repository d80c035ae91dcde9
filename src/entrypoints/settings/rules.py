"""Rules between settings: no development setting in production, no live key outside it."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from entrypoints.server.listening import CannotListen, bound
from entrypoints.settings import external_formats
from entrypoints.settings.model import Address, Environment, Settings
from entrypoints.settings.reading import Reading


def check_rules(settings: Settings, read: Reading) -> None:
    """Notes a fault for every setting that does not go with the others."""
    _check_key_modes(settings, read)
    _check_shop_webhooks(settings, read)
    _check_secrets_differ(settings, read)
    if settings.environment is Environment.PRODUCTION:
        _check_production(settings, read)
    else:
        _check_no_real_money(settings, read)


def _check_key_modes(settings: Settings, read: Reading) -> None:
    publishable, secret = settings.stripe.publishable_key, settings.stripe.secret_key.reveal()
    if publishable and secret and ("_live_" in publishable[:8]) != ("_live_" in secret[:8]):
        read.fault("STRIPE_PUBLISHABLE_KEY", "is of another mode than STRIPE_SECRET_KEY; use two live or two test keys")


def _check_shop_webhooks(settings: Settings, read: Reading) -> None:
    if settings.shop_webhooks.urls and not read.has("SHOP_WEBHOOK_SECRET"):
        read.fault("SHOP_WEBHOOK_SECRET", "is not set although SHOP_WEBHOOK_URL is; set both, or neither")


def _check_secrets_differ(settings: Settings, read: Reading) -> None:
    if set(settings.tokens.secrets) & set(settings.audit_secrets):
        read.fault("AUDIT_SECRET", "has a secret of JWT_SECRET; make another, so that no issuer of tokens can sign it")


def _check_production(settings: Settings, read: Reading) -> None:
    for name in ("STRIPE_API_BASE", "STRIPE_JS_URL"):
        if read.has(name):
            read.fault(name, "points away from Stripe and is refused with ENVIRONMENT=production; unset it")
    shop = settings.shop
    addresses = {
        "PUBLIC_URL": settings.public_url,
        "API_URL": settings.api_url,
        "JWT_JWKS_URL": settings.tokens.jwks_url,
        "SHOP_URL": shop.url,
        "SHOP_LOGO_URL": shop.logo_url,
        "TERMS_URL": shop.terms_url,
        "PRIVACY_URL": shop.privacy_url,
        "LOGIN_URL": shop.login_url,
    }
    for name, url in addresses.items():
        if url is not None and read.has(name) and urlsplit(url).scheme != "https":
            read.fault(name, "must begin with https:// with ENVIRONMENT=production")
    if any(urlsplit(url).scheme != "https" for url in settings.shop_webhooks.urls):
        read.fault("SHOP_WEBHOOK_URL", "must begin with https:// with ENVIRONMENT=production")
    webhook_url = settings.mail.alerts_webhook_url
    if webhook_url is not None and urlsplit(webhook_url.reveal()).scheme != "https":
        read.fault("ALERTS_WEBHOOK_URL", "must begin with https:// with ENVIRONMENT=production")
    if unchecked := external_formats.options_that_check_no_certificate(settings.mongodb.uri.reveal()):
        read.fault(
            "MONGODB_URI",
            f"leaves certificates unchecked by {', '.join(unchecked)}, refused with ENVIRONMENT=production; take it out"
            " and name the authority with tlsCAFile",
        )
    if external_formats.sends_password_in_clear(settings.mail.smtp_url.reveal()):
        read.fault(
            "SMTP_URL",
            "sends its password in clear, refused with ENVIRONMENT=production; take ?starttls=never out, or use smtps://",
        )
    if any(not origin.startswith("https://") for origin in settings.edge.cors_allowed_origins):
        read.fault("CORS_ALLOWED_ORIGINS", "must be https:// origins with ENVIRONMENT=production")


def _check_no_real_money(settings: Settings, read: Reading) -> None:
    if settings.stripe.live:
        read.fault("STRIPE_PUBLISHABLE_KEY", "is a live key; ENVIRONMENT=production alone may use one")
    if "_live_" in settings.stripe.secret_key.reveal()[:8]:
        read.fault("STRIPE_SECRET_KEY", "is a live key; ENVIRONMENT=production alone may use one")


def check_listeners(metrics_bind: Address | None, read: Reading) -> None:
    """Notes a fault where the figures can't be served; that another process of Till's has the port is none."""
    if metrics_bind is not None:
        try:
            bound(metrics_bind.host, metrics_bind.port).close()
        except CannotListen as why:
            if not why.busy:
                read.fault("METRICS_BIND", f"can't be listened on ({why}); 127.0.0.1:9090 or 0.0.0.0:9090 can")
    read.optional("PROMETHEUS_MULTIPROC_DIR", _writable_directory, None)


def _writable_directory(value: str) -> str:
    if not os.access(value, os.W_OK | os.X_OK) or not Path(value).is_dir():
        raise ValueError("must be a directory that this process may write to; make it, or unset the variable")
    return value
