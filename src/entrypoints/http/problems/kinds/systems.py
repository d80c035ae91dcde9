"""The errors of Till and of the systems that it needs."""

from typing import Final

from entrypoints.http.problems.problem import kind

INTERNAL_ERROR: Final = kind(
    500,
    "internal_error",
    "Something went wrong on our side",
    "An unexpected error happened; it is logged with the `requestId`.",
    "Send the request again with the same Idempotency-Key; if the error persists, report the `requestId`.",
)
STRIPE_REFUSED: Final = kind(
    502,
    "stripe_refused",
    "Stripe refused the call",
    "Stripe refused a call of Till for a reason that is not in the caller's request; nothing was done.",
    "Find the call in Stripe's request log by its time and read Stripe's message.",
)
STRIPE_KEY_REFUSED: Final = kind(
    502,
    "stripe_key_refused",
    "Stripe refused our key",
    "STRIPE_SECRET_KEY was revoked, rolled or lacks a permission; an alert was sent.",
    "Set a valid key; `till doctor` checks it.",
)
IDENTITY_UNAVAILABLE: Final = kind(
    503,
    "identity_unavailable",
    "Tokens can't be verified at the moment",
    "The identity provider's keys (JWT_JWKS_URL) can't be fetched, and none are cached.",
    "Send the request again after `Retry-After` seconds.",
)
STRIPE_UNAVAILABLE: Final = kind(
    503,
    "stripe_unavailable",
    "Stripe can't be reached at the moment",
    "Stripe did not answer, answered with an error of its own, or limited the rate of calls.",
    "Send the request again with the same Idempotency-Key after `Retry-After` seconds.",
)
DATABASE_UNAVAILABLE: Final = kind(
    503,
    "database_unavailable",
    "The database can't be reached at the moment",
    "MongoDB did not answer in time.",
    "Send the request again with the same Idempotency-Key after `Retry-After` seconds.",
)
SERVER_BUSY: Final = kind(
    503,
    "server_busy",
    "The server has too many connections",
    "The process that accepted the connection has as many open connections as it can serve.",
    "Send the request again after `Retry-After` seconds.",
)
BUSY: Final = kind(
    503,
    "busy",
    "The order is being changed by other requests",
    "Too many requests changed the same order at once, and this one was not carried out; nothing was lost.",
    "Send the request again with the same Idempotency-Key after `Retry-After` seconds.",
)
