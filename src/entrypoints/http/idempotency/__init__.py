"""Idempotency-Key: a request that is sent twice has its effect once and its answer twice."""
