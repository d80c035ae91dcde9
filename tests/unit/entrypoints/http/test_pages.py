"""What was built is served as it was built, and nothing beside it."""

from pathlib import Path

import pytest

from entrypoints.http.edge.security_headers import checkout_page_policy, own_files_policy
from entrypoints.http.pages.built_pages import load_pages


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / ".vite").mkdir()
    (tmp_path / "index.html").write_text("<head><!--stripe-js--></head>Zahlen €")
    (tmp_path / "admin.html").write_text("operators")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / "assets" / "index-abc.js").write_text("pay();" * 100)
    (tmp_path / "assets" / "index-abc.js.map").write_text("{}")
    (tmp_path / ".vite" / "manifest.json").write_text("{}")
    return tmp_path


def test_only_what_the_pages_load_is_served(built: Path) -> None:
    pages = load_pages(None, built)

    assert set(pages.files) == {"favicon.svg", "assets/index-abc.js"}
    assert pages.files["assets/index-abc.js"].immutable
    assert not pages.files["favicon.svg"].immutable
    assert pages.files["favicon.svg"].media_type == "image/svg+xml"


def test_large_texts_are_zipped(built: Path) -> None:
    files = load_pages(None, built).files

    zipped = files["assets/index-abc.js"].zipped
    assert zipped is not None
    assert len(zipped) < len(files["assets/index-abc.js"].content)
    assert files["favicon.svg"].zipped is None


def test_stripes_own_script_has_no_tag_and_the_stand_ins_has_one(built: Path) -> None:
    assert load_pages(None, built).checkout.decode() == "<head></head>Zahlen €"
    stand_in = load_pages('http://127.0.0.1:1/stripe.js?a="b"', built)
    assert stand_in.checkout.startswith(
        b'<head><script async src="http://127.0.0.1:1/stripe.js?a=&quot;b&quot;"></script></head>'
    )


def test_pages_that_were_not_built_say_so(tmp_path: Path) -> None:
    pages = load_pages(None, tmp_path)

    assert b"has not been built yet" in pages.checkout
    assert b"has not been built yet" in pages.admin
    assert pages.files == {}


def test_the_checkout_page_may_load_stripe_alone() -> None:
    policy = checkout_page_policy(None)

    assert "script-src 'self' https://js.stripe.com https://*.js.stripe.com;" in policy
    assert "https://hooks.stripe.com" in policy
    assert "unsafe" not in policy


def test_in_the_sandbox_the_stand_in_takes_stripes_place() -> None:
    policy = checkout_page_policy("http://127.0.0.1:12111/endive/stripe.js")

    assert "script-src 'self' http://127.0.0.1:12111;" in policy
    assert "frame-src http://127.0.0.1:12111;" in policy
    assert "connect-src 'self' http://127.0.0.1:12111;" in policy
    assert "stripe.com" not in policy


def test_the_operators_page_may_load_itself_alone() -> None:
    policy = own_files_policy()

    assert "script-src 'self';" in policy
    assert "frame-src 'none';" in policy
    assert "connect-src 'self';" in policy
