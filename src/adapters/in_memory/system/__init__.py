"""Time, randomness and fault reports that a test controls."""
