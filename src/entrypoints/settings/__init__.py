"""The settings of a process, checked and typed; `load` reads them from environment variables."""

from domain.payments.risk_level import RiskHolds
from entrypoints.settings.model import (
    NO_TABLE,
    Address,
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
from entrypoints.settings.reading import SettingsFault

__all__ = [
    "NO_TABLE",
    "Address",
    "EdgeSettings",
    "Environment",
    "MailSettings",
    "MongoSettings",
    "RateLimit",
    "RiskHolds",
    "Secret",
    "Settings",
    "SettingsFault",
    "ShopSettings",
    "ShopWebhookSettings",
    "StripeSettings",
    "TableSettings",
    "TelemetrySettings",
    "TokenSettings",
]
