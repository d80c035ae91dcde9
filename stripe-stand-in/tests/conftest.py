"""Made-up examples are the same at each run, and a busy machine fails none for taking long."""

from hypothesis import settings

settings.register_profile("stand-in", derandomize=True, deadline=None, database=None, print_blob=True)
settings.load_profile("stand-in")
