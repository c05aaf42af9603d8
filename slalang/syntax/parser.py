"""Text of a contract into its nodes."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from slalang.diagnostics import Diagnostic, Kind, Label, Outcome
from slalang.source import SourceFile, Span
from slalang.syntax.automaton import END, load_automaton
from slalang.syntax.building import MOST_ERRORS, Maker
from slalang.syntax.characters import hidden_characters
from slalang.syntax.lexer import NEWLINE, read_tokens
from slalang.syntax.lines import arrange
from slalang.syntax.nodes import File, Language, Token
from slalang.syntax.run import Run

if TYPE_CHECKING:
    from slalang.syntax.trouble import Trouble

NO_LANGUAGE = Kind("SLA013", "no-language")
TOO_DEEP = Kind("SLA014", "nested-too-deeply")
TOO_MANY = Kind("SLA015", "too-many-errors")

_DEEPEST = 200
"""The most symbols that wait for their end at once: some sixty parentheses in one another."""
_MOST_OPERATORS = 200
"""The most signs of arithmetic in one clause: each makes the tree one deeper."""


def parse(file: SourceFile) -> Outcome[File]:
    """The file as nodes, without the clauses that could not be read, and everything wrong with its form."""
    lexed = read_tokens(file)
    tokens, found = arrange(file, lexed.tokens)
    maker = Maker(file, lexed.docs, [*islice(hidden_characters(file), MOST_ERRORS), *found])
    run = Run(load_automaton(), maker)
    read = _read(run, tokens)
    lost = run.lost or bool(found)
    language = _language(maker, read, lost)
    declarations = tuple(each for each in read if not isinstance(each, Language))
    taken = tuple(token for token in run.taken if token.text and token.type != NEWLINE)
    span = Span(file, 0, len(file.text))
    node = File(span, language, declarations, taken, tuple(lexed.comments), not lost)
    return Outcome(node, tuple(sorted(maker.diagnostics, key=_position)))


def _read(run: Run, tokens: list[Token]) -> tuple[Any, ...]:
    """What the file declares. A clause is followed from where it begins, and whether it is faulty."""
    place = clause = 0
    faulty = False
    errors = 0
    found: Diagnostic | None
    been: list[list[int]] = []
    while place < len(tokens):
        token = tokens[place]
        deep = len(run.states) > _DEEPEST or run.operators > _MOST_OPERATORS
        terminal = None if deep else run.terminal(token, tokens[min(place + 1, len(tokens) - 1)])
        if terminal:
            run.feed(token if terminal == token.type else token._replace(type=terminal))
            place += 1
            been = []
            if terminal in (NEWLINE, "LBRACE", "RBRACE"):
                clause, faulty, run.operators = place, False, 0
            continue
        # What mends a clause is imported for a file that has something to mend.
        from slalang.syntax.recovery import give_up, recover
        from slalang.syntax.trouble import Trouble

        trouble = Trouble(run.maker.file, run, tokens, place)
        before = place
        if deep:
            found, place = _too_deep(trouble), give_up(trouble, clause)
        else:
            found, place = recover(trouble, clause, faulty)
        faulty, run.operators = True, 0
        if found:
            run.maker.diagnostics.append(found)
            errors += 1
        if errors > MOST_ERRORS:
            run.maker.diagnostics.append(_too_many(trouble))
            return ()
        been = been if place == before else []
        times = been.count(run.states)
        been.append([*run.states])
        if times > 1 or (times == 1 and not _close_block(run, tokens[place])):
            place += 1
    return tuple(run.values[0]) if len(run.values) == 1 else ()


def _close_block(run: Run, token: Token) -> bool:
    """Closes a block that a brace out of place left open at the end of the file; whether there is one."""
    if token.type != END or run.automaton.settle(run.states, "RBRACE") is None:
        return False
    run.feed(Token("RBRACE", "", token.start, token.start))
    return True


def _too_deep(trouble: Trouble) -> Diagnostic:
    span = trouble.span(trouble.token, trouble.token)
    helped = "give parts of it names of their own"
    return Diagnostic(TOO_DEEP, "this is nested too deeply to be read", Label(span), help=helped)


def _too_many(trouble: Trouble) -> Diagnostic:
    span = trouble.span(trouble.token, trouble.token)
    message = f"reading stops here after {MOST_ERRORS} errors"
    return Diagnostic(TOO_MANY, message, Label(span), help="mend those above first")


def _position(diagnostic: Diagnostic) -> int:
    return diagnostic.primary.span.start if diagnostic.primary else 0


# --- the first clause --------------------------------------------------------------------------


def _language(maker: Maker, read: tuple[Any, ...], partial: bool) -> Language | None:
    """The first clause of the file, which says what language it is in. Of a file that could be read in
    part only, it may be among what could not."""
    languages = [each for each in read if isinstance(each, Language)]
    for extra in languages[1:]:
        maker.report(NO_LANGUAGE, extra.span, "the language is named once, in the first clause of a file")
    if languages and read[0] is not languages[0]:
        maker.report(NO_LANGUAGE, languages[0].span, "the language is named in the first clause of a file")
    if not languages and not partial:
        begin = Span(maker.file, 0, 0)
        message = "a file begins with the language it is written in"
        maker.report(
            NO_LANGUAGE, begin, message, "write `language 1` above everything else", "language 1\n\n"
        )
    return languages[0] if languages else None
