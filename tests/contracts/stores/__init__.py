"""What every kind of store must keep: one suite a port, run against each adapter."""
