"""Laws of the layout: it says the same, it is settled, comments stay, and spaces make no difference."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slalang.formatting import format_file
from slalang.source import SourceFile
from slalang.syntax.lexer import NEWLINE, read_tokens
from slalang.syntax.lines import arrange
from slalang.syntax.nodes import File, Token
from slalang.syntax.parser import parse

ROOT = Path(__file__).parent.parent.parent
CONTRACTS = [
    path.read_text(encoding="utf-8")
    for path in sorted([*ROOT.glob("examples/*/*.sla"), *ROOT.glob("tests/formatting/*.input.sla")])
]
CONTRACTS.append((ROOT / "tests/grammar/every_clause.sla").read_text(encoding="utf-8"))

SPACES = st.sampled_from([" ", " ", "  ", "\t", " \t "])
IDLE = st.sampled_from([" ", " ", "  ", "\n", "\r\n\t", "\n\n   "])
"""What may stand where a line end means nothing."""
REMARKS = st.sampled_from(["# a remark", "#", "## said of what is below", "# {", '# "', "# a, (b"])
ENDS = st.sampled_from(["\n", "\n", "\n  ", " \r\n", "\r", "\n\n", "\n\n\n\t"])


def read(text: str) -> File:
    outcome = parse(SourceFile("x.sla", text))
    assert not outcome.failed, outcome.diagnostics
    return outcome.value


def clauses(text: str) -> list[Token]:
    """The tokens of a contract, with a line end where a clause ends and nowhere else, and no comments."""
    source = SourceFile("x.sla", text)
    tokens, found = arrange(source, read_tokens(source).tokens)
    assert not found
    return tokens[:-1]


def idle_places(tokens: list[Token]) -> list[bool]:
    """For the gap after each token whether a line end would mean nothing there: after ``{`` and a comma,
    before ``}``, and in parentheses that hold no brace."""
    inside = [False] * len(tokens)
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.type in ("LBRACE", "RBRACE"):
            opened = []
        elif token.type == "LPAR":
            opened.append(place)
        elif token.type == "RPAR" and opened:
            begin = opened.pop()
            if not opened:
                inside[begin:place] = [True] * (place - begin)
    idle = [
        (within or left.type in ("LBRACE", "COMMA") or right.type == "RBRACE") and left.text != "in"
        for within, (left, right) in zip(inside, pairwise(tokens), strict=False)
    ]
    return [*idle, False]


@st.composite
def respaced(draw: st.DrawFn, text: str) -> str:
    """The clauses of a contract with other spaces, and other line ends where they mean nothing."""
    tokens = clauses(text)
    gaps = [IDLE if idle else SPACES for idle in idle_places(tokens)]
    return "".join(
        "\n" if token.type == NEWLINE else token.text + draw(gap)
        for token, gap in zip(tokens, gaps, strict=True)
    )


@st.composite
def commented(draw: st.DrawFn, text: str) -> str:
    """The same with comments and blank lines anywhere they can stand."""
    tokens = clauses(text)
    parts = []
    for token, idle in zip(tokens, idle_places(tokens), strict=True):
        if token.type == NEWLINE or (idle and draw(st.integers(0, 9)) == 0):
            parts.append(("" if token.type == NEWLINE else token.text) + draw(SPACES))
            while draw(st.integers(0, 3)) == 0:
                parts.append(draw(REMARKS) + draw(ENDS))
            parts.append(draw(ENDS))
        else:
            parts.append(token.text + draw(IDLE if idle else SPACES))
    return "".join(parts)


def remarks(file: File) -> list[tuple[str, int, bool]]:
    """Each comment with the number of tokens before it, and whether it has a line to itself."""
    text = file.span.file.text
    pieces = sorted([*file.tokens, *file.comments], key=lambda piece: piece.start)
    ends = [0, *(piece.end for piece in pieces)]
    placed, before = [], 0
    for piece, end in zip(pieces, ends, strict=False):
        if isinstance(piece, Token):
            before += 1
        else:
            alone = end == 0 or bool({"\n", "\r"} & set(text[end : piece.start]))
            placed.append((piece.text.rstrip(), before, alone))
    return placed


contracts = st.sampled_from(CONTRACTS)
whole_contracts = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.large_base_example, HealthCheck.data_too_large, HealthCheck.too_slow],
)
"""An example is a whole contract with a choice at each of its gaps, which no smaller one stands for."""


@whole_contracts
@given(st.data())
def test_the_layout_says_the_same_and_is_settled(data: st.DataObject) -> None:
    file = read(data.draw(commented(data.draw(contracts))))
    laid_out = format_file(file)
    again = read(laid_out)
    assert again == file
    assert [token.text for token in again.tokens] == [token.text for token in file.tokens]
    assert remarks(again) == remarks(file)
    assert format_file(again) == laid_out


@whole_contracts
@given(st.data())
def test_spaces_and_idle_line_ends_make_no_difference(data: st.DataObject) -> None:
    text = data.draw(contracts)
    plain = "".join("\n" if token.type == NEWLINE else f"{token.text} " for token in clauses(text))
    assert format_file(read(data.draw(respaced(text)))) == format_file(read(plain))


@whole_contracts
@given(st.data())
def test_the_layout_has_no_stray_white_space(data: st.DataObject) -> None:
    laid_out = format_file(read(data.draw(commented(data.draw(contracts)))))
    assert laid_out.endswith("\n")
    assert not laid_out.startswith("\n")
    assert "\n\n\n" not in laid_out
    for line in laid_out.splitlines():
        assert line == line.rstrip()
        assert "\t" not in line
