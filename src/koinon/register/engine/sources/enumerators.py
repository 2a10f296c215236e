"""Numbers as documents write them: 4, d, D, iv, IV, 四 — for lists whose enumerators are not in the text."""

from __future__ import annotations

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
BULLETS = ("•", "◦", "▪")


def roman(number: int) -> str:
    """Lower-case Roman numeral of 1 to 3999, other numbers as figures."""
    if not 0 < number < 4000:
        return str(number)
    out = []
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        out.append(sign * count)
    return "".join(out)


def letters(number: int, *, repeated: bool = False) -> str:
    """a, b … z, then aa, ab (spreadsheet style) or aa, bb (word processor style, `repeated`)."""
    if number < 1:
        return str(number)
    if repeated:
        count, at = divmod(number - 1, 26)
        return chr(97 + at) * (count + 1)
    out = ""
    while number:
        number, at = divmod(number - 1, 26)
        out = chr(97 + at) + out
    return out


def bullet(depth: int) -> str:
    """The bullet of a list of that depth, from 1."""
    return BULLETS[min(depth, len(BULLETS)) - 1]


def indent(depth: int) -> str:
    """Two spaces for every level below the first."""
    return "  " * (max(1, depth) - 1)
