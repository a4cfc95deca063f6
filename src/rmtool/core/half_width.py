"""Full-width characters, as Chinese keyboards type them, to plain ones. Not: numerals of other scripts."""

_TABLE = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20, 0x00A0: 0x20, 0xFFE5: 0xA5, 0x2212: 0x2D}


def half_width(text: str) -> str:
    """`text` with full-width letters, digits and signs, `￥`, the minus sign and wide spaces as their plain forms."""
    return text.translate(_TABLE)


def has_other_digits(text: str) -> bool:
    """Whether `text` holds a digit other than 0–9, such as an Arabic or a raised one, which could be misread."""
    return any(c.isdigit() and not c.isascii() for c in text)
