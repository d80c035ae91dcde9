"""The process that serves the HTTP API."""
