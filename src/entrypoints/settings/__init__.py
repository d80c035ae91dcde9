"""The configuration of a process, checked and typed; `load` reads it, and alone here knows what adapters accept."""

from entrypoints.settings.model import (
    Address,
    EdgeSettings,
    Environment,
    MailSettings,
    MongoSettings,
    RateLimit,
    Secret,
    Settings,
    StripeSettings,
    TelemetrySettings,
    TokenSettings,
)
from entrypoints.settings.reading import SettingsFault

__all__ = [
    "Address",
    "EdgeSettings",
    "Environment",
    "MailSettings",
    "MongoSettings",
    "RateLimit",
    "Secret",
    "Settings",
    "SettingsFault",
    "StripeSettings",
    "TelemetrySettings",
    "TokenSettings",
]
