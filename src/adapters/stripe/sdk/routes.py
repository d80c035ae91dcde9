"""A call's route without its ids, so that measurements stay few and identify no one."""

from urllib.parse import urlsplit

_WORDS = frozenset(
    (
        "v1 payment_intents confirm cancel customers payment_methods attach detach refunds events disputes reviews "
        "radar early_fraud_warnings webhook_endpoints payment_method_domains v2 core event_destinations"
    ).split()
)


def path_of(url: str) -> str:
    """A URL's path and query, which is what remains of it once the connection is made."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def route_of(url: str) -> str:
    """The path of a URL with `{id}` for every id: `/v1/payment_intents/{id}/confirm`."""
    steps = urlsplit(url).path.strip("/").split("/")
    return "/" + "/".join(step if step in _WORDS else "{id}" for step in steps)
