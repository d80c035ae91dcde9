"""The keys in memory keep the port's promises."""

import pytest

from adapters.in_memory.stores.idempotency_keys import InMemoryIdempotencyKeys
from tests.contracts.idempotency_keys_suite import IdempotencyKeysContract


class TestInMemoryIdempotencyKeys(IdempotencyKeysContract):
    @pytest.fixture
    def keys(self) -> InMemoryIdempotencyKeys:
        return InMemoryIdempotencyKeys()
