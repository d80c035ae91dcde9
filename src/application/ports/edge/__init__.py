"""Ports that only the entrypoints call.

They stand here because adapters return their values, and adapters may not import entrypoints.
"""
