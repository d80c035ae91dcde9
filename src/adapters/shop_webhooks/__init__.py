"""Events to the shop's own systems, by Standard Webhooks (standardwebhooks.com)."""
