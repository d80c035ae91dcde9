"""The configuration of a process, checked and typed; `load` reads it, and alone here knows what adapters accept."""

from entrypoints.settings.fault import SettingsFault
from entrypoints.settings.model import (
    Address,
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
from entrypoints.settings.secret import Secret

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
