"""Words that people write out of habit, and what they are called here."""

from __future__ import annotations

from slalang.diagnostics import Kind
from slalang.source import Span
from slalang.syntax.automaton import Automaton
from slalang.syntax.lexer import candidates, is_word
from slalang.syntax.nodes import Token
from slalang.syntax.trouble import Recogniser, Repair, Trouble

UNUSUAL_WORD = Kind("SLA017", "usual-word")

_MEANT = {
    "instant": ("timestamp", "datetime", "date", "time"),
    "integer": ("int", "long", "number", "bigint"),
    "decimal": ("float", "double", "real", "numeric"),
    "text": ("string", "str", "varchar", "char"),
    "boolean": ("bool",),
    "mon": ("monday", "mo"),
    "tue": ("tuesday", "tues", "di"),
    "wed": ("wednesday", "mi"),
    "thu": ("thursday", "thur", "thurs"),
    "fri": ("friday", "fr"),
    "sat": ("saturday",),
    "sun": ("sunday",),
    "timezone": ("time zone", "tz", "zone"),
    "each": ("every", "per"),
    "each day": ("daily",),
    "each week": ("weekly",),
    "each month": ("monthly",),
    "each quarter": ("quarterly",),
    "each year": ("yearly", "annually"),
    ">=": ("at least", "no less", "minimum"),
    "<=": ("at most", "no more", "within", "maximum"),
    ">": ("more than", "greater than", "above", "over"),
    "<": ("less than", "fewer than", "below", "under"),
    "=": ("is", "equals", "are"),
    "below": ("under", "less than", "lower than"),
    "above": ("over", "more than", "greater than", "higher than"),
    "pays": ("gives", "earns", "costs", "yields"),
    "provider": ("vendor", "supplier"),
    "customer": ("client", "consumer", "buyer"),
    "agreement": ("contract", "sla"),
    "objective": ("slo", "goal"),
    "indicator": ("sli", "metric", "measure"),
    "import": ("include", "use", "using"),
    "where": ("when", "with", "if"),
    "exclude": ("excluding", "except"),
    "closed": ("holidays", "holiday"),
    "extends": ("inherits", "from"),
}
_NEEDLESS = (
    *(
        "the",
        "a",
        "an",
        "is",
        "are",
        "be",
        "must",
        "shall",
        "should",
        "will",
        "on",
        "for",
        "of",
        "than",
        "to",
    ),
)


_BY_HABIT = {
    habit: [meant for meant, habits in _MEANT.items() if habit in habits]
    for habits in _MEANT.values()
    for habit in habits
}


def _usual_word(trouble: Trouble) -> Repair | None:
    """``timestamp`` for ``instant``, ``at least`` for ``>=``, ``monthly`` for ``each month``."""
    token, after = trouble.token, trouble.ahead()
    if not is_word(token):
        return None
    for last in (after, token) if is_word(after) else (token,):
        written = token.text if last is token else f"{token.text} {after.text}"
        for meant in _BY_HABIT.get(written.lower(), ()):
            feed = _tokens(trouble.run.automaton, meant, token, last)
            if feed and feed[0].type in trouble.expected:
                span, message = trouble.span(token, last), f"`{written}` is called `{meant}` here"
                return Repair(UNUSUAL_WORD, span, message, None, meant, feed, skip=1 + (last is after))
    return None


def _tokens(automaton: Automaton, meant: str, first: Token, last: Token) -> tuple[Token, ...]:
    known = automaton.words | automaton.signs
    words = meant.split()
    return tuple(Token(known[word], word, first.start, last.end) for word in words if word in known)


def _needless_word(trouble: Trouble) -> Repair | None:
    """``10% of the fees``, ``closed on holidays``: the line goes on where the word is left out."""
    token, after, run = trouble.token, trouble.ahead(), trouble.run
    if token.text.lower() not in _NEEDLESS or not run.automaton.takes(run.states, candidates(after)):
        return None
    span = Span(trouble.file, token.start, after.start)
    message = f"`{token.text}` is not written here"
    return Repair(UNUSUAL_WORD, span, message, "leave it out", "", skip=1)


HABITS: tuple[Recogniser, ...] = (_usual_word, _needless_word)
