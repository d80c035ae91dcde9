"""The shop's own systems in memory."""
