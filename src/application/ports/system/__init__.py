"""Time, randomness and fault reports."""
