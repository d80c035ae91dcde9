"""Reading a catalog file: JSON or CSV."""
