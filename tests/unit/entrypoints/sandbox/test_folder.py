"""What a sandbox keeps: private where it must be, its own alone, and forgotten only where that was asked."""

import base64
import os
import stat
import subprocess
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from entrypoints.sandbox.addresses import Addresses
from entrypoints.sandbox.connection_details import TOKEN_SECONDS, connection_details, publish, text_for_people
from entrypoints.sandbox.environment import environment_of_processes, settings_of
from entrypoints.sandbox.fault import SandboxFault
from entrypoints.sandbox.folder import Folder
from entrypoints.sandbox.keys import keys_of
from entrypoints.sandbox.processes.programs import stand_in
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


def test_damaged_keys_are_details_with_the_fix(folder: Folder) -> None:
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


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SandboxFault, match=r"can't be used: Not a directory"), Folder(tmp_path / "file" / "x").held():
        pass


def test_fresh_removes_what_a_sandbox_wrote_and_nothing_beside_it(folder: Folder) -> None:
    keys_of(folder)
    publish(
        connection_details(ADDRESSES, keys_of(folder), NOW),
        settings_of(environment_of_processes({}, keys_of(folder), ADDRESSES)),
        folder,
    )
    for path in (folder.mongodb, folder.stripe, folder.mail, folder.logs):
        (path / "inside").mkdir(parents=True)
    mine = folder.root / "my-notes.txt"
    mine.touch()
    folder.empty()
    assert list(folder.root.iterdir()) == [mine]


def test_the_connection_details_hold_exactly_what_programs_are_promised(folder: Folder) -> None:
    keys = keys_of(folder)
    publish(
        connection_details(ADDRESSES, keys, NOW), settings_of(environment_of_processes({}, keys, ADDRESSES)), folder
    )
    assert mode(folder.connection_details) == 0o600
    details = msgspec.json.decode(folder.connection_details.read_bytes())
    assert details.keys() == {
        "apiUrl", "stripeUrl", "mailUrl", "pageUrl", "adminPageUrl", "mongodbUri", "publishableKey", "secretKey",
        "webhookSecret", "jwtSecret", "customerToken", "adminToken",
    }  # fmt: skip
    assert [url for url in details.values() if url.endswith("/")] == []
    assert details["pageUrl"] == f"{details['apiUrl']}/#token={details['customerToken']}"
    assert details["adminPageUrl"] == f"{details['apiUrl']}/admin#token={details['adminToken']}"
    assert details["jwtSecret"] == keys.jwt_secret


def test_a_shell_can_source_the_settings_of_the_sandbox(folder: Folder) -> None:
    keys = keys_of(folder)
    settings = settings_of(environment_of_processes({}, keys, ADDRESSES))
    publish(connection_details(ADDRESSES, keys, NOW), settings, folder)
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
    folder.remove_connection_details()
    assert not folder.environment.exists()


def test_people_are_shown_every_address_and_both_tokens(folder: Folder) -> None:
    details = connection_details(ADDRESSES, keys_of(folder), NOW)
    text = text_for_people(details, folder)
    for name in ("api_url", "stripe_url", "mail_url", "page_url", "admin_page_url", "customer_token", "admin_token"):
        assert getattr(details, name) in text


def test_tokens_live_thirty_days(folder: Folder) -> None:
    payload = connection_details(ADDRESSES, keys_of(folder), NOW).customer_token.split(".")[1]
    claims = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["exp"] == NOW + TOKEN_SECONDS == NOW + 30 * 86_400
    assert "roles" not in claims


def test_the_environment_is_complete_and_passes_on_what_is_not_the_sandboxs_own(folder: Folder) -> None:
    outer = {
        "PATH": "/usr/bin",
        "RATE_LIMIT": "7/minute",
        "ENVIRONMENT": "production",
        "STRIPE_SECRET_KEY": "sk_live_51H",
        "MONGODB_URI": "mongodb://prod.example/shop",
        "JWT_JWKS_URL": "https://id.example/keys",
        "JWT_AUDIENCE": "till",
        "ALLOWED_HOSTS": "shop.example",
        "CORS_ALLOWED_ORIGINS": "https://shop.example",
        "PAYMENT_METHOD_TYPES": "card",
        "SHOP_NAME": "Ada's Teas",
        "SMTP_URL": "smtps://smtp.example",
        "MAIL_FROM": " ",
        "HTTPS_PROXY": "http://proxy.example:3128",
    }
    inner = environment_of_processes(outer, keys_of(folder), ADDRESSES, ["http://localhost:5173"])
    assert inner["PATH"] == "/usr/bin"
    assert "HTTPS_PROXY" not in inner
    settings = load_settings(inner)
    assert settings.environment == "sandbox"
    assert settings.stripe.api_base == ADDRESSES.stripe_url
    assert settings.stripe.payment_method_types == ("card",)
    assert settings.shop.name == "Ada's Teas"
    assert settings.tokens.audience == "till"
    assert settings.edge.allowed_hosts == ("shop.example", "127.0.0.1")
    assert settings.edge.cors_allowed_origins == ("https://shop.example", "http://localhost:5173")
    assert settings.mail.smtp_url.reveal() == f"smtp://127.0.0.1:{ADDRESSES.smtp}"
    assert settings.mail.sender == "Till's sandbox <orders@shop.example>"
    assert settings.mongodb.uri.reveal() == ADDRESSES.mongodb_uri
    assert settings.edge.rate_limit is not None
    assert settings.edge.rate_limit.count == 7
    unset = load_settings(environment_of_processes({}, keys_of(folder), ADDRESSES))
    assert unset.edge.rate_limit is None
    assert unset.stripe.payment_method_types == ("card", "us_bank_account")


def test_a_front_end_elsewhere_may_embed_the_card_form_and_no_key_is_an_argument(folder: Folder) -> None:
    command = stand_in(folder, ADDRESSES, ["http://localhost:5173"]).command
    origins = [value for option, value in pairwise(command) if option == "--shop-origin"]
    assert origins == [ADDRESSES.api_url, "http://localhost:5173"]
    assert not [word for word in command if word.startswith(("sk_", "pk_", "whsec_"))]
