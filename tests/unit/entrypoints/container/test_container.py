"""Every provider builds: a misspelt keyword passes every type checker and would be seen in production first."""

import asyncio
import threading

import pytest
from dependency_injector import providers

from entrypoints.container import Container
from entrypoints.server.api import PROVIDED
from entrypoints.server.lifetime import close
from entrypoints.settings.load import load_settings

_ENVIRON = {
    "ENVIRONMENT": "test",
    "STRIPE_SECRET_KEY": "sk_test_made_up",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_made_up",
    "STRIPE_WEBHOOK_SECRET": "whsec_made_up",
    "MONGODB_URI": "mongodb://127.0.0.1:1",
    "MONGODB_DATABASE": "till",
    "JWT_SECRET": "j" * 40,
    "AUDIT_SECRET": "a" * 40,
    "PUBLIC_URL": "http://shop.example",
    "SMTP_URL": "smtp://127.0.0.1:1",
    "MAIL_FROM": "shop@shop.example",
    "ALERTS_TO": "ops@shop.example",
    "ALERTS_WEBHOOK_URL": "http://127.0.0.1:1/chat",
    "DEFAULT_CURRENCY": "usd",
    "RATE_LIMIT": "100/minute",
}
"""Nobody listens at these addresses, so that a provider that connects would fail."""


@pytest.mark.parametrize("changed", [{}, {"JWT_SECRET": "", "JWT_JWKS_URL": "https://issuer.example/keys"}])
async def test_every_provider_builds_and_builds_one_thing_only(changed: dict[str, str]) -> None:
    environ = {name: value for name, value in (_ENVIRON | changed).items() if value}
    container = Container(settings=load_settings(environ))
    try:
        for name, provider in container.providers.items():
            built = provider()
            assert built is not None, name
            assert built is provider(), name
    finally:
        await close(container)


async def test_closing_holds_up_nothing_while_mongodb_takes_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    container = Container(settings=load_settings(_ENVIRON))
    client = container.mongodb_client()
    really_close = client.delegate.close
    loop_goes_on = threading.Event()
    went_on: list[bool] = []

    def take_time() -> None:
        went_on.append(loop_goes_on.wait(timeout=2))
        really_close()

    monkeypatch.setattr(client.delegate, "close", take_time)
    asyncio.get_running_loop().call_later(0.01, loop_goes_on.set)
    await close(container)
    assert went_on == [True]


def test_what_the_routes_ask_for_is_provided() -> None:
    assert set(PROVIDED) <= set(Container.providers)


def test_a_misspelt_keyword_is_seen() -> None:
    container = Container(settings=load_settings(_ENVIRON))
    container.providers["show_order"].override(providers.Singleton(dict.fromkeys, itterable=()))
    with pytest.raises(TypeError):
        container.show_order()
