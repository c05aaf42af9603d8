"""The layout of text: columns, wrapping, points under points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from slalang.diagnostics.escaping import cells, visible
from slalang.reports.document import Column, Document, Remark, Remarks, Row, Section, Table
from slalang.reports.grid import wrap
from slalang.reports.to_text import WIDTH, layout

COLUMNS = (Column("name", "wrap"), Column("empty"), Column("amount", "decimal"))


def shown(*rows: Row) -> list[str]:
    return layout(Document("d", "", (Section("", (Table(COLUMNS, rows),)),))).splitlines()[3:]


def test_points_stand_under_points_and_empty_columns_are_left_out() -> None:
    assert shown(Row(("a", "", "1,200.00")), Row(("b", "", "-3.5")), Row(("c", "", "7"))) == [
        "  name    amount",
        "  a     1,200.00",
        "  b        -3.5",
        "  c         7",
    ]


def test_wide_and_combining_characters_keep_the_columns() -> None:
    lines = shown(Row(("可用性", "", "1")), Row(("cafe\u0301", "", "2")), Row(("plain", "", "3")))
    assert len({cells(line) for line in lines[1:]}) == 1


def test_places_stand_at_the_right_edge() -> None:
    remarks = (Remark("short", "a.sla:1"), Remark("long " * 30, "dir/a.sla:12"))
    lines = layout(Document("d", "", (Section("", (Remarks(remarks),)),))).splitlines()[3:]
    assert lines[0].index("a.sla:1") == lines[-1].index("dir/a.sla:12") == WIDTH - len("dir/a.sla:12")
    assert max(map(len, lines)) <= WIDTH


def test_text_wraps_in_its_column() -> None:
    lines = shown(Row(("word " * 40, "", "1.00"), "a.sla:1"))
    assert max(map(len, lines)) <= WIDTH
    assert lines[1].endswith("1.00  a.sla:1")
    assert sum(line.split().count("word") for line in lines) == 40


@given(some.text(), some.integers(1, 40))
def test_wrapping_loses_no_word_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert " ".join(lines).split() == text.split()
    assert all(cells(line) <= width or len(line.split()) == 1 for line in lines)


@given(some.text())
def test_shown_text_has_nothing_left_to_hide(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert not any(map(hides, visible(text)))


def hides(char: str) -> bool:
    return ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char in "\u202a\u202e\u2066\u2069\u2028\uffff"
