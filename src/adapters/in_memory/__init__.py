"""Adapters that keep their world in memory: for tests, the sandbox and the simulation."""
