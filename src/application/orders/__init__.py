"""Orders: applying facts, placing, releasing, listing, showing."""
