"""The configuration is complete and consistent, or the start stops with one message that names every fault."""

from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.in_memory.system.clock import VirtualClock
from adapters.smtp.mailer import smtp_mailer
from domain.payments.intent import CaptureMethod
from entrypoints.settings import (
    Address,
    Environment,
    RateLimit,
    RiskHolds,
    Secret,
    SettingsFault,
    ShopSettings,
    TableSettings,
)
from entrypoints.settings.load import load_settings, names_of_settings

SHOP_WEBHOOK_SECRET = f"whsec_{'A' * 32}"
TEST_ENVIRON: dict[str, str] = {
    "ENVIRONMENT": "test",
    "STRIPE_SECRET_KEY": "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_TYooMQauvdEDq54NiTphI7jx",
    "STRIPE_WEBHOOK_SECRET": "whsec_oldsecret1, whsec_newsecret2",
    "MONGODB_URI": "mongodb://till:hunter2secret@db.example:27017/shop?replicaSet=rs0",
    "JWT_SECRET": "a-jwt-secret-of-more-than-32-bytes!",
    "AUDIT_SECRET": "an-audit-secret-of-more-than-32-bytes",
}
PRODUCTION_ENVIRON: dict[str, str] = TEST_ENVIRON | {
    "ENVIRONMENT": "production",
    "STRIPE_SECRET_KEY": "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "STRIPE_PUBLISHABLE_KEY": "pk_live_TYooMQauvdEDq54NiTphI7jx",
    "PUBLIC_URL": "https://shop.example/",
    "SMTP_URL": "smtps://mailer:mailsecret@smtp.example:465",
    "MAIL_FROM": "Shop <orders@shop.example>",
    "ALERTS_TO": "ops@shop.example, cfo@shop.example",
    "SHIPPING_FILE": "none",
    "TAX_FILE": "none",
}


def faults_of(environ: Mapping[str, str]) -> dict[str, str]:
    with pytest.raises(SettingsFault) as caught:
        load_settings(environ)
    return dict(caught.value.faults)


def test_the_smallest_test_configuration_has_working_defaults() -> None:
    settings = load_settings(TEST_ENVIRON)

    assert settings.environment is Environment.TEST
    assert settings.mongodb.database == "shop"
    assert [secret.reveal() for secret in settings.stripe.webhook_secrets] == ["whsec_oldsecret1", "whsec_newsecret2"]
    assert settings.stripe.payment_method_types == ("card",)
    assert settings.stripe.api_base is None
    assert settings.edge.rate_limit == RateLimit(count=100, seconds=60)
    assert settings.checkout_ttl == timedelta(hours=24)
    assert settings.default_currency == "usd"
    assert not settings.edge.require_https
    assert settings.api_url == settings.public_url
    assert (settings.shop.name, settings.shop.login_url, settings.shop_webhooks.urls) == (None, None, ())
    assert settings.shop.time_zone == ZoneInfo("UTC")
    assert (settings.stripe.capture_method, settings.stripe.risk_holds) == ("automatic", "elevated")


def test_every_variable_is_read() -> None:
    settings = load_settings(
        TEST_ENVIRON
        | {
            "STRIPE_API_BASE": "http://127.0.0.1:12111/",
            "STRIPE_JS_URL": "http://127.0.0.1:12111/stripe.js",
            "PAYMENT_METHOD_TYPES": "card,sepa_debit",
            "MONGODB_DATABASE": "other",
            "JWT_ISSUER": "https://id.example",
            "JWT_AUDIENCE": "till",
            "PUBLIC_URL": "http://shop.test:8000",
            "SMTP_URL": "smtp://127.0.0.1:2525",
            "MAIL_FROM": "orders@shop.test",
            "ALERTS_TO": "ops@shop.test",
            "CORS_ALLOWED_ORIGINS": "https://Shop.example:443,http://localhost:5173",
            "ALLOWED_HOSTS": "shop.example,*.shop.example",
            "TRUSTED_PROXIES": "10.0.0.0/8, ::1",
            "REQUIRE_HTTPS": "yes",
            "RATE_LIMIT": "7/second",
            "CHECKOUT_TTL": "90s",
            "DEFAULT_CURRENCY": "JPY",
            "METRICS_BIND": "127.0.0.1:9464",
            "SENTRY_DSN": "https://publickey@sentry.example/42",
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318",
            "LOG_LEVEL": "WARNING",
            "API_URL": "https://api.shop.test/",
            "SHOP_NAME": "Ada's Teas",
            "SHOP_URL": "https://shop.test/?from=till",
            "SHOP_LOGO_URL": "https://shop.test/logo.svg",
            "SHOP_CONTACT": "help@shop.test",
            "TERMS_URL": "https://shop.test/terms",
            "PRIVACY_URL": "https://shop.test/privacy",
            "LOGIN_URL": "https://shop.test/login",
            "SHOP_TIME_ZONE": "Europe/Berlin",
            "SHOP_WEBHOOK_URL": "http://127.0.0.1:9000/hook,https://erp.test/till?key=7",
            "SHOP_WEBHOOK_SECRET": f"{SHOP_WEBHOOK_SECRET},whsec_{'B' * 32}",
            "ALERTS_WEBHOOK_URL": "https://chat.test/services/T0/B0/hunter2",
            "CAPTURE_METHOD": "Manual",
            "RISK_HOLDS": "highest",
            "STATEMENT_DESCRIPTOR_SUFFIX": "TEAS 1",
        }
    )

    assert settings.api_url == "https://api.shop.test"
    assert settings.mail.alerts_webhook_url is not None
    assert settings.mail.alerts_webhook_url.reveal() == "https://chat.test/services/T0/B0/hunter2"
    assert "hunter2" not in repr(settings)
    assert settings.shop == ShopSettings(
        name="Ada's Teas",
        url="https://shop.test/?from=till",
        logo_url="https://shop.test/logo.svg",
        contact="help@shop.test",
        terms_url="https://shop.test/terms",
        privacy_url="https://shop.test/privacy",
        login_url="https://shop.test/login",
        time_zone=ZoneInfo("Europe/Berlin"),
    )
    assert settings.shop_webhooks.urls == ("http://127.0.0.1:9000/hook", "https://erp.test/till?key=7")
    assert [secret.reveal() for secret in settings.shop_webhooks.secrets] == [
        SHOP_WEBHOOK_SECRET,
        f"whsec_{'B' * 32}",
    ]
    assert settings.stripe.capture_method is CaptureMethod.MANUAL
    assert settings.stripe.risk_holds is RiskHolds.HIGHEST
    assert settings.stripe.statement_descriptor_suffix == "TEAS 1"

    assert settings.stripe.api_base == "http://127.0.0.1:12111"
    assert settings.stripe.js_url == "http://127.0.0.1:12111/stripe.js"
    assert settings.stripe.payment_method_types == ("card", "sepa_debit")
    assert settings.mongodb.database == "other"
    assert (settings.tokens.issuer, settings.tokens.audience) == ("https://id.example", "till")
    assert settings.public_url == "http://shop.test:8000"
    assert settings.mail.smtp_url.reveal() == "smtp://127.0.0.1:2525"
    assert (settings.mail.sender, settings.mail.alerts_to) == ("orders@shop.test", ("ops@shop.test",))
    assert settings.edge.cors_allowed_origins == ("https://shop.example", "http://localhost:5173")
    assert settings.edge.allowed_hosts == ("shop.example", "*.shop.example")
    assert settings.edge.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("::1"))
    assert settings.edge.require_https
    assert settings.edge.rate_limit == RateLimit(count=7, seconds=1)
    assert settings.checkout_ttl == timedelta(seconds=90)
    assert settings.default_currency == "jpy"
    assert settings.telemetry.metrics_bind == Address(host="127.0.0.1", port=9464)
    assert settings.telemetry.sentry_dsn is not None
    assert settings.telemetry.otlp_endpoint == "http://collector:4318"
    assert settings.telemetry.log_level == "warning"


def test_names_of_settings_are_all_that_is_read() -> None:
    names = names_of_settings()
    assert {*TEST_ENVIRON, *PRODUCTION_ENVIRON, "SHOP_WEBHOOK_SECRET", "METRICS_BIND", "JWT_JWKS_URL"} <= names
    assert "PATH" not in names


def test_an_empty_environment_is_production_and_names_everything_it_misses() -> None:
    assert set(faults_of({})) == {
        "ALERTS_TO",
        "AUDIT_SECRET",
        "JWT_SECRET",
        "MAIL_FROM",
        "MONGODB_URI",
        "PUBLIC_URL",
        "SHIPPING_FILE",
        "SMTP_URL",
        "STRIPE_PUBLISHABLE_KEY",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "TAX_FILE",
    }


def test_all_faults_are_reported_at_once() -> None:
    faults = faults_of(TEST_ENVIRON | {"RATE_LIMIT": "lots", "CHECKOUT_TTL": "soon", "MONGODB_URI": ""})

    assert set(faults) == {"RATE_LIMIT", "CHECKOUT_TTL", "MONGODB_URI"}


@pytest.mark.parametrize("name", ["STRIPE_API_BASE", "STRIPE_JS_URL"])
def test_a_stand_in_for_stripe_is_refused_in_production(name: str) -> None:
    assert set(faults_of(PRODUCTION_ENVIRON | {name: "https://stand-in.example"})) == {name}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "http://shop.example"),
        ("JWT_JWKS_URL", "http://id.example/keys"),
        ("CORS_ALLOWED_ORIGINS", "http://shop.example"),
    ],
)
def test_production_speaks_https_alone(name: str, value: str) -> None:
    environ = {key: kept for key, kept in PRODUCTION_ENVIRON.items() if key != "JWT_SECRET" or name != "JWT_JWKS_URL"}

    assert set(faults_of(environ | {name: value})) == {name}


def test_production_requires_https_of_its_callers_unless_reported_otherwise() -> None:
    assert load_settings(PRODUCTION_ENVIRON).edge.require_https
    assert not load_settings(PRODUCTION_ENVIRON | {"REQUIRE_HTTPS": "false"}).edge.require_https


@pytest.mark.parametrize("environment", ["sandbox", "test"])
def test_real_money_is_refused_outside_production(environment: str) -> None:
    faults = faults_of(PRODUCTION_ENVIRON | {"ENVIRONMENT": environment})

    assert set(faults) == {"STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY"}


def test_keys_of_two_modes_are_refused() -> None:
    test_key = {"STRIPE_PUBLISHABLE_KEY": TEST_ENVIRON["STRIPE_PUBLISHABLE_KEY"]}

    assert set(faults_of(PRODUCTION_ENVIRON | test_key)) == {"STRIPE_PUBLISHABLE_KEY"}


def test_tokens_are_verified_one_way_only() -> None:
    both = TEST_ENVIRON | {"JWT_JWKS_URL": "https://id.example/keys"}
    jwks_alone = {name: value for name, value in both.items() if name != "JWT_SECRET"}

    assert set(faults_of(both)) == {"JWT_SECRET"}
    assert load_settings(jwks_alone).tokens.jwks_url == "https://id.example/keys"


def test_secrets_are_listed_while_they_are_rotated() -> None:
    newer = {name: f"{'n' * 32}, {TEST_ENVIRON[name]}" for name in ("JWT_SECRET",)}
    newer["AUDIT_SECRET"] = f"{'o' * 32},{TEST_ENVIRON['AUDIT_SECRET']}"
    settings = load_settings(TEST_ENVIRON | newer)

    assert [secret.reveal() for secret in settings.tokens.secrets] == ["n" * 32, TEST_ENVIRON["JWT_SECRET"]]
    assert [secret.reveal() for secret in settings.audit_secrets] == ["o" * 32, TEST_ENVIRON["AUDIT_SECRET"]]
    short = {"JWT_SECRET": f"{'n' * 32},short", "AUDIT_SECRET": f"short,{'o' * 32}"}
    assert set(faults_of(TEST_ENVIRON | short)) == {"JWT_SECRET", "AUDIT_SECRET"}


def test_the_sandbox_limits_rates_only_where_reported_to() -> None:
    assert load_settings(TEST_ENVIRON | {"ENVIRONMENT": "sandbox"}).edge.rate_limit is None
    limited = load_settings(TEST_ENVIRON | {"ENVIRONMENT": "sandbox", "RATE_LIMIT": "3/minute"})
    assert limited.edge.rate_limit == RateLimit(count=3, seconds=60)


def test_a_database_must_be_named_somewhere() -> None:
    nameless = TEST_ENVIRON | {"MONGODB_URI": "mongodb://a.example:27017,b.example:27017/?replicaSet=rs0"}

    assert set(faults_of(nameless)) == {"MONGODB_DATABASE"}
    assert set(faults_of(TEST_ENVIRON | {"MONGODB_URI": "mongodb://db.example/my%20shop"})) == {"MONGODB_URI"}
    assert load_settings(nameless | {"MONGODB_DATABASE": "shop"}).mongodb.database == "shop"


@pytest.mark.parametrize(
    ("shop", "sender"),
    [
        ("http://shop.test:8000", "till@shop.test"),
        ("http://127.0.0.1:8000", "till@127.0.0.1"),
        ("http://[::1]:8000", "till@localhost"),
        ("http://my_shop:8000", "till@localhost"),
    ],
)
def test_an_unnamed_sender_is_one_that_mail_can_come_from(shop: str, sender: str) -> None:
    mail = load_settings(TEST_ENVIRON | {"PUBLIC_URL": shop}).mail

    assert (mail.sender, mail.alerts_to) == (sender, (sender,))
    assert smtp_mailer(
        smtp_url=mail.smtp_url.reveal(),
        sender=mail.sender,
        alerts_to=mail.alerts_to,
        public_url=shop,
        api_url=shop,
        clock=VirtualClock(),
    )


def test_no_secret_shows_in_a_representation() -> None:
    settings = load_settings(PRODUCTION_ENVIRON | {"SENTRY_DSN": "https://publickey@sentry.example/42"})
    shown = f"{settings!r} {settings} {settings.audit_secrets[0]} {settings.audit_secrets[0]:>9}"

    for secret in ("4eC39HqLyjWDarjtT1zdp7dc", "whsec_", "hunter2secret", "a-jwt-secret", "an-audit", "mailsecret"):
        assert secret not in shown
    assert Secret("tell-nobody").reveal() == "tell-nobody"


def test_the_shops_tables_are_checked_at_the_start(tmp_path: Path) -> None:
    assert load_settings(TEST_ENVIRON).tables == TableSettings(shipping=None, taxes=None)
    wrong = tmp_path / "taxes.json"
    wrong.write_text('{"countries": {"US": {"rate": "7.25"}}}')
    faults = faults_of(TEST_ENVIRON | {"SHIPPING_FILE": str(tmp_path / "absent.json"), "TAX_FILE": str(wrong)})
    assert set(faults) == {"SHIPPING_FILE", "TAX_FILE"}
    assert "can't be read" in faults["SHIPPING_FILE"]
    assert "below 1" in faults["TAX_FILE"]
    assert str(tmp_path) not in "".join(faults.values())
