"""Hold an address to the rules of its country."""

from application.ports.prices.addresses import AddressRules
from domain.customers.address import Address
from domain.errors.pricing import CartRefused


def checked_address(addresses: AddressRules, address: Address | None) -> Address | None:
    """The address as its country spells it, None where none was given; raises `CartRefused` naming what is wrong."""
    if address is None:
        return None
    if address.country not in addresses.countries():
        raise CartRefused((("shippingAddress.country", "is not a country's ISO 3166-1 code"),))
    checked, faults = addresses.check(address)
    if faults:
        raise CartRefused(tuple((f"shippingAddress.{field}", message) for field, message in faults))
    return checked
