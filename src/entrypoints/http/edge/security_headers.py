"""The security headers of every answer, including errors and files."""

from typing import Final
from urllib.parse import urlsplit

_API_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_HSTS: Final = "max-age=63072000; includeSubDomains"
_STRIPE_SCRIPTS: Final = "https://js.stripe.com https://*.js.stripe.com"
_STRIPE_FRAMES: Final = f"{_STRIPE_SCRIPTS} https://hooks.stripe.com"
_STRIPE_API: Final = "https://api.stripe.com"
_LINK: Final = "https://link.com https://*.link.com"  # Stripe's wallet, which the Payment Element offers by itself


def security_headers(*, require_https: bool) -> dict[str, str]:
    """Returns the headers of every answer whose route does not set its own."""
    headers = {
        "cache-control": "no-store",
        "content-security-policy": _API_POLICY,
        "cross-origin-opener-policy": "same-origin-allow-popups",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), usb=()",
        "referrer-policy": "strict-origin-when-cross-origin",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }
    return headers | ({"strict-transport-security": _HSTS} if require_https else {})


def checkout_page_policy(stripe_js_url: str | None) -> str:
    """Returns the checkout page's policy: its own files and Stripe's or the stand-in's script, frames and API."""
    if stripe_js_url is None:
        return _page_policy(
            scripts=_STRIPE_SCRIPTS, frames=f"{_STRIPE_FRAMES} {_LINK}", connections=f"{_STRIPE_API} {_LINK}"
        )
    parts = urlsplit(stripe_js_url)
    stand_in = f"{parts.scheme}://{parts.netloc}"
    return _page_policy(scripts=stand_in, frames=stand_in, connections=stand_in)


def own_files_policy() -> str:
    """Returns the policy of the admin page and of the API's description: their own files."""
    return _page_policy(scripts="", frames="", connections="")


def _page_policy(*, scripts: str, frames: str, connections: str) -> str:
    directives = {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
        "script-src": f"'self' {scripts}",
        "style-src": "'self'",
        "font-src": "'self'",
        # The catalog may name images of any origin.
        "img-src": "'self' data: https:",
        "connect-src": f"'self' {connections}",
        "frame-src": frames or "'none'",
        "report-uri": "/csp-report",
    }
    return "; ".join(f"{name} {sources.strip()}" for name, sources in directives.items())
