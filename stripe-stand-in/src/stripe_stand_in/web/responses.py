"""Responses for browsers: pages with a strict content security policy, and static files."""

from collections.abc import Iterable

from litestar import Response

from stripe_stand_in.web.static_files import StaticFile

NONE = "'none'"

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def html_page(
    source: str, *, framed_by: Iterable[str] = (), posts_to: Iterable[str] = (), status: int = 200
) -> Response[bytes]:
    """Returns a page limited to our own scripts; only the named origins may frame it or receive its forms."""
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action " + (" ".join(posts_to) or NONE),
            "frame-ancestors " + (" ".join(framed_by) or NONE),
        )
    )
    headers = EVERYWHERE | {"Content-Security-Policy": policy}
    return Response(source.encode(), media_type="text/html; charset=utf-8", headers=headers, status_code=status)


def file_response(file: StaticFile) -> Response[bytes]:
    """Returns a static file; pages of other origins may load it, as they load stripe.js."""
    headers = EVERYWHERE | {"Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(file.content, media_type=file.media_type, headers=headers)
