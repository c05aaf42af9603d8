"""A pocket calculator for the calculations of explanations: words are left out, numbers are exact."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

TOKEN = re.compile(r"\s*(?:([0-9][0-9,]*(?:\.[0-9]+)?)(…)?(%)?|([-+/()%])|(x)(?![a-z])|([^\W\d][\w'-]*,?))")


def tokens(text: str) -> list[str]:
    """Numbers (as ``n/d``), signs and parentheses; a percentage is its share of one."""
    found: list[str] = []
    place = 0
    while place < len(text.rstrip()):
        match = TOKEN.match(text, place)
        assert match, f"what is `{text[place:]}` in `{text}`?"
        number, cut, percent, sign, times, _ = match.groups()
        assert not cut, f"a number that goes on is no factor: `{text}`"
        if number:
            value = Fraction(Decimal(number.replace(",", ""))) / (100 if percent else 1)
            found.append(str(value))
        elif sign == "%":
            found += ["/", "100"]
        elif sign or times:
            found.append("*" if times else sign)
        place = match.end()
    return found


def reckon(text: str) -> Fraction:
    """The value of a text such as ``10% x (1,000.00 EUR + 20) / 3 days``."""
    left = tokens(text)

    def total() -> Fraction:
        value = product()
        while left and left[0] in "+-":
            sign, other = left.pop(0), product()
            value = value + other if sign == "+" else value - other
        return value

    def product() -> Fraction:
        value = factor()
        while left and left[0] in "*/":
            sign, other = left.pop(0), factor()
            value = value * other if sign == "*" else value / other
        return value

    def factor() -> Fraction:
        token = left.pop(0)
        if token == "-":
            return -factor()
        if token == "(":
            value = total()
            assert left.pop(0) == ")"
            return value
        return Fraction(token)

    value = total()
    assert not left, f"`{text}` goes on"
    return value


RESULT = re.compile(r"(-?)([0-9][0-9,]*(?:\.([0-9]+))?)(…?)(%?)(?: [A-Za-z]+)?$")


def holds(calculation: str) -> bool:
    """Whether both sides are the same number, as far as the right one is shown. What follows a colon after
    it, or a comma with a word, is words."""
    left, equals, right = calculation.partition(" = ")
    assert equals, f"`{calculation}` comes to nothing"
    right = re.split(r":|, [a-z]", right)[0]
    match = RESULT.match(right)
    assert match, f"`{right}` is no result"
    sign, digits, decimals, cut, percent = match.groups()
    shown = Fraction(Decimal(digits.replace(",", ""))) / (100 if percent else 1)
    value = reckon(left) if not sign else -reckon(left)
    last = Fraction(1, 10 ** len(decimals or "")) / (100 if percent else 1)
    return shown <= value < shown + last if cut else value == shown
