"""The collections: indexes and validators, and the migration to them."""
