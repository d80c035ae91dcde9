"""`till token` signs what the API will believe, and only where that is safe."""

import time

import click
import jwt
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from adapters.jwt.decoding import Decoder
from application.ports.edge.identity import Principal
from entrypoints.cli._option_types import MailAddress, SubjectOrRole
from entrypoints.cli.token import command
from entrypoints.sandbox.development_token import sign_development_token
from entrypoints.settings import SettingsFault

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def _development(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JWT_ISSUER", "JWT_AUDIENCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("JWT_SECRET", SECRET)


def token(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["--subject", "customer-7", *arguments])


def claims_of(result: Result, **more: str) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    return jwt.decode(result.output.strip(), SECRET, ["HS256"], **more)


def test_a_token_speaks_for_its_subject_for_an_hour() -> None:
    before = int(time.time())
    claims = claims_of(token())
    assert claims["sub"] == "customer-7"
    assert claims.keys() == {"sub", "iat", "exp"}
    assert before + 3600 <= claims["exp"] <= int(time.time()) + 3600


def test_roles_address_and_length_are_as_asked() -> None:
    claims = claims_of(token("--role", "admin", "--role", "auditor", "--email", "ada@customer.example", "--ttl", "90s"))
    assert claims["roles"] == ["admin", "auditor"]
    assert claims["email"] == "ada@customer.example"
    assert claims["exp"] - claims["iat"] == 90  # type: ignore[operator]


def test_issuer_and_audience_are_those_that_the_api_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_ISSUER", "https://id.shop.example")
    monkeypatch.setenv("JWT_AUDIENCE", "till")
    assert claims_of(token(), issuer="https://id.shop.example", audience="till")["sub"] == "customer-7"


def test_while_the_secret_is_rotated_the_first_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", f"{SECRET},{'o' * 32}")
    assert claims_of(token())["sub"] == "customer-7"


@pytest.mark.parametrize("environment", [None, "", " ", "production", "Production", "prod", "sand box", "staging"])
def test_none_is_made_but_for_development(monkeypatch: pytest.MonkeyPatch, environment: str | None) -> None:
    monkeypatch.delenv("ENVIRONMENT")
    if environment is not None:
        monkeypatch.setenv("ENVIRONMENT", environment)
    refused = token()
    assert refused.exit_code == 1
    assert "set ENVIRONMENT=sandbox or ENVIRONMENT=test" in refused.output
    assert "ey" not in refused.output
    assert refused.output.count("\n") == 1


@pytest.mark.parametrize("environment", ["sandbox", "test", " Sandbox "])
def test_one_is_made_for_development(monkeypatch: pytest.MonkeyPatch, environment: str) -> None:
    monkeypatch.setenv("ENVIRONMENT", environment)
    assert claims_of(token())["sub"] == "customer-7"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("--subject", value) for value in ("", " ", "a\nb", "a\x7fb", "a" * 256)),
        *(("--role", value) for value in ("", "ad\tmin")),
        *(("--email", value) for value in ("", "ada", "ada@", "@shop.example", "a b@shop.example", "ada@-.example")),
        *(("--email", value) for value in ("Ada <ada@shop.example>", f"ada@{'a.' * 125}example")),
        *(("--ttl", value) for value in ("", "soon", "0s", "-1h", "1", "366d", "1.5h")),
    ],
)
def test_what_the_api_would_not_believe_is_a_usage_error(option: str, value: str) -> None:
    refused = token(option, value)
    assert refused.exit_code == 2
    assert f"Invalid value for '{option}'" in refused.output
    assert " must " in refused.output
    assert "ey" not in refused.stdout


@given(subject=st.text(min_size=1, max_size=260), email=st.emails())
def test_whatever_is_signed_is_believed(subject: str, email: str) -> None:
    try:
        said = SubjectOrRole().convert(subject, None, None), MailAddress().convert(email, None, None)
    except click.BadParameter:
        return
    signed = sign_development_token(
        SECRET, subject=said[0], email=said[1], issued_at=int(time.time()), ttl_seconds=60, roles=[said[0]]
    )
    assert Decoder(None, None)(signed, SECRET, "HS256") == Principal(subject=subject, email=email, roles=(subject,))


def test_a_key_of_a_pair_is_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", "-----BEGIN PUBLIC KEY-----MFkwEwYHKoZIzj0CAQ-----END PUBLIC KEY-----")
    assert "is a key of a pair" in str(token().exception)


@pytest.mark.parametrize("secret", ["", "short", "short" * 6])
def test_a_secret_that_is_missing_or_weak_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("JWT_SECRET", secret)
    refused = token()
    assert isinstance(refused.exception, SettingsFault)
    assert "must be at least 32 bytes" in dict(refused.exception.faults)["JWT_SECRET"]
    assert "short" not in str(refused.exception)


def test_a_length_that_is_none_is_a_usage_error() -> None:
    refused = token("--ttl", "soon")
    assert refused.exit_code == 2
    assert "90s, 30m, 24h or 7d" in refused.output
