"""What a sandbox keeps: private where it must be, its own alone, and forgotten only where that was asked."""

import base64
import os
import stat
import subprocess
from pathlib import Path

import msgspec
import pytest

from entrypoints.sandbox.addresses import Addresses
from entrypoints.sandbox.announcement import TOKEN_SECONDS, announcement_of, for_people, publish
from entrypoints.sandbox.environment import settings_of, surroundings
from entrypoints.sandbox.fault import SandboxFault
from entrypoints.sandbox.folder import Folder
from entrypoints.sandbox.keys import keys_of
from entrypoints.settings.load import load_settings

ADDRESSES = Addresses(api=8001, stripe=8002, mail=8003, smtp=8004, mongodb=8005)
NOW = 1_795_381_937


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "data")
    folder.root.mkdir()
    return folder


def test_keys_are_made_once_and_for_their_owner_alone(folder: Folder) -> None:
    first = keys_of(folder)
    assert keys_of(folder) == first
    assert mode(folder.keys) == 0o600
    assert first.secret_key.startswith("sk_test_")
    assert first.publishable_key.startswith("pk_test_")
    assert first.webhook_secret.startswith("whsec_")
    assert keys_of(Folder(folder.root.parent)) != first


def test_damaged_keys_are_told_with_the_mend(folder: Folder) -> None:
    folder.keys.write_text("{")
    with pytest.raises(SandboxFault, match=r"keys\.json is damaged .*--fresh"):
        keys_of(folder)


def test_a_second_sandbox_in_the_folder_is_refused_by_name(folder: Folder) -> None:
    with (
        folder.held(),
        pytest.raises(SandboxFault, match=rf"Another sandbox \(process {os.getpid()}\) uses .*--data"),
        Folder(folder.root).held(),
    ):
        pass
    with Folder(folder.root).held():
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SandboxFault, match=r"can't be used: Not a directory"), Folder(tmp_path / "file" / "x").held():
        pass


def test_fresh_removes_what_a_sandbox_wrote_and_nothing_beside_it(folder: Folder) -> None:
    keys_of(folder)
    publish(announcement_of(ADDRESSES, keys_of(folder), NOW), settings_of(keys_of(folder), ADDRESSES), folder)
    for path in (folder.mongodb, folder.stripe, folder.mail, folder.logs):
        (path / "inside").mkdir(parents=True)
    mine = folder.root / "my-notes.txt"
    mine.touch()
    folder.empty()
    assert list(folder.root.iterdir()) == [mine]


def test_the_announcement_holds_exactly_what_programs_are_promised(folder: Folder) -> None:
    keys = keys_of(folder)
    publish(announcement_of(ADDRESSES, keys, NOW), settings_of(keys, ADDRESSES), folder)
    assert mode(folder.announcement) == 0o600
    told = msgspec.json.decode(folder.announcement.read_bytes())
    assert told.keys() == {
        "apiUrl", "stripeUrl", "mailUrl", "pageUrl", "adminPageUrl", "mongodbUri", "publishableKey", "secretKey",
        "webhookSecret", "jwtSecret", "customerToken", "adminToken",
    }  # fmt: skip
    assert [url for url in told.values() if url.endswith("/")] == []
    assert told["pageUrl"] == f"{told['apiUrl']}/#token={told['customerToken']}"
    assert told["adminPageUrl"] == f"{told['apiUrl']}/admin#token={told['adminToken']}"
    assert told["jwtSecret"] == keys.jwt_secret


def test_a_shell_takes_up_the_very_settings_of_the_sandbox(folder: Folder) -> None:
    keys = keys_of(folder)
    settings = settings_of(keys, ADDRESSES)
    publish(announcement_of(ADDRESSES, keys, NOW), settings, folder)
    assert mode(folder.environment) == 0o600
    taken_up = subprocess.run(
        ["/bin/sh", "-c", 'set -a; . "$0"; set +a; env -0', str(folder.environment)],
        env={},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    known = dict(line.split("=", 1) for line in taken_up.split("\0") if line)
    assert {name: known[name] for name in settings} == settings
    folder.withdraw()
    assert not folder.environment.exists()


def test_people_are_told_every_address_and_both_tokens(folder: Folder) -> None:
    announcement = announcement_of(ADDRESSES, keys_of(folder), NOW)
    text = for_people(announcement, folder)
    for name in ("api_url", "stripe_url", "mail_url", "page_url", "admin_page_url", "customer_token", "admin_token"):
        assert getattr(announcement, name) in text


def test_tokens_live_thirty_days(folder: Folder) -> None:
    payload = announcement_of(ADDRESSES, keys_of(folder), NOW).customer_token.split(".")[1]
    claims = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["exp"] == NOW + TOKEN_SECONDS == NOW + 30 * 86_400
    assert "roles" not in claims


def test_the_surroundings_are_a_whole_configuration_and_let_nothing_out(folder: Folder) -> None:
    outer = {
        "PATH": "/usr/bin",
        "RATE_LIMIT": "7/minute",
        "ENVIRONMENT": "production",
        "STRIPE_SECRET_KEY": "sk_live_51H",
        "MONGODB_URI": "mongodb://prod.example/shop",
        "JWT_JWKS_URL": "https://id.example/keys",
        "SENTRY_DSN": "https://key@sentry.example/1",
        "HTTPS_PROXY": "http://proxy.example:3128",
    }
    inner = surroundings(outer, keys_of(folder), ADDRESSES)
    assert inner["PATH"] == "/usr/bin"
    assert "HTTPS_PROXY" not in inner
    settings = load_settings(inner)
    assert settings.environment == "sandbox"
    assert settings.stripe.api_base == ADDRESSES.stripe_url
    assert settings.stripe.payment_method_types == ("card", "us_bank_account")
    assert settings.mongodb.uri.reveal() == ADDRESSES.mongodb_uri
    assert settings.telemetry.sentry_dsn is None
    assert settings.edge.rate_limit is not None
    assert settings.edge.rate_limit.count == 7
    del outer["RATE_LIMIT"]
    assert load_settings(surroundings(outer, keys_of(folder), ADDRESSES)).edge.rate_limit is None
