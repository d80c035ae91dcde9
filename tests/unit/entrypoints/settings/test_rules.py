"""Rules between settings: what production refuses, and which secrets must differ."""

import pytest

from entrypoints.settings.load import load_settings
from tests.unit.entrypoints.settings.test_settings import (
    PRODUCTION_ENVIRON,
    SHOP_WEBHOOK_SECRET,
    TEST_ENVIRON,
    faults_of,
)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SHOP_WEBHOOK_URL": "https://erp.example/till"}, "SHOP_WEBHOOK_SECRET"),
        ({"SHOP_WEBHOOK_URL": "http://erp.example/till", "SHOP_WEBHOOK_SECRET": "KEY"}, "SHOP_WEBHOOK_URL"),
        ({"ALERTS_WEBHOOK_URL": "http://chat.example/hook"}, "ALERTS_WEBHOOK_URL"),
        ({"API_URL": "http://api.example"}, "API_URL"),
        ({"LOGIN_URL": "http://shop.example/login"}, "LOGIN_URL"),
        ({"TERMS_URL": "http://shop.example/terms"}, "TERMS_URL"),
        ({"MONGODB_URI": "mongodb://db.example/shop?tls=true&tlsInsecure=true"}, "MONGODB_URI"),
        ({"MONGODB_URI": "mongodb://db.example/shop?tls=true&tlsAllowInvalidHostnames=true"}, "MONGODB_URI"),
        ({"MONGODB_URI": "mongodb://db.example/shop?tls=true&TLSALLOWINVALIDCERTIFICATES=TRUE"}, "MONGODB_URI"),
        ({"SMTP_URL": "smtp://mailer:mailsecret@smtp.example:587?starttls=never"}, "SMTP_URL"),
        ({"JWT_SECRET": TEST_ENVIRON["AUDIT_SECRET"]}, "AUDIT_SECRET"),
        ({"JWT_SECRET": f"{'n' * 32},{TEST_ENVIRON['AUDIT_SECRET']}"}, "AUDIT_SECRET"),
    ],
)
def test_production_refuses_what_is_sent_in_clear_or_trusted_twice(changed: dict[str, str], named: str) -> None:
    environ = {
        name: SHOP_WEBHOOK_SECRET if value == "KEY" else value for name, value in (PRODUCTION_ENVIRON | changed).items()
    }
    faults = faults_of(environ)
    assert set(faults) == {named}
    assert "mailsecret" not in faults[named]


@pytest.mark.parametrize(
    "changed",
    [
        {"MONGODB_URI": "mongodb://db.example/shop?tls=true&tlsInsecure=false"},
        {"SMTP_URL": "smtp://mailer:mailsecret@smtp.example:587"},
        {"SMTP_URL": "smtp://smtp.example:25?starttls=never"},
    ],
)
def test_production_accepts_what_is_encrypted_or_holds_no_secret(changed: dict[str, str]) -> None:
    assert load_settings(PRODUCTION_ENVIRON | changed)
