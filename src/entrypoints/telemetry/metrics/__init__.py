"""Counters, gauges and the listener that serves them."""
