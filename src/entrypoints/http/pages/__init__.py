"""The built pages and their files."""
