"""Who buys, and where the goods go."""
