"""A sandbox and a Chromium for the run; a shopper or an operator, watched, for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import stripe
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from stripe_stand_in.testing import RunningStandIn
from tests.browser.operator import Operator
from tests.browser.plain_shop import PlainShop, plain_shop
from tests.browser.plain_shop.till import Till
from tests.browser.sandbox_process import Sandbox, running_sandbox
from tests.browser.shopper import Shopper
from tests.browser.watch import Watch
from tests.stand_in import client_of

_subjects = count(1)
TIMEOUT_MS = 15_000
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        expect.set_options(timeout=TIMEOUT_MS)
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, kept from the outside world by its own resolver as well."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert executable, "No Chromium: install it or name it in CHROMIUM"
    started = playwright.chromium.launch(
        executable_path=executable, args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]
    )
    yield started
    started.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert watch.verdict() == []


@pytest.fixture
def context_of(browser: Browser, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Opens watched contexts: other people's, or other sizes and colours."""
    opened: list[BrowserContext] = []

    def open_context(**options: object) -> BrowserContext:
        settings = {"viewport": {"width": 1280, "height": 900}, "locale": "en-US", "timezone_id": "UTC"} | options
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(TIMEOUT_MS)
        watch.over(context)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        for page in context.pages:
            watch.collect(page)
            page.unroute_all(behavior="ignoreErrors")
        context.close()


@pytest.fixture
def shopper_of(sandbox: Sandbox, watch: Watch, context_of: Callable[..., BrowserContext]) -> Callable[..., Shopper]:
    """Makes shoppers whom nobody has seen before."""

    def arrive(**options: object) -> Shopper:
        subject = f"browser-{os.getpid()}-{next(_subjects)}"
        return Shopper(page=context_of(**options).new_page(), sandbox=sandbox, watch=watch, subject=subject)

    return arrive


@pytest.fixture
def shopper(shopper_of: Callable[..., Shopper]) -> Shopper:
    return shopper_of()


@pytest.fixture
def operator(sandbox: Sandbox, watch: Watch, context_of: Callable[..., BrowserContext]) -> Operator:
    return Operator(page=context_of().new_page(), sandbox=sandbox, watch=watch)


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go, for people to look at; never committed."""
    folder = ROOT / "test-artifacts" / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def axe() -> str:
    return (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="module")
def shop() -> Iterator[PlainShop]:
    with plain_shop() as server:
        yield server


@pytest.fixture(scope="module")
def stand_in(shop: PlainShop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStandIn]:
    stripe.enable_telemetry = False
    running = RunningStandIn(tmp_path_factory.mktemp("stand_in"), "--shop-origin", shop.url)
    shop.stripe_url = running.url
    yield running
    running.stop()


@pytest.fixture
def till_of(
    shop: PlainShop, stand_in: RunningStandIn, context_of: Callable[..., BrowserContext]
) -> Callable[..., Till]:
    """Opens the page on a payment of 12.99."""

    def open_till(**options: object) -> Till:
        intent = client_of(stand_in).v1.payment_intents.create(
            {"amount": 1299, "currency": "usd", "allowed_payment_method_types": ["card", "us_bank_account"]}
        )
        return Till(context_of(**options).new_page(), shop, stand_in, intent)

    return open_till


@pytest.fixture
def till(till_of: Callable[..., Till]) -> Till:
    opened = till_of()
    opened.opens()
    return opened
