"""Shipping and tax from tables packed with Till: examples in a shape that a shop replaces with its own figures."""

from adapters.tables.shipping import TableShipping
from adapters.tables.taxes import TableTaxes

__all__ = ["TableShipping", "TableTaxes"]
