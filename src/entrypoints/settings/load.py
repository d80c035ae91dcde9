"""Reads Settings from environment variables; the only place that knows the variables' names."""

import os
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain.payments.intent import CaptureMethod
from domain.payments.risk_level import RiskHolds
from entrypoints.settings import external_formats, grammar, urls
from entrypoints.settings.grammar import mailbox
from entrypoints.settings.model import (
    EdgeSettings,
    Environment,
    MailSettings,
    MongoSettings,
    RateLimit,
    Secret,
    Settings,
    ShopSettings,
    ShopWebhookSettings,
    StripeSettings,
    TableSettings,
    TelemetrySettings,
    TokenSettings,
)
from entrypoints.settings.reading import Reading
from entrypoints.settings.rules import check_listeners, check_rules

_NO_SECRET = Secret("")
_SECRET_KEY = grammar.secret(grammar.key("sk_test_", "sk_live_", "rk_test_", "rk_live_"))


def load_settings(environ: Mapping[str, str] | None = None, *, listening: bool = False) -> Settings:
    """Reads and checks the whole configuration; `environ` defaults to the process's own.

    With `listening` it also checks that this process can listen on METRICS_BIND. Raises SettingsFault naming every
    variable at fault.
    """
    read = Reading(os.environ if environ is None else environ)
    settings = _read(read)
    if listening:
        check_listeners(settings.telemetry.metrics_bind, read)
    read.finish()
    return settings


class StripeAccess(Struct, frozen=True, kw_only=True):
    """What a command needs that changes the account alone."""

    secret_key: Secret
    api_base: str | None
    api_url: str


def load_stripe_access(environ: Mapping[str, str] | None = None) -> StripeAccess:
    """Reads the variables of Stripe's account and of the API's address alone; raises SettingsFault."""
    read = Reading(os.environ if environ is None else environ)
    environment = read.optional("ENVIRONMENT", grammar.environment, Environment.PRODUCTION)
    public_url = _public_url(read, environment)
    access = StripeAccess(
        secret_key=read.required("STRIPE_SECRET_KEY", _SECRET_KEY) or _NO_SECRET,
        api_base=read.optional("STRIPE_API_BASE", urls.base_url("https", "http"), None),
        api_url=read.optional("API_URL", urls.base_url("https", "http"), public_url),
    )
    read.finish()
    return access


def names_of_settings() -> frozenset[str]:
    """The name of every variable that Till reads."""
    read = Reading({})
    check_listeners(_read(read).telemetry.metrics_bind, read)
    return frozenset(read.names)


def _read(read: Reading) -> Settings:
    environment = read.optional("ENVIRONMENT", grammar.environment, Environment.PRODUCTION)
    public_url = _public_url(read, environment)
    settings = Settings(
        environment=environment,
        public_url=public_url,
        api_url=read.optional("API_URL", urls.base_url("https", "http"), public_url),
        default_currency=read.optional("DEFAULT_CURRENCY", grammar.currency, "usd"),
        checkout_ttl=read.optional("CHECKOUT_TTL", grammar.duration, timedelta(hours=24)),
        audit_secrets=read.required("AUDIT_SECRET", grammar.rotated(grammar.long_secret)) or (),
        shop=_shop(read),
        shop_webhooks=_shop_webhooks(read),
        stripe=_stripe(read),
        mongodb=_mongodb(read),
        tokens=_tokens(read),
        mail=_mail(read, environment, public_url),
        tables=_tables(read, environment),
        edge=_edge(read, environment),
        telemetry=_telemetry(read),
    )
    check_rules(settings, read)
    return settings


def _public_url(read: Reading, environment: Environment) -> str:
    parse = urls.base_url("https", "http")
    if environment is Environment.PRODUCTION:
        return read.required("PUBLIC_URL", parse) or "https://unset.invalid"
    return read.optional("PUBLIC_URL", parse, "http://localhost:8000")


def _shop(read: Reading) -> ShopSettings:
    page = urls.url("https", "http", query=True)
    return ShopSettings(
        name=read.optional("SHOP_NAME", grammar.line(100), None),
        url=read.optional("SHOP_URL", page, None),
        logo_url=read.optional("SHOP_LOGO_URL", page, None),
        contact=read.optional("SHOP_CONTACT", grammar.line(200), None),
        terms_url=read.optional("TERMS_URL", page, None),
        privacy_url=read.optional("PRIVACY_URL", page, None),
        login_url=read.optional("LOGIN_URL", page, None),
        time_zone=read.optional("SHOP_TIME_ZONE", grammar.time_zone, ZoneInfo("UTC")),
    )


def _shop_webhooks(read: Reading) -> ShopWebhookSettings:
    parse_url = urls.url("https", "http", query=True)
    return ShopWebhookSettings(
        urls=read.optional("SHOP_WEBHOOK_URL", grammar.listed(parse_url, at_most=5), ()),
        secrets=read.optional(
            "SHOP_WEBHOOK_SECRET", grammar.listed(grammar.secret(grammar.shop_webhook_secret), at_most=2), ()
        ),
    )


def _stripe(read: Reading) -> StripeSettings:
    webhook_secrets = grammar.listed(grammar.secret(grammar.key("whsec_")))
    return StripeSettings(
        secret_key=read.required("STRIPE_SECRET_KEY", _SECRET_KEY) or _NO_SECRET,
        publishable_key=read.required("STRIPE_PUBLISHABLE_KEY", grammar.key("pk_test_", "pk_live_")) or "",
        webhook_secrets=read.required("STRIPE_WEBHOOK_SECRET", webhook_secrets) or (),
        api_base=read.optional("STRIPE_API_BASE", urls.base_url("https", "http"), None),
        js_url=read.optional("STRIPE_JS_URL", urls.url("https", "http"), None),
        payment_method_types=read.optional(
            "PAYMENT_METHOD_TYPES", grammar.listed(external_formats.payment_method_type), ("card",)
        ),
        capture_method=read.optional(
            "CAPTURE_METHOD", grammar.choice(CaptureMethod, "must be automatic or manual"), CaptureMethod.AUTOMATIC
        ),
        risk_holds=read.optional(
            "RISK_HOLDS", grammar.choice(RiskHolds, "must be highest, elevated or none"), RiskHolds.ELEVATED
        ),
        statement_descriptor_suffix=read.optional(
            "STATEMENT_DESCRIPTOR_SUFFIX", grammar.statement_descriptor_suffix, None
        ),
    )


def _mongodb(read: Reading) -> MongoSettings:
    uri = read.required("MONGODB_URI", external_formats.mongodb_uri)
    named_by_uri = "" if uri is None else external_formats.database_named_by(uri)
    if read.has("MONGODB_DATABASE") or (uri is not None and not named_by_uri):
        database = read.required("MONGODB_DATABASE", grammar.database_name) or ""
    else:
        database = named_by_uri
        if database and not grammar.is_database_name(database):
            read.fault("MONGODB_URI", f"must end its path in {grammar.DATABASE_NAME}, or MONGODB_DATABASE be set")
    return MongoSettings(uri=Secret(uri or ""), database=database)


def _tokens(read: Reading) -> TokenSettings:
    secrets = read.optional("JWT_SECRET", grammar.rotated(grammar.token_secret), ())
    jwks_url = read.optional("JWT_JWKS_URL", urls.url("https", "http", query=True), None)
    if read.has("JWT_SECRET") and read.has("JWT_JWKS_URL"):
        read.fault("JWT_SECRET", "is set beside JWT_JWKS_URL; keep the one that your tokens are signed for")
    if not read.has("JWT_SECRET") and not read.has("JWT_JWKS_URL"):
        read.fault("JWT_SECRET", "is not set; set it (HS256, at least 32 bytes) or JWT_JWKS_URL (RS256, ES256)")
    return TokenSettings(
        secrets=secrets,
        jwks_url=jwks_url,
        issuer=read.optional("JWT_ISSUER", grammar.text, None),
        audience=read.optional("JWT_AUDIENCE", grammar.text, None),
    )


def _mail(read: Reading, environment: Environment, public_url: str) -> MailSettings:
    smtp_url = grammar.secret(external_formats.smtp_url)
    alerts_to = grammar.listed(mailbox)
    webhook_url = read.optional("ALERTS_WEBHOOK_URL", grammar.secret(urls.url("https", "http", query=True)), None)
    if environment is Environment.PRODUCTION:
        return MailSettings(
            smtp_url=read.required("SMTP_URL", smtp_url) or _NO_SECRET,
            sender=read.required("MAIL_FROM", mailbox) or "",
            alerts_to=read.required("ALERTS_TO", alerts_to) or (),
            alerts_webhook_url=webhook_url,
        )
    sender = read.optional("MAIL_FROM", mailbox, _sender_at(public_url))
    return MailSettings(
        smtp_url=read.optional("SMTP_URL", smtp_url, Secret("smtp://localhost:25")),
        sender=sender,
        alerts_to=read.optional("ALERTS_TO", alerts_to, (sender,)),
        alerts_webhook_url=webhook_url,
    )


def _tables(read: Reading, environment: Environment) -> TableSettings:
    if environment is Environment.PRODUCTION:
        return TableSettings(
            shipping=read.required("SHIPPING_FILE", external_formats.shipping_file),
            taxes=read.required("TAX_FILE", external_formats.tax_file),
        )
    return TableSettings(
        shipping=read.optional("SHIPPING_FILE", external_formats.shipping_file, None),
        taxes=read.optional("TAX_FILE", external_formats.tax_file, None),
    )


def _sender_at(public_url: str) -> str:
    try:
        return mailbox(f"till@{urlsplit(public_url).hostname}")
    # Not every host that a shop is tried at can have mail: an IPv6 address can't.
    except ValueError:
        return "till@localhost"


def _edge(read: Reading, environment: Environment) -> EdgeSettings:
    unlimited_unless_set = environment is Environment.SANDBOX
    return EdgeSettings(
        cors_allowed_origins=read.optional("CORS_ALLOWED_ORIGINS", grammar.listed(urls.origin), ()),
        allowed_hosts=read.optional("ALLOWED_HOSTS", grammar.listed(urls.host), ()),
        trusted_proxies=read.optional("TRUSTED_PROXIES", grammar.listed(grammar.network), ()),
        require_https=read.optional("REQUIRE_HTTPS", grammar.flag, environment is Environment.PRODUCTION),
        rate_limit=read.optional(
            "RATE_LIMIT", grammar.rate_limit, None if unlimited_unless_set else RateLimit(count=100, seconds=60)
        ),
    )


def _telemetry(read: Reading) -> TelemetrySettings:
    return TelemetrySettings(
        metrics_bind=read.optional("METRICS_BIND", urls.address, None),
        sentry_dsn=read.optional("SENTRY_DSN", grammar.secret(external_formats.sentry_dsn), None),
        otlp_endpoint=read.optional("OTEL_EXPORTER_OTLP_ENDPOINT", urls.base_url("http", "https"), None),
        log_level=read.optional("LOG_LEVEL", grammar.log_level, "info"),
    )
