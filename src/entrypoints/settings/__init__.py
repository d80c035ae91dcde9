"""The settings of a process, checked and typed; `load` reads them from environment variables."""

from entrypoints.settings.model import (
    Address,
    CaptureMethod,
    EdgeSettings,
    Environment,
    MailSettings,
    MongoSettings,
    RateLimit,
    RiskHolds,
    Secret,
    Settings,
    ShopSettings,
    ShopWebhookSettings,
    StripeSettings,
    TelemetrySettings,
    TokenSettings,
)
from entrypoints.settings.reading import SettingsFault

__all__ = [
    "Address",
    "CaptureMethod",
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
    "TelemetrySettings",
    "TokenSettings",
]
