"""The types that the settings are read into, each value checked."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain.payments.intent import CaptureMethod
from domain.payments.risk_level import RiskHolds

_HIDDEN: Final = "Secret(hidden)"
NO_TABLE: Final = "none"


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """Holds a credential; only `reveal()` gives it out, so every use can be found by its name."""

    _value: str

    def reveal(self) -> str:
        """The credential itself, for the one call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return _HIDDEN

    def __str__(self) -> str:
        return _HIDDEN

    def __format__(self, format_spec: str) -> str:
        return _HIDDEN


class Environment(StrEnum):
    """Where this process runs; `production` forbids everything that exists for development."""

    SANDBOX = "sandbox"
    TEST = "test"
    PRODUCTION = "production"


class RateLimit(Struct, frozen=True, kw_only=True):
    """At most `count` requests in each window of `seconds`."""

    count: int
    seconds: int


class Address(Struct, frozen=True, kw_only=True):
    """A host and port to listen on."""

    host: str
    port: int


class StripeSettings(Struct, frozen=True, kw_only=True):
    """The account, and in the sandbox the stand-in that takes Stripe's place."""

    secret_key: Secret
    publishable_key: str
    webhook_secrets: tuple[Secret, ...]
    api_base: str | None
    js_url: str | None
    payment_method_types: tuple[str, ...]
    capture_method: CaptureMethod
    risk_holds: RiskHolds
    statement_descriptor_suffix: str | None

    @property
    def live(self) -> bool:
        """Whether these keys move real money."""
        return self.publishable_key.startswith("pk_live_")


class MongoSettings(Struct, frozen=True, kw_only=True):
    """The database; the URI is secret because it may carry a password."""

    uri: Secret
    database: str


class TokenSettings(Struct, frozen=True, kw_only=True):
    """How bearer tokens are verified: by any of the shared secrets (HS256) or by published keys (RS256, ES256)."""

    secrets: tuple[Secret, ...]
    jwks_url: str | None
    issuer: str | None
    audience: str | None


class TableSettings(Struct, frozen=True, kw_only=True):
    """The paths of the shop's tables; None stands for the example that is packed with Till, NO_TABLE for none."""

    shipping: str | None = None
    taxes: str | None = None


class MailSettings(Struct, frozen=True, kw_only=True):
    """Where mail leaves, whom it comes from, who is alerted, and by which chat's webhook besides."""

    smtp_url: Secret
    sender: str
    alerts_to: tuple[str, ...]
    alerts_webhook_url: Secret | None


class ShopSettings(Struct, frozen=True, kw_only=True):
    """How the shop presents itself, and where it sends people; None where it gave nothing."""

    name: str | None
    url: str | None
    logo_url: str | None
    contact: str | None
    terms_url: str | None
    privacy_url: str | None
    login_url: str | None
    time_zone: ZoneInfo


class ShopWebhookSettings(Struct, frozen=True, kw_only=True):
    """The shop's own systems to notify, each with every secret; no URLs, no notifications."""

    urls: tuple[str, ...]
    secrets: tuple[Secret, ...]


class EdgeSettings(Struct, frozen=True, kw_only=True):
    """Who may talk to the HTTP API, how often and through what."""

    cors_allowed_origins: tuple[str, ...]
    allowed_hosts: tuple[str, ...]
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...]
    require_https: bool
    rate_limit: RateLimit | None


class TelemetrySettings(Struct, frozen=True, kw_only=True):
    """Where this process reports what it does."""

    metrics_bind: Address | None
    sentry_dsn: Secret | None
    otlp_endpoint: str | None
    log_level: str


class Settings(Struct, frozen=True, kw_only=True):
    """The whole configuration of one process; of the audit secrets the first signs and each verifies."""

    environment: Environment
    public_url: str
    api_url: str
    default_currency: str
    checkout_ttl: timedelta
    audit_secrets: tuple[Secret, ...]
    shop: ShopSettings
    shop_webhooks: ShopWebhookSettings
    stripe: StripeSettings
    mongodb: MongoSettings
    tokens: TokenSettings
    mail: MailSettings
    tables: TableSettings
    edge: EdgeSettings
    telemetry: TelemetrySettings
