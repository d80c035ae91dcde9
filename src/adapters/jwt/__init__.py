"""Bearer tokens, verified with PyJWT: by a shared secret or by keys that an identity provider publishes."""

from adapters.jwt.key_set import KeySet
from adapters.jwt.published_keys import PublishedKeyTokens
from adapters.jwt.shared_secret import SharedSecretTokens

__all__ = ["KeySet", "PublishedKeyTokens", "SharedSecretTokens"]
