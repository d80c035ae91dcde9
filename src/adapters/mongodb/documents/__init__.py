"""What the collections hold, field by field, and the pure functions between it and the domain."""
