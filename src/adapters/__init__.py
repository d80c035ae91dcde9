"""How Till reaches the outside: one folder for each outside party."""
