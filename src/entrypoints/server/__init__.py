"""The process that serves the HTTP API: composed, opened and closed."""
