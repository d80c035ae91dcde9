"""Spells out characters that are not seen, so that a text can't command a terminal or be read in another order."""


def visible(text: str) -> str:
    """Returns the text with every control, bidirectional and other invisible character spelt as an escape.

    Line feeds stay. What was valid JSON still is, and means the same.
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each == "\n" else _escaped(each) for each in text)


def _escaped(character: str) -> str:
    code = ord(character)
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    # As JSON spells it: a pair of surrogates.
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
