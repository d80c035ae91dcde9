"""Address rules of every country: Google's address data and Google's rules for telephone numbers."""

from adapters.addresses.rules import PostalAddressRules

__all__ = ["PostalAddressRules"]
