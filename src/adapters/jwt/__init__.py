"""Bearer tokens, verified with PyJWT: by a shared secret or by keys that an identity provider publishes."""
