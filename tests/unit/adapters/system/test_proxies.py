"""Requests take the proxy that the environment names, which is read once for each origin."""

import pytest
from yarl import URL

from adapters.system.proxies import Proxies


def test_a_proxy_is_used_with_its_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://till:pass@proxy.invalid:3128")
    monkeypatch.setenv("NO_PROXY", "shop.invalid")
    proxies = Proxies()
    used = proxies.of("https://api.stripe.invalid/v1/refunds")
    assert str(used["proxy"]) == "http://proxy.invalid:3128"
    assert used["proxy_auth"] is not None
    assert (used["proxy_auth"].login, used["proxy_auth"].password) == ("till", "pass")
    assert proxies.of("https://shop.invalid/hook") == {"proxy": None, "proxy_auth": None}


def test_the_environment_is_read_once_for_each_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HTTP_PROXY", raising=False)
    monkeypatch.delenv("http_proxy", raising=False)
    proxies = Proxies()
    assert proxies.of("http://shop.invalid:8080/hook")["proxy"] is None
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.invalid:3128")
    assert proxies.of("http://shop.invalid:8080/another")["proxy"] is None
    assert proxies.of("http://shop.invalid/hook")["proxy"] == URL("http://proxy.invalid:3128")
