"""What Till accepts as text: which characters, and which mail addresses."""
