"""The errors of requests that are wrong whatever they ask for."""

from typing import Final

from entrypoints.http.problems.problem import kind

MALFORMED_REQUEST: Final = kind(
    400,
    "malformed_request",
    "The request can't be read",
    "The body is not UTF-8, not JSON or nested too deeply, or the request is not valid HTTP.",
    "Fix the client: send one JSON object, encoded as UTF-8.",
)
HOST_NOT_ALLOWED: Final = kind(
    400,
    "host_not_allowed",
    "The host is not served here",
    "The Host header is missing, malformed or not in ALLOWED_HOSTS.",
    "Call the API by its public host name, or add that name to ALLOWED_HOSTS.",
)
UNAUTHENTICATED: Final = kind(
    401,
    "unauthenticated",
    "A valid bearer token is required",
    "The Authorization header is missing or is not a bearer token, or its token is malformed, expired or not trusted.",
    "Get a new token and send the request again with it.",
)
FORBIDDEN: Final = kind(
    403,
    "forbidden",
    "The caller does not have the required role",
    "The route requires the role `admin` or `shop`, and the token's `roles` do not contain it.",
    "Use a token with the role that `detail` names.",
)
HTTPS_REQUIRED: Final = kind(
    403,
    "https_required",
    "HTTPS is required",
    "The request was sent over plain HTTP, and REQUIRE_HTTPS is on.",
    "Use https://. Behind a proxy, list the proxy in TRUSTED_PROXIES and let it set X-Forwarded-Proto.",
)
ORIGIN_NOT_ALLOWED: Final = kind(
    403,
    "origin_not_allowed",
    "The origin may not call this API",
    "A browser sent a preflight request for a page whose origin is not in CORS_ALLOWED_ORIGINS.",
    "Add the page's exact origin to CORS_ALLOWED_ORIGINS.",
)
NOT_FOUND: Final = kind(
    404,
    "not_found",
    "Not found",
    "The route does not exist, or the object does not exist or is not visible to the caller.",
    "Check the path, the id, and that the token belongs to the owner of the object.",
)
METHOD_NOT_ALLOWED: Final = kind(
    405,
    "method_not_allowed",
    "The method is not allowed here",
    "The path exists, but not for this method; the `Allow` header lists its methods.",
    "Use one of the methods in `Allow`.",
)
REQUEST_TIMEOUT: Final = kind(
    408,
    "request_timeout",
    "The request took too long to arrive",
    "The head of a request must arrive within 10 seconds, its body within 30 seconds after that.",
    "Send the request again over a faster connection; nothing was done.",
)
IDEMPOTENCY_KEY_IN_USE: Final = kind(
    409,
    "idempotency_key_in_use",
    "A request with this key is still running",
    "The first request with this Idempotency-Key has not been answered yet.",
    "Send the same request again after `Retry-After` seconds.",
)
PAYLOAD_TOO_LARGE: Final = kind(
    413,
    "payload_too_large",
    "The body is too large",
    "A body may have at most 64 KiB, a webhook's at most 1 MiB.",
    "Send a smaller body.",
)
UNSUPPORTED_MEDIA_TYPE: Final = kind(
    415,
    "unsupported_media_type",
    "The body must be JSON",
    "The Content-Type is not application/json.",
    "Send `Content-Type: application/json`.",
)
VALIDATION_FAILED: Final = kind(
    422,
    "validation_failed",
    "Some of the request is not valid",
    "`errors` names every field that is not valid, such as `items[0].sku` or `query.limit`, and what is wrong with it.",
    "Correct the fields and send the request again; the same Idempotency-Key may be used.",
)
IDEMPOTENCY_KEY_REUSED: Final = kind(
    422,
    "idempotency_key_reused",
    "The key belongs to another request",
    "This Idempotency-Key was used before with another body.",
    "Use a new key for a new request.",
)
RATE_LIMITED: Final = kind(
    429,
    "rate_limited",
    "Too many requests",
    "The caller sent more requests than RATE_LIMIT allows.",
    "Send the request again after `Retry-After` seconds.",
)
REQUEST_HEAD_TOO_LARGE: Final = kind(
    431,
    "request_head_too_large",
    "The request's head is too large",
    "The request line and headers together may have at most 32 KiB and 100 headers.",
    "Send fewer or shorter headers, or a shorter URL.",
)
