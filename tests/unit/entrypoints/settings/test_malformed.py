"""Every variable that is spelt wrongly is named, alone and without its value, before anything was begun."""

import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentry_sdk.utils import Dsn

from adapters.smtp.sending.mailboxes import named_mailbox
from adapters.smtp.sending.server import smtp_server
from entrypoints.settings import SettingsFault
from entrypoints.settings.external_formats import sentry_dsn, smtp_url
from entrypoints.settings.grammar import mailbox
from entrypoints.settings.load import load_settings
from tests.unit.entrypoints.settings.test_settings import TEST_ENVIRON, faults_of

URLS = (
    "shop.invalid",
    "ftp://shop.invalid",
    "https://",
    "https://:8443",
    "https://shop.invalid:",
    "https://a b.invalid",
)
MORE_URLS = (
    *(
        "https://shop.invalid:0",
        "https://shop.invalid:99999",
        "https://shop.invalid:port",
        "https://[::1",
        "https://[]",
    ),
    *(
        "https://shop..invalid",
        "https://shop.invalid\\@evil.invalid",
        "https://shop.invalid/%zz",
        "https://sh\u00f6p.invalid",
    ),
    *(
        "https://1.2.3.999",
        "https://shop.invalid/#part",
        "https://ada:hunter2@shop.invalid",
        "https://shop.invalid/<b>",
    ),
)
QUERY = ("https://shop.invalid?page=1", "https://shop.invalid/shop?page=%20")
ADDRESSES = (
    *(
        "nobody",
        "@shop.invalid",
        "ops@",
        "a b@shop.invalid",
        "ops@shop invalid",
        "ops@-shop.invalid",
        "ops@shop_.invalid",
    ),
    *(
        "Shop <ops@shop.invalid",
        "Shop <ops>",
        "ops@shop..invalid",
        f"{'a' * 65}@shop.invalid",
    ),
)
HOSTS = ("a:b", "-", "https://shop.invalid", "shop.invalid:80", "*", "a..b", "[::1", "*.*.invalid", "999.1.1.1")

MALFORMED = {
    "ENVIRONMENT": ("staging", "prod", "test,production"),
    "STRIPE_SECRET_KEY": ("pk_test_TYooMQauvdEDq54", "sk_test_", "sk_test_a b", "sk_test_a-b", "whsec_a1"),
    "STRIPE_PUBLISHABLE_KEY": ("sk_test_4eC39HqLyjWDarjtT1zdp7dc", "pk_test_", "pk_test_\u00e4"),
    "STRIPE_WEBHOOK_SECRET": ("whsec_good1,oops", "whsec_", ",", "whsec_a1;whsec_b2"),
    "STRIPE_API_BASE": (*URLS, *MORE_URLS, *QUERY, "localhost:12111"),
    "STRIPE_JS_URL": (*URLS, *MORE_URLS, *QUERY, "javascript://x", "https://shop.invalid;x/stripe.js"),
    "PAYMENT_METHOD_TYPES": ("Card", "card sepa_debit", "card;sepa_debit", ",", "card,konbini", "link"),
    "MONGODB_URI": (
        *("postgres://db.invalid/shop", "mongodb://", "mongodb:///shop", "db.invalid:27017"),
        *("mongodb://a.invalid,b.invalid:99999/shop", "mongodb://a.invalid,:27017/shop", "mongodb://a.invalid,/shop"),
        *("mongodb://ada:hunter2%zz@db.invalid/shop", "mongodb://ada:hunter2@x@db.invalid/shop"),
        *("mongodb://db.invalid/shop?tlsCAFile=/hunter2.pem", "mongodb://db.invalid/shop?readPreference=hunter2"),
        *("mongodb://db.invalid/my%20shop", "mongodb://db.invalid/hunter2.x", "mongodb+srv://db.invalid:27017/shop"),
    ),
    "MONGODB_DATABASE": ("no spaces", "a.b", "a/b", "$cmd", "a" * 64, "sh\u00f6p"),
    "JWT_SECRET": ("short", "short\nshort\nshort\nshort\nshort\nshort", "short\udcff" * 9, "ssh-rsa " + "A" * 40),
    "AUDIT_SECRET": ("thirty-one bytes are not enough", "short\x1b[0m" * 9),
    "JWT_ISSUER": ("https://id.invalid\x00/", "a\u200bb"),
    "JWT_AUDIENCE": ("a\nb", "\udcfe"),
    "PUBLIC_URL": (*URLS, *MORE_URLS, *QUERY),
    "SMTP_URL": (
        *("https://smtp.invalid", "smtp://", "smtp.invalid:25", "smtp://ada:hunter2@smtp.invalid?timeout=9"),
        *("smtp://ada:hunter2@smtp.invalid#x", "smtp://ada:hunter2@smtp.invalid/x", "smtp://smtp.invalid:hunter2"),
        *("smtp://ada:hunter2%@smtp.invalid", "smtp://ada:hunter^2@smtp.invalid", "smtp://:hunter2@smtp.invalid"),
        *("smtps://smtp.invalid?starttls=never", "smtp://smtp..invalid", "smtp://ada:hunt/er2@smtp.invalid"),
    ),
    "MAIL_FROM": (*ADDRESSES, "a@shop.invalid,b@shop.invalid"),
    "ALERTS_TO": (*ADDRESSES, *(f"ops@fine.example,{address}" for address in ADDRESSES), ","),
    "ALERTS_WEBHOOK_URL": (*URLS, *MORE_URLS),
    "CORS_ALLOWED_ORIGINS": (
        *("https://shop.invalid/", "https://*.shop.invalid", "*", "null", "shop.invalid", "https://shop..invalid"),
        *("https://ada@shop.invalid", "https://shop.invalid?", "https://shop.invalid:0", "https://sh\u00f6p.invalid"),
    ),
    "ALLOWED_HOSTS": HOSTS,
    "TRUSTED_PROXIES": ("10.0.0.1/8", "proxy.invalid", "10.0.0.0/33", "10.0.0", "::1/129", "*"),
    "REQUIRE_HTTPS": ("maybe", "2", "t", "true,false"),
    "RATE_LIMIT": ("77", "0/hour", "5/fortnight", "-7/minute", "7.5/minute", "/minute", "7/", "\u0667/minute"),
    "CHECKOUT_TTL": ("77", "0h", "999999d", "-7h", "7.5h", "1h30m", "7 h", "\u0667h"),
    "API_URL": (*URLS, *MORE_URLS, *QUERY),
    "SHOP_NAME": ("x" * 101, "a\nb"),
    "SHOP_CONTACT": ("x" * 201,),
    **dict.fromkeys(("SHOP_URL", "SHOP_LOGO_URL", "TERMS_URL", "PRIVACY_URL", "LOGIN_URL"), (*URLS, *MORE_URLS)),
    "SHOP_TIME_ZONE": ("Mars/Olympus", "../etc/passwd", "/etc/localtime", "Europe"),
    "SHOP_WEBHOOK_URL": (*URLS, *MORE_URLS, ",".join(f"https://{name}.invalid/hook" for name in "abcdef")),
    "SHOP_WEBHOOK_SECRET": (
        *("whsec_", "whsec_hunter2", "whsec_aHVudGVyMg==", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        ",".join(f"whsec_{'A' * 31}{name}" for name in "ABC"),
    ),
    "CAPTURE_METHOD": ("later", "automatic_async", "manual,automatic"),
    "RISK_HOLDS": ("normal", "high", "highest,elevated"),
    "STATEMENT_DESCRIPTOR_SUFFIX": ("x" * 23, "1299", "SHOP*", "sh\u00f6p", 'a"b', "a\\b"),
    "DEFAULT_CURRENCY": ("dollars", "us", "usdd", "xyz", "xxx", "usd,eur", "\u0131sk"),
    "METRICS_BIND": (
        "9464",
        "127.0.0.1:99999",
        ":9464",
        "127.0.0.1:",
        "::1:9464",
        "[::1]",
        "a b:9464",
        "1.2.3.999:9464",
    ),
    "SENTRY_DSN": (
        *("sentry", "https://errors.invalid/42", "https://hunter2@errors.invalid", "https://hunter2@errors.invalid/"),
        *("https://hunter2@errors.invalid/x", "https://hunter2@/42", "ftp://hunter2@errors.invalid/42"),
        *(
            "https://hunter2@errors.invalid/42?x=1",
            "https://hunter2@errors.invalid/42#x",
            "https://:hunter2@errors.invalid/42",
        ),
        *("https://hunter2@errors.invalid:port/42", "https://hunter2@errors.invalid/1_0"),
    ),
    "OTEL_EXPORTER_OTLP_ENDPOINT": (*URLS, *MORE_URLS, *QUERY, "collector:4317"),
    "LOG_LEVEL": ("loud", "warn ing", "10"),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in MALFORMED.items() for value in values])
def test_a_malformed_variable_is_named_and_its_value_is_not(name: str, value: str) -> None:
    faults = faults_of(TEST_ENVIRON | {name: value})

    # What an unknown environment forbids or requires is judged as in production.
    assert set(faults) == {name} or name == "ENVIRONMENT"
    advice = faults[name]
    assert not [part for part in ("invalid", "hunter", "short") if part in advice]
    assert advice.startswith(("must ", "has ", "holds ", "is "))
    assert advice.isprintable()


@pytest.mark.parametrize(
    ("value", "sound"),
    [
        ("https://id.invalid/keys/?tenant=7", True),
        *((f"https://id.invalid/keys{part}", False) for part in ("#part", "?tenant=7#part", "%zz")),
        ("https://ada:hunter2@id.invalid/keys", False),
    ],
)
def test_published_keys_may_be_asked_for_by_a_query_and_are_asked_for_as_it_is_spelt(value: str, sound: bool) -> None:
    environ = {key: kept for key, kept in TEST_ENVIRON.items() if key != "JWT_SECRET"} | {"JWT_JWKS_URL": value}

    if sound:
        assert load_settings(environ).tokens.jwks_url == value
    else:
        assert set(faults_of(environ)) == {"JWT_JWKS_URL"}


def test_all_that_is_malformed_is_reported_at_once() -> None:
    wrong = {name: values[0] for name, values in MALFORMED.items()}

    assert set(faults_of(TEST_ENVIRON | wrong)) >= set(MALFORMED)


@given(st.from_regex(r"\A(Shop )?<?[!-~\u00e9]{1,9}@[a-z0-9.\u00fc_-]{1,9}>?\Z"))
def test_what_is_taken_for_an_address_is_one_that_mail_can_be_sent_to(value: str) -> None:
    try:
        mailbox(value)
    except ValueError:
        return
    assert named_mailbox(value).domain


@given(st.from_regex(r"\Ahttps?://[a-z0-9:@%]{0,6}@?[a-z0-9.:\[\]-]{1,6}/[a-z0-9+/_?#]{0,6}\Z"))
def test_what_is_taken_for_a_dsn_is_one_to_sentrys_client(value: str) -> None:
    try:
        sentry_dsn(value)
    except ValueError:
        return
    assert Dsn(value).project_id


@given(st.from_regex(r"\Asmtps?://([!-~]{0,6}@)?[a-z0-9.:\[\]-]{1,6}(\?starttls=[a-z]{0,5})?\Z"))
def test_what_is_taken_for_a_mail_server_is_one_to_the_mailer(value: str) -> None:
    try:
        smtp_url(value)
    except ValueError:
        return
    assert smtp_server(value).host


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
def test_a_process_that_is_to_listen_needs_an_address_of_this_machine(host: str) -> None:
    environ = TEST_ENVIRON | {"METRICS_BIND": f"{host}:9464", "RATE_LIMIT": "lots"}

    assert set(faults_of(environ)) == {"RATE_LIMIT"}
    with pytest.raises(SettingsFault) as caught:
        load_settings(environ, listening=True)
    assert set(dict(caught.value.faults)) == {"METRICS_BIND", "RATE_LIMIT"}
    assert host not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_another_process_may_have_the_address_of_the_figures(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        environ = TEST_ENVIRON | {"METRICS_BIND": f"{host}:{other.getsockname()[1]}"}
        assert load_settings(environ, listening=True).telemetry.metrics_bind is not None


def test_figures_are_shared_in_a_folder_that_is_there(tmp_path: Path) -> None:
    shared = TEST_ENVIRON | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    assert load_settings(shared, listening=True)

    with pytest.raises(SettingsFault) as caught:
        load_settings(shared | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "none")}, listening=True)
    assert [name for name, _ in caught.value.faults] == ["PROMETHEUS_MULTIPROC_DIR"]
