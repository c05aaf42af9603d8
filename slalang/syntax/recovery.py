"""How reading goes on after a mistake, so that one run finds as many as there are.

What was meant is put in its place where it can be told. Otherwise the clause is given up to its end; of
a clause with a block only its head is, and the block is read for the mistakes in it.
"""

from __future__ import annotations

from functools import cache

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.source import SourceFile, Span
from slalang.syntax.automaton import END
from slalang.syntax.expectations import clause_words, describe
from slalang.syntax.lexer import NEWLINE, read_tokens
from slalang.syntax.mistakes import recognise
from slalang.syntax.nodes import Token
from slalang.syntax.run import ERROR
from slalang.syntax.trouble import Trouble

UNEXPECTED = Kind("SLA001", "unexpected-text")

_HEADS = {
    "calendar": "calendar x",
    "event": "event x",
    "table": "table x by x",
    "stream": "stream x = x every 1m",
    "clock": "clock x of x by x",
    "tier": "tier x",
    "agreement": "agreement x",
    "amendment": 'amendment "x" from 2000-01-01',
    "objective": "objective x",
    "credit": "credit",
    "points": "points",
    "earn": "earn back x",
    "bank": "bank x",
    "bonus": "bonus x",
    "test": 'test "x" of x',
}
"""The plainest head of each clause that has a block."""


def recover(trouble: Trouble, clause: int, known: bool) -> tuple[Diagnostic | None, int]:
    """Puts the run back on its feet: what to report, and the place of the token to go on with.

    ``clause`` is where the clause begins. In a clause known to be faulty only what is plainly another
    mistake is reported.
    """
    repair = recognise(trouble)
    if repair is None:
        found = None if known else _unexpected(trouble)
        return found, give_up(trouble, clause)
    if not (repair.feed or repair.skip):
        return repair.diagnostic, give_up(trouble, clause)
    for _ in range(repair.pop):
        trouble.run.pop()
    for token in repair.feed:
        if trouble.run.automaton.settle(trouble.run.states, token.type) is None:
            return repair.diagnostic, give_up(trouble, clause)
        trouble.run.feed(token)
    return repair.diagnostic, trouble.place + repair.skip


def _unexpected(trouble: Trouble) -> Diagnostic:
    automaton = trouble.run.automaton
    expected = describe(automaton, trouble.expected)
    words = clause_words(automaton, trouble.expected)
    helped = f"it can begin with {', '.join(f'`{each}`' for each in words)}" if words else None
    last = trouble.before
    after = f" after `{last.text}`" if last and last.type not in (NEWLINE, "LBRACE") and not words else ""
    found, span = _found(trouble)
    return Diagnostic(UNEXPECTED, f"expected {expected}{after}, found {found}", Label(span), help=helped)


def _found(trouble: Trouble) -> tuple[str, Span]:
    """What stands there, in words, and where. The end of a line is shown behind what it ends."""
    token, last = trouble.token, trouble.before
    ended = last is not None and "\n" in trouble.file.text[last.end : token.start]
    if last and (token.type == NEWLINE or (ended and token.type in ("RBRACE", END))):
        return "the end of the line", Span(trouble.file, last.end, last.end)
    found = "the end of the file" if token.type == END else f"`{token.text or '}'}`"
    return found, trouble.span(token, token)


# --- giving up ---------------------------------------------------------------------------------


def give_up(trouble: Trouble, clause: int) -> int:
    """Leaves out what is left of the clause or, where it has a block, of its head."""
    run = trouble.run
    run.lost = True
    block, end = _rest_of_clause(trouble.tokens, trouble.place)
    if block is not None and run.automaton.settle(run.states, "LBRACE"):
        return block
    begin = trouble.tokens[clause]
    _end_line_of_block(trouble)
    run.give_up_clause()
    if block is not None and begin.text in _HEADS:
        if _take_head(trouble, begin):
            return block
        run.give_up_clause()
    run.feed(Token(ERROR, "", trouble.token.start, trouble.token.start))
    return end


def _end_line_of_block(trouble: Trouble) -> None:
    """Leaves a block that was just closed as it is: what follows it on its line is a clause by itself."""
    run = trouble.run
    last = run.taken[-1] if run.taken else None
    if last and last.type == "RBRACE" and run.automaton.settle(run.states, NEWLINE):
        run.feed(Token(NEWLINE, "", last.end, last.end))


def _take_head(trouble: Trouble, begin: Token) -> bool:
    """Reads the plainest head in place of the faulty one; what comes of it is dropped."""
    run = trouble.run
    run.dropped.add(begin.start)
    for token in _plain_head(_HEADS[begin.text]):
        terminal = run.terminal(token, None)
        if terminal:
            run.feed(Token(terminal, token.text, begin.start, begin.end))
    return run.automaton.settle(run.states, "LBRACE") is not None


@cache
def _plain_head(text: str) -> tuple[Token, ...]:
    return tuple(read_tokens(SourceFile("", text)).tokens[:-1])


def _rest_of_clause(tokens: list[Token], place: int) -> tuple[int | None, int]:
    """Where the first block of the clause begins, if it has one, and where the clause ends."""
    block: int | None = None
    depth = 0
    while True:
        token = tokens[place]
        if token.type == END or (depth == 0 and token.type in (NEWLINE, "RBRACE")):
            return block, place
        if token.type == "LBRACE":
            block = place if block is None else block
            depth += 1
        elif token.type == "RBRACE":
            depth -= 1
        place += 1
