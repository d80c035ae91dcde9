"""Shipping and tax from the shop's own tables; the ones packed here are examples for the sandbox."""

from adapters.tables.shipping import TableShipping
from adapters.tables.taxes import TableTaxes

__all__ = ["TableShipping", "TableTaxes"]
