"""The background side: what ends everything that a request, a crash or a lost answer left half-done."""
