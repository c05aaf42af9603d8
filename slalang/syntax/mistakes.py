"""Mistakes that are common enough to say exactly what to write instead: words, signs and quotes."""

from __future__ import annotations

import difflib
import unicodedata

from slalang.diagnostics import Kind
from slalang.syntax.automaton import END
from slalang.syntax.expectations import expected_words
from slalang.syntax.lexer import NEWLINE, UNKNOWN, is_word
from slalang.syntax.nodes import Token
from slalang.syntax.numerals import NUMERALS
from slalang.syntax.trouble import Recogniser, Repair, Trouble
from slalang.syntax.usual_words import HABITS

MISSPELT_WORD = Kind("SLA002", "misspelt-word")
MISSING_WORD = Kind("SLA016", "missing-word")
UNCLOSED_TEXT = Kind("SLA006", "unclosed-text")
WRONG_QUOTES = Kind("SLA007", "wrong-quotes")
WRONG_SIGN = Kind("SLA008", "wrong-sign")
UNCLOSED_PAREN = Kind("SLA009", "unclosed-parenthesis")
UNKNOWN_CHARACTER = Kind("SLA010", "unknown-character")

_QUOTES = {"“": "”", "”": "”", "„": "“”", "«": "»", "‘": "’", "’": "’", "'": "'", "`": "`"}
_SIGNS = {
    ("MORETHAN", "="): ">=",
    ("LESSTHAN", "="): "<=",
    ("EQUAL", ">"): ">=",
    ("EQUAL", ">="): ">=",
    ("EQUAL", "<"): "<=",
    ("EQUAL", "<="): "<=",
    ("EQUAL", "="): "=",
    ("LESSTHAN", ">"): "!=",
}
_LONE_SIGNS = {
    "&": "and",
    "|": "or",
    "!": "not",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "×": "*",
    "–": "-",
    "−": "-",
}
_NEEDLESS = (":", ";")


def recognise(trouble: Trouble) -> Repair | None:
    """What was meant, where that can be told."""
    return next((repair for each in _RECOGNISERS if (repair := each(trouble))), None)


# --- words -------------------------------------------------------------------------------------


def _misspelt(trouble: Trouble) -> Repair | None:
    """``taget`` for ``target``, ``Target``, ``pay`` for ``pays``."""
    token = trouble.token
    words = expected_words(trouble.run.automaton, trouble.expected)
    if not is_word(token) or token.type == UNKNOWN or not words:
        return None
    written = token.text.lower()
    close = [written] if written in words else difflib.get_close_matches(written, words, 1, 0.7)
    if not close:
        return _glued(trouble, words)
    word = close[0]
    message = f"`{token.text}` is not a word of the language here: did you mean `{word}`?"
    feed = token._replace(type=trouble.run.automaton.words[word], text=word)
    span = trouble.span(token, token)
    return Repair(MISSPELT_WORD, span, message, None, word, (feed,), skip=1)


def _glued(trouble: Trouble, words: list[str]) -> Repair | None:
    """``tiergold`` for ``tier gold``."""
    token = trouble.token
    for word in sorted(words, key=len, reverse=True):
        rest = token.text.removeprefix(word)
        if 0 < len(rest) < len(token.text) and len(word) > 2 and is_word(Token("", rest, 0, 0)):
            cut = token.start + len(word)
            terminal = trouble.run.automaton.words[word]
            feed = (Token(terminal, word, token.start, cut), Token("NAME", rest, cut, token.end))
            message = f"a space is missing in `{token.text}`"
            span = trouble.span(token, token)
            return Repair(MISSPELT_WORD, span, message, None, f"{word} {rest}", feed, skip=1)
    return None


def _swallowed(trouble: Trouble) -> Repair | None:
    """``below pays 10%`` and ``objective of api``: a keyword stands where a name or a value is missing."""
    last = trouble.before
    words = expected_words(trouble.run.automaton, trouble.expected)
    if last is None or last.type != "NAME" or last.text not in words:
        return None
    message = f"something is missing before `{last.text}`"
    helped = f"`{last.text}` would be a name here, and is a word of the language in the place after it"
    return Repair(MISSING_WORD, trouble.span(last, last), message, helped)


def _missing_word(trouble: Trouble) -> Repair | None:
    """``counts met`` for ``counts as met``: one word, and only one, makes the line go on."""
    run, token, last = trouble.run, trouble.token, trouble.before
    if last is None or last.type == NEWLINE or not token.text or token.type in ("LBRACE", "RBRACE", UNKNOWN):
        return None
    fitting = [each for each in expected_words(run.automaton, trouble.expected) if each not in _JOINING]
    fitting = [each for each in fitting if trouble.continues(run.automaton.words[each])]
    if len(fitting) != 1:
        return None
    word = fitting[0]
    feed = Token(run.automaton.words[word], word, token.start, token.start)
    span = trouble.span(token, token)
    message = f"`{word}` is missing before `{token.text}`"
    return Repair(
        MISSING_WORD, span, message, f"write `{word} {token.text}`", f"{word} {token.text}", (feed,)
    )


_JOINING = frozenset({"and", "or", "not", "else", "present"})
"""Words that could join anything, and so say nothing about what was left out."""


# --- signs -------------------------------------------------------------------------------------


def _split_sign(trouble: Trouble) -> Repair | None:
    """``> =``, ``=>`` and ``==``."""
    before, token = trouble.before, trouble.token
    sign = _SIGNS.get((before.type, token.text)) if before else None
    if before is None or sign is None:
        return None
    span = trouble.span(before, token)
    feed = Token(trouble.run.automaton.signs[sign], sign, before.start, token.end)
    return Repair(
        WRONG_SIGN, span, f"`{span.text}` is written `{sign}`", None, sign, (feed,), pop=1, skip=1, safe=True
    )


def _lone_sign(trouble: Trouble) -> Repair | None:
    """``&&``, ``||``, ``!`` and signs of mathematics."""
    token = trouble.token
    meant = _LONE_SIGNS.get(token.text) if token.type == UNKNOWN else None
    if meant is None:
        return None
    length = 2 if trouble.ahead().text == token.text and token.text in "&|" else 1
    span = trouble.span(token, trouble.ahead(length - 1))
    automaton = trouble.run.automaton
    terminal = automaton.words.get(meant) or automaton.signs[meant]
    if terminal not in trouble.expected:
        return None
    feed = token._replace(type=terminal)
    return Repair(
        WRONG_SIGN, span, f"`{span.text}` is written `{meant}`", None, meant, (feed,), skip=length, safe=True
    )


def _needless_sign(trouble: Trouble) -> Repair | None:
    """``target: >= 99%`` and a semicolon after a clause."""
    if not trouble.is_unknown(*_NEEDLESS):
        return None
    token = trouble.token
    message = f"`{token.text}` has no place here: a clause ends with its line"
    if token.text == ":":
        message = "`:` has no place here: nothing stands between a word and what follows it"
    return Repair(WRONG_SIGN, trouble.span(token, token), message, None, "", skip=1, safe=True)


def _brackets(trouble: Trouble) -> Repair | None:
    """``in [a, b]``."""
    if not trouble.is_unknown("[", "]"):
        return None
    sign = "(" if trouble.token.text == "[" else ")"
    terminal = trouble.run.automaton.signs[sign]
    feed = (trouble.token._replace(type=terminal),) if terminal in trouble.expected else ()
    span = trouble.span(trouble.token, trouble.token)
    return Repair(WRONG_SIGN, span, f"`{span.text}` is written `{sign}`", None, sign, feed, skip=1, safe=True)


def _slashes(trouble: Trouble) -> Repair | None:
    """``// a comment``, at the first slash or, where that could be a division, at the second."""
    before, token = trouble.before, trouble.token
    pop = 1 if before and before.text == "/" and before.end == token.start else 0
    first, second = (before, token) if before and pop else (token, trouble.ahead())
    if (first.text, second.text) != ("/", "/") or first.end != second.start:
        return None
    length = next(
        n for n in range(len(trouble.tokens)) if trouble.ahead(n).type in (NEWLINE, "RBRACE", "$END")
    )
    span = trouble.span(first, second)
    return Repair(WRONG_SIGN, span, "a comment begins with `#`", None, "#", pop=pop, skip=length, safe=True)


def _square_list(trouble: Trouble) -> Repair | None:
    """``in [a, b]``, found at its ``in``."""
    token, after = trouble.token, trouble.ahead()
    if token.text != "in" or after.text != "[" or "IN_LIST" not in trouble.expected:
        return None
    feed = (token._replace(type="IN_LIST"), after._replace(type="LPAR"))
    return Repair(
        WRONG_SIGN, trouble.span(after, after), "`[` is written `(`", None, "(", feed, skip=2, safe=True
    )


def _unclosed_paren(trouble: Trouble) -> Repair | None:
    """A line that ends inside ``( )``."""
    token = trouble.token
    if token.type not in (NEWLINE, "LBRACE", "RBRACE", END) or "RPAR" not in trouble.expected:
        return None
    values = (each for each in reversed(trouble.run.values) if isinstance(each, Token))
    opened = next((each for each in values if each.type == "LPAR"), None)
    if opened is None:
        return None
    feed = Token("RPAR", "", token.start, token.start)
    span = trouble.span(opened, opened)
    return Repair(UNCLOSED_PAREN, span, "this `(` is never closed", "add `)`", feed=(feed,))


# --- texts and characters ----------------------------------------------------------------------


def _unclosed_text(trouble: Trouble) -> Repair | None:
    """A quote without its partner: the rest of the line is taken as the text."""
    token = trouble.token
    if token.type != UNKNOWN or not token.text.startswith('"'):
        return None
    written = token.text.rstrip()
    end = Token("", "", token.start, token.start + len(written))
    feed = (token._replace(type="STRING", text=written + '"'),) if "STRING" in trouble.expected else ()
    message = "this text is never closed"
    span = trouble.span(token, end)
    return Repair(UNCLOSED_TEXT, span, message, 'add `"` after it', written + '"', feed, skip=1)


def _wrong_quotes(trouble: Trouble) -> Repair | None:
    """Quotes a word processor makes, and single ones."""
    token = trouble.token
    closing = _QUOTES.get(token.text) if token.type == UNKNOWN else None
    if closing is None:
        return None
    line = trouble.file.text[token.end :].split("\n", 1)[0]
    ends = [line.find(each) for each in closing if each in line]
    length = min(ends) if ends else len(line.rstrip(" \t\r{"))
    inner = line[:length]
    stop = token.end + length + (1 if ends else 0)
    skip = next(n for n, each in enumerate(trouble.tokens[trouble.place :]) if each.start >= stop)
    text = f'"{inner}"'
    meant = Token("STRING", text, token.start, stop)
    feed = (meant,) if "STRING" in trouble.expected else ()
    return Repair(
        WRONG_QUOTES,
        trouble.span(meant, meant),
        'a text stands in `"` quotes',
        None,
        text,
        feed,
        skip=skip,
        safe=bool(ends),
    )


def _unknown_character(trouble: Trouble) -> Repair | None:
    """Anything else the language has no use for; the clause around it is given up."""
    token = trouble.token
    if token.type != UNKNOWN:
        return None
    span = trouble.span(token, token)
    char = token.text[0]
    if token.text.isspace():
        message = f"the space U+{ord(char):04X} is not a plain one"
        return Repair(UNKNOWN_CHARACTER, span, message, "write a plain space", " ", skip=1, safe=True)
    if unicodedata.category(char) == "Sc":
        helped = "write the currency after the amount in three letters, such as `12 EUR`"
        return Repair(UNKNOWN_CHARACTER, span, f"`{char}` is not how a currency is written", helped)
    if unicodedata.category(char) == "Nd":
        digit = str(unicodedata.digit(char))
        message = f"`{char}` is not a digit of the language"
        return Repair(UNKNOWN_CHARACTER, span, message, "write digits as 0 to 9", digit, safe=True)
    if char.isalpha():
        message = f"`{char}` cannot be part of a name"
        helped = "names are made of the letters a to z, digits and `_`; any text can stand in quotes"
        return Repair(UNKNOWN_CHARACTER, span, message, helped)
    return Repair(UNKNOWN_CHARACTER, span, f"`{char}` means nothing here", "remove it")


_RECOGNISERS: tuple[Recogniser, ...] = (
    _wrong_quotes,
    _unclosed_text,
    _split_sign,
    *NUMERALS,
    _lone_sign,
    _needless_sign,
    _brackets,
    _slashes,
    _square_list,
    _unclosed_paren,
    *HABITS,
    _misspelt,
    _swallowed,
    _missing_word,
    _unknown_character,
)
