"""Telephone numbers, by Google's rules for each country."""


def is_phone(text: str, country: str) -> bool:
    """Returns whether a text can be a telephone number, dialled from within the country or with a country code."""
    # The rules of all countries take long to import, and only an address with a number needs them.
    from phonenumbers import NumberParseException, is_possible_number, parse

    try:
        return is_possible_number(parse(text, country))
    except NumberParseException:
        return False
