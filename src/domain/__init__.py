"""What a shop and its payments are, in plain values: no framework, no clock, no network."""
