"""Tokens: complete, linear to find, and keywords only where the language has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from slalang.source import SourceFile
from slalang.syntax import parse
from slalang.syntax.automaton import load_automaton
from slalang.syntax.lexer import read_tokens
from slalang.syntax.nodes import Event, File, Stream, Tier

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.sla"))
MEGABYTE = 1_000_000


def read(text: str) -> File:
    outcome = parse(SourceFile("x.sla", "language 1\n" + text))
    assert outcome.diagnostics == ()
    return outcome.value


def types(text: str) -> list[str]:
    return [token.type for token in read(text).tokens[2:]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_tokens_and_comments_with_the_space_between_are_the_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    file = parse(SourceFile(path.name, text)).value
    at = 0
    for piece in sorted([*file.tokens, *file.comments], key=lambda piece: piece.start):
        assert text[at : piece.start].strip() == ""
        assert text[piece.start : piece.end] == piece.text
        at = piece.end
    assert text[at:].strip() == ""


def test_line_ends_of_any_system_and_a_byte_order_mark_are_white_space() -> None:
    text = "\ufefflanguage 1\r\n\r\nservice a\r\n\tservice b\rservice c"
    file = parse(SourceFile("x.sla", text))
    assert file.diagnostics == ()
    assert len(file.value.declarations) == 3


def test_a_keyword_needs_a_word_to_itself() -> None:
    assert types("service tiergold") == ["SERVICE", "NAME"]
    assert types("service in_order") == ["SERVICE", "NAME"]


def test_words_of_the_language_name_fields() -> None:
    names = ["at", "status", "from", "to", "tier", "each", "in", "where", "credit", "fees", "not", "else"]
    names += ["count", "period", "time", "month", "key", "optional", "text", "true"]
    fields = "".join(f"  {name} text\n" for name in names)
    event = read(f"event request {{\n{fields}}}").declarations[0]
    assert isinstance(event, Event)
    assert [field.name.text for field in event.fields] == names


def test_a_name_that_is_a_keyword_elsewhere_is_a_name() -> None:
    text = "stream from = request where at <= from - 48h and from in (open, each)"
    stream = read(text).declarations[0]
    assert isinstance(stream, Stream)
    assert stream.name.text == "from"


def test_a_stream_called_started_is_counted() -> None:
    row = "tier t {\n objective o each month {\n credit {\n when missed each started pays 1 EUR\n }\n }\n}"
    assert isinstance(read(row).declarations[0], Tier)


def test_an_ordinal_is_no_length() -> None:
    row = "the 4th and later breach in 12 months pays 1 EUR"
    text = f"tier t {{\n objective o each month {{\n credit {{\n {row}\n }}\n }}\n}}"
    assert "ORDINAL" in types(text)
    assert "QUANTITY" not in types(text)


def test_in_the_period_in_a_list_and_in_a_quorum_are_told_apart() -> None:
    text = "indicator x = sum(length in period * 2 over y where a in (b))"
    assert [each for each in types(text) if each.startswith("IN_")] == ["IN_PERIOD", "IN_LIST"]
    assert "IN_QUORUM" in types("stream x = y where up in at least 2 of zone")


LONG = ['"', '"\\', "1", "1a", "1_", "1.1", "2026-", "2026-01-", "in ", "in" + " " * 99]
LONG += ["#", "a", "ABC", " "]
SHORT = ["é", "\u202e", "\ufeff", "\n", "{", "(", ">=", "!", "1.", "12:", "1%", "##\n", "\t\r"]


@pytest.mark.parametrize("text", [each * (MEGABYTE // len(each)) for each in LONG], ids=map(ascii, LONG))
def test_a_megabyte_of_any_terminal_is_read_in_one_pass(text: str) -> None:
    assert read_tokens(SourceFile("x.sla", text)).tokens[-1].end == len(text)


@pytest.mark.parametrize("text", [each * 50_000 for each in SHORT], ids=map(ascii, SHORT))
def test_many_signs_are_read_in_one_pass(text: str) -> None:
    assert read_tokens(SourceFile("x.sla", text)).tokens[-1].end == len(text)


def test_every_terminal_takes_ascii_only_outside_texts() -> None:
    for name, pattern in load_automaton().terminals:
        if name != "STRING":
            assert not re.search(r"\\[dws]|\[\^", pattern, re.IGNORECASE), name
