"""Adapters that store everything in memory: for tests and the simulation."""
