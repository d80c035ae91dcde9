"""Spans of requests and of the calls they make."""
