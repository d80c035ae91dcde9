"""The parts of a request for handlers: the caller, the body, the query, and guards."""
