"""`till token` signs what the API will believe, and only where that is safe."""

import time

import jwt
import pytest
from click.testing import CliRunner, Result

from entrypoints.cli.token import command
from entrypoints.settings import SettingsFault

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def _development(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ENVIRONMENT", "JWT_ISSUER", "JWT_AUDIENCE"):
        monkeypatch.delenv(name, raising=False)
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


def test_in_production_none_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    refused = token()
    assert refused.exit_code == 1
    assert "ENVIRONMENT=production" in refused.output
    assert "ey" not in refused.output


@pytest.mark.parametrize("secret", ["", "short"])
def test_a_secret_that_is_missing_or_weak_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("JWT_SECRET", secret)
    refused = token()
    assert isinstance(refused.exception, SettingsFault)
    assert "JWT_SECRET: must be at least 32 bytes" in str(refused.exception)
    assert "short" not in str(refused.exception)


def test_a_length_that_is_none_is_a_usage_error() -> None:
    refused = token("--ttl", "soon")
    assert refused.exit_code == 2
    assert "90s, 30m, 24h or 7d" in refused.output
