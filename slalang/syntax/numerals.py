"""Mistakes in numbers, lengths, dates and money."""

from __future__ import annotations

import re
from fractions import Fraction

from slalang.diagnostics import Kind
from slalang.quantities import DURATION_UNITS, UNIT_WORDS
from slalang.syntax.lexer import UNKNOWN
from slalang.syntax.nodes import Token
from slalang.syntax.trouble import Recogniser, Repair, Trouble

WRONG_NUMBER = Kind("SLA011", "wrong-number")
WRONG_DATE = Kind("SLA012", "wrong-date")

_UNITS = {word: unit for unit, words in UNIT_WORDS.items() for word in (unit, *words)}
_CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_NUMBERS = ("NUMBER", "PERCENT")
_WRITTEN = re.compile(r"[0-9.,'_]*[0-9]%?")
_DECIMAL_LENGTH = re.compile(r"([0-9]+[.][0-9]+)(us|ms|s|m|h)(?![a-z0-9])")
_SHORTER = ("h", "m", "s", "ms", "us")
_DATES = (
    (re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])"), (1, 2, 3)),
    (re.compile(r"([0-9]{1,2})[.]([0-9]{1,2})[.]([0-9]{4})(?![0-9])"), (3, 2, 1)),
)


def _odd_number(trouble: Trouble) -> Repair | None:
    """A decimal comma, dots between thousands: what follows a number belongs to it."""
    before = trouble.before
    if before is None or before.type not in _NUMBERS or trouble.token.text not in (",", ".", "'"):
        return None
    match = _WRITTEN.match(trouble.file.text, before.start, before.start + 80)
    if match is None or match.end() <= trouble.token.end or trouble.token.start != before.end:
        return None
    written = match[0]
    number, helped = _meant_number(written)
    kind = "PERCENT" if written.endswith("%") else "NUMBER"
    meant = Token(kind, number, match.start(), match.end())
    skip = sum(1 for each in trouble.tokens[trouble.place : trouble.place + 80] if each.start < match.end())
    message = f"`{written}` is not how a number is written"
    replacement = None if helped else number
    return Repair(
        WRONG_NUMBER, trouble.span(meant, meant), message, helped, replacement, (meant,), pop=1, skip=skip
    )


def _decimal_length(trouble: Trouble) -> Repair | None:
    """``0.8s``, which is whole in a shorter unit."""
    before = trouble.before
    if before is None or before.type != "NUMBER" or trouble.token.text != ".":
        return None
    match = _DECIMAL_LENGTH.match(trouble.file.text, before.start, before.start + 80)
    if match is None or match.end() <= trouble.token.end:
        return None
    length = Fraction(match[1]) * DURATION_UNITS[match[2]]
    unit = next((unit for unit in _SHORTER if length % DURATION_UNITS[unit] == 0), None)
    if unit is None:
        return None
    meant = Token("QUANTITY", f"{length / DURATION_UNITS[unit]}{unit}", match.start(), match.end())
    skip = sum(1 for each in trouble.tokens[trouble.place : trouble.place + 80] if each.start < match.end())
    message = f"`{match[0]}` is written in a unit of which it is a whole number"
    span = trouble.span(meant, meant)
    return Repair(WRONG_NUMBER, span, message, None, meant.text, (meant,), pop=1, skip=skip, safe=True)


def _meant_number(written: str) -> tuple[str, str | None]:
    """The number with a point, and what to say where it may be one of two."""
    percent = "%" if written.endswith("%") else ""
    digits = written.rstrip("%")
    signs = [char for char in digits if not char.isdigit() and char != "_"]
    last = signs[-1]
    if len(set(signs)) == 1 and len(signs) == 1 and len(digits.rpartition(last)[2]) == 3:
        whole, decimal = digits.replace(last, "_"), digits.replace(last, ".")
        return decimal + percent, f"write `{decimal}{percent}` or `{whole}{percent}`, whichever is meant"
    if len(set(signs)) == 1 and len(signs) > 1:
        return digits.replace(last, "_") + percent, None
    front, _, back = digits.rpartition(last)
    return re.sub(r"[.,']", "_", front) + "." + back + percent, None


def _spaced_number(trouble: Trouble) -> Repair | None:
    """``12 000 EUR``."""
    before, token = trouble.before, trouble.token
    if before is None or before.type != "NUMBER" or token.type not in _NUMBERS:
        return None
    if not re.fullmatch(r"[0-9]{3}(\.[0-9]+)?%?", token.text) or not before.text.isdigit():
        return None
    meant = Token(token.type, f"{before.text}_{token.text}", before.start, token.end)
    span = trouble.span(before, token)
    message = f"`{span.text}` is not how a number is written"
    return Repair(WRONG_NUMBER, span, message, None, meant.text, (meant,), pop=1, skip=1)


def _bare_point(trouble: Trouble) -> Repair | None:
    """``.5%``."""
    token, after = trouble.token, trouble.ahead()
    if token.type != "DOT" or after.type not in _NUMBERS or after.start != token.end:
        return None
    meant = Token(after.type, f"0.{after.text}", token.start, after.end)
    span = trouble.span(token, after)
    message = f"`{span.text}` needs a digit before the point"
    return Repair(WRONG_NUMBER, span, message, None, meant.text, (meant,), skip=2)


def _apart_percent(trouble: Trouble) -> Repair | None:
    """``99 %``, ``99 percent`` and ``99% %``."""
    before = trouble.before
    token = trouble.token
    is_word = token.text.lower() in ("percent", "pct")
    if not trouble.is_unknown("%") and not is_word:
        return None
    if before is not None and before.type == "NUMBER":
        meant = Token("PERCENT", before.text + "%", before.start, token.end)
        span = trouble.span(before, token)
        message = f"`{span.text}` is written " + (f"`{meant.text}`" if is_word else "without a space")
        return Repair(WRONG_NUMBER, span, message, None, meant.text, (meant,), pop=1, skip=1)
    message = "`%` has no place here"
    helped = "it stands directly after a number, once"
    return Repair(WRONG_NUMBER, trouble.span(token, token), message, helped, "", skip=1)


def _apart_unit(trouble: Trouble) -> Repair | None:
    """``5 m`` and ``5 minutes``, found at the number or at its unit."""
    before, token = trouble.before, trouble.token
    if token.type == "NUMBER" and "QUANTITY" in trouble.expected:
        before, token = token, trouble.ahead()
    if before is None or before.type != "NUMBER" or not before.text.isdigit():
        return None
    unit = _UNITS.get(token.text.lower())
    if unit is None:
        return None
    meant = Token("QUANTITY", before.text + unit, before.start, token.end)
    span = trouble.span(before, token)
    message = f"`{span.text}` is written `{meant.text}`"
    pop, skip = (0, 2) if before is trouble.token else (1, 1)
    return Repair(WRONG_NUMBER, span, message, None, meant.text, (meant,), pop=pop, skip=skip)


def _currency(trouble: Trouble) -> Repair | None:
    """``12 eur``, and a currency before its amount."""
    before, token, after = trouble.before, trouble.token, trouble.ahead()
    if before and token.type == "NUMBER" and re.fullmatch("[A-Z]{3}", before.text):
        span = trouble.span(before, token)
        feed = (token, Token("CURRENCY", before.text, before.start, token.end))
        swapped = f"{token.text} {before.text}"
        return Repair(WRONG_NUMBER, span, "the currency stands after the amount", None, swapped, feed, 1, 1)
    if "CURRENCY" in trouble.expected and re.fullmatch("[A-Za-z]{3}", token.text):
        meant = Token("CURRENCY", token.text.upper(), token.start, token.end)
        message = f"a currency is written in capital letters: `{meant.text}`"
        span = trouble.span(token, token)
        return Repair(WRONG_NUMBER, span, message, None, meant.text, (meant,), skip=1)
    code = _CURRENCY_SIGNS.get(token.text)
    if code and before and before.type == "NUMBER" and "CURRENCY" in trouble.expected:
        only = Token("CURRENCY", code, token.start, token.end)
        message, helped = f"a currency is three letters, not `{token.text}`", f"write `{code}`, if that is it"
        return Repair(WRONG_NUMBER, trouble.span(token, token), message, helped, feed=(only,), skip=1)
    if code and after.type == "NUMBER":
        feed = (after, Token("CURRENCY", code, token.start, after.end))
        helped = f"write `{after.text} {code}`, if that is the currency"
        message = "a currency is three letters after the amount"
        return Repair(WRONG_NUMBER, trouble.span(token, after), message, helped, feed=feed, skip=2)
    return None


def _odd_date(trouble: Trouble) -> Repair | None:
    """``2026-1-5`` and ``5.1.2026``."""
    if "DATE" not in trouble.expected and "DATETIME" not in trouble.expected:
        return None
    token = trouble.token
    for pattern, order in _DATES:
        match = pattern.match(trouble.file.text, token.start)
        if match:
            year, month, day = (int(match[part]) for part in order)
            meant = Token("DATE", f"{year:04}-{month:02}-{day:02}", match.start(), match.end())
            skip = sum(1 for each in trouble.tokens[trouble.place :][:10] if each.start < match.end())
            message = f"`{match[0]}` is not how a date is written"
            span = trouble.span(meant, meant)
            return Repair(WRONG_DATE, span, message, None, meant.text, (meant,), skip=skip)
    return None


def _short_time(trouble: Trouble) -> Repair | None:
    """``9:00``."""
    match = re.compile(r"([0-9]):([0-9]{2})(?![0-9:])").match(trouble.file.text, trouble.token.start)
    if match is None or "TIME" not in trouble.expected:
        return None
    meant = Token("TIME", f"0{match[0]}", match.start(), match.end())
    span = trouble.span(meant, meant)
    message = f"`{match[0]}` is written with two digits"
    return Repair(WRONG_DATE, span, message, None, meant.text, (meant,), skip=3)


def _bad_number(trouble: Trouble) -> Repair | None:
    """``1e5``, and digits run together with letters."""
    token = trouble.token
    if token.type != UNKNOWN or not token.text[0].isascii() or not token.text[0].isdigit():
        return None
    shown = token.text if len(token.text) <= 40 else token.text[:40] + "…"
    if re.fullmatch("[0-9]+[eE][0-9]+", token.text):
        helped = "write all its digits, such as `1_000_000`"
    else:
        units = ", ".join(f"`{unit}`" for unit in DURATION_UNITS)
        helped = f"a number has only digits, `_` and a point; a length ends in one of {units}"
    return Repair(WRONG_NUMBER, trouble.span(token, token), f"`{shown}` is not a number", helped)


NUMERALS: tuple[Recogniser, ...] = (
    _odd_date,
    _short_time,
    _decimal_length,
    _odd_number,
    _spaced_number,
    _bare_point,
    _apart_percent,
    _apart_unit,
    _currency,
    _bad_number,
)
