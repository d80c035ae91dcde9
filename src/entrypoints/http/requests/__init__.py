"""What a handler sees of a request: the caller, the body, the query."""
