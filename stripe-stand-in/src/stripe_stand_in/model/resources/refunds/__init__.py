"""Refunds, and the releases of authorizations that are shown as refunds."""
