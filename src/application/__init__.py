"""What Till does: one use case a file, written against the ports."""
