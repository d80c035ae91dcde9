"""The configuration of a process: read once at the start, complete and consistent or not at all."""

from entrypoints.settings.fault import SettingsFault
from entrypoints.settings.load import load_settings
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
    "load_settings",
]
