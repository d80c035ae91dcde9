"""From environment variables to Settings: the only place that knows the variables' names."""

import os
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from entrypoints.settings import grammar
from entrypoints.settings.model import (
    EdgeSettings,
    Environment,
    MailSettings,
    MongoSettings,
    RateLimit,
    Settings,
    StripeSettings,
    TelemetrySettings,
    TokenSettings,
)
from entrypoints.settings.reading import Reading
from entrypoints.settings.rules import check_rules
from entrypoints.settings.secret import Secret

_NO_SECRET = Secret("")


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Reads and checks the whole configuration; `environ` defaults to the process's own.

    Raises SettingsFault naming every variable at fault.
    """
    read = Reading(os.environ if environ is None else environ)
    environment = read.optional("ENVIRONMENT", grammar.environment, Environment.PRODUCTION)
    public_url = _public_url(read, environment)
    settings = Settings(
        environment=environment,
        public_url=public_url,
        default_currency=read.optional("DEFAULT_CURRENCY", grammar.currency, "usd"),
        checkout_ttl=read.optional("CHECKOUT_TTL", grammar.duration, timedelta(hours=24)),
        audit_secret=read.required("AUDIT_SECRET", grammar.long_secret) or _NO_SECRET,
        stripe=_stripe(read),
        mongodb=_mongodb(read),
        tokens=_tokens(read),
        mail=_mail(read, environment, public_url),
        edge=_edge(read, environment),
        telemetry=_telemetry(read),
    )
    check_rules(settings, read)
    read.finish()
    return settings


def _public_url(read: Reading, environment: Environment) -> str:
    parse = grammar.url("https", "http")
    if environment is Environment.PRODUCTION:
        return read.required("PUBLIC_URL", parse) or "https://unset.invalid"
    return read.optional("PUBLIC_URL", parse, "http://localhost:8000")


def _stripe(read: Reading) -> StripeSettings:
    secret_key = grammar.secret(grammar.key("sk_test_", "sk_live_", "rk_test_", "rk_live_"))
    webhook_secrets = grammar.listed(grammar.secret(grammar.key("whsec_")))
    return StripeSettings(
        secret_key=read.required("STRIPE_SECRET_KEY", secret_key) or _NO_SECRET,
        publishable_key=read.required("STRIPE_PUBLISHABLE_KEY", grammar.key("pk_test_", "pk_live_")) or "",
        webhook_secrets=read.required("STRIPE_WEBHOOK_SECRET", webhook_secrets) or (),
        api_base=read.optional("STRIPE_API_BASE", grammar.url("https", "http"), None),
        js_url=read.optional("STRIPE_JS_URL", grammar.url("https", "http"), None),
        payment_method_types=read.optional(
            "PAYMENT_METHOD_TYPES", grammar.listed(grammar.payment_method_type), ("card",)
        ),
    )


def _mongodb(read: Reading) -> MongoSettings:
    uri = read.required("MONGODB_URI", grammar.mongodb_uri)
    named_by_uri = "" if uri is None else _database_in(uri)
    if named_by_uri or uri is None:
        database = read.optional("MONGODB_DATABASE", grammar.database_name, named_by_uri)
    else:
        database = read.required("MONGODB_DATABASE", grammar.database_name) or ""
    return MongoSettings(uri=Secret(uri or ""), database=database)


def _database_in(uri: str) -> str:
    _, _, after_scheme = uri.partition("://")
    _, _, path = after_scheme.partition("/")
    return path.partition("?")[0]


def _tokens(read: Reading) -> TokenSettings:
    secret = read.optional("JWT_SECRET", grammar.long_secret, None)
    jwks_url = read.optional("JWT_JWKS_URL", grammar.url("https", "http"), None)
    if read.has("JWT_SECRET") and read.has("JWT_JWKS_URL"):
        read.fault("JWT_SECRET", "is set beside JWT_JWKS_URL; keep the one that your tokens are signed for")
    if not read.has("JWT_SECRET") and not read.has("JWT_JWKS_URL"):
        read.fault("JWT_SECRET", "is not set; set it (HS256, at least 32 bytes) or JWT_JWKS_URL (RS256, ES256)")
    return TokenSettings(
        secret=secret,
        jwks_url=jwks_url,
        issuer=read.optional("JWT_ISSUER", grammar.text, None),
        audience=read.optional("JWT_AUDIENCE", grammar.text, None),
    )


def _mail(read: Reading, environment: Environment, public_url: str) -> MailSettings:
    smtp_url = grammar.secret(grammar.url("smtp", "smtps", "smtp+starttls"))
    alerts_to = grammar.listed(grammar.mailbox)
    if environment is Environment.PRODUCTION:
        return MailSettings(
            smtp_url=read.required("SMTP_URL", smtp_url) or _NO_SECRET,
            sender=read.required("MAIL_FROM", grammar.mailbox) or "",
            alerts_to=read.required("ALERTS_TO", alerts_to) or (),
        )
    sender = read.optional("MAIL_FROM", grammar.mailbox, f"till@{urlsplit(public_url).hostname}")
    return MailSettings(
        smtp_url=read.optional("SMTP_URL", smtp_url, Secret("smtp://localhost:25")),
        sender=sender,
        alerts_to=read.optional("ALERTS_TO", alerts_to, (sender,)),
    )


def _edge(read: Reading, environment: Environment) -> EdgeSettings:
    unlimited_unless_set = environment is Environment.SANDBOX
    return EdgeSettings(
        cors_allowed_origins=read.optional("CORS_ALLOWED_ORIGINS", grammar.listed(grammar.origin), ()),
        allowed_hosts=read.optional("ALLOWED_HOSTS", grammar.listed(grammar.host), ()),
        trusted_proxies=read.optional("TRUSTED_PROXIES", grammar.listed(grammar.network), ()),
        require_https=read.optional("REQUIRE_HTTPS", grammar.flag, environment is Environment.PRODUCTION),
        rate_limit=read.optional(
            "RATE_LIMIT", grammar.rate_limit, None if unlimited_unless_set else RateLimit(count=100, seconds=60)
        ),
    )


def _telemetry(read: Reading) -> TelemetrySettings:
    return TelemetrySettings(
        metrics_bind=read.optional("METRICS_BIND", grammar.address, None),
        sentry_dsn=read.optional("SENTRY_DSN", grammar.secret(grammar.url("https", "http")), None),
        otlp_endpoint=read.optional("OTEL_EXPORTER_OTLP_ENDPOINT", grammar.url("http", "https"), None),
        log_level=read.optional("LOG_LEVEL", grammar.log_level, "info"),
    )
