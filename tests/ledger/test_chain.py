"""Whatever is changed in a ledger is found."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slalang.ledger import Entry, Opening, Settlement, read, written
from slalang.ledger.records import Record, postings

OPENING = Opening(1, "shop", "Acme Ltd", "Shop ⟨GmbH⟩", "EUR", "UTC")


def settlement(entries: int) -> Settlement:
    return Settlement("2026-01", 1_769_904_000_000_000, True, "sha256:0", (), (), entries)


def entry(number: int, amount: str, balance: str) -> Entry:
    return Entry(
        number=number,
        at=1_769_904_000_000_000,
        period="2026-01",
        movement="accrued",
        is_adjustment=False,
        objective="uptime",
        keys=(("region", "eu"),),
        credit_period="2026-01",
        postings=postings("accrued", Decimal(amount)),
        balance=Decimal(balance),
        was=None,
        now=None,
        clause="uptime.credit.1",
        place=None,
        text="",
    )


RECORDS: tuple[Record, ...] = (
    OPENING,
    settlement(2),
    entry(1, "10.00", "10.00"),
    entry(2, "-2.50", "7.50"),
    settlement(0),
)
TEXT, HEAD = written(RECORDS)
WHOLE = TEXT.encode()


def faults(content: bytes) -> list[tuple[str, int | None]]:
    found = read(content, "shop.ledger")
    assert (found.value is None) == bool(found.diagnostics)
    return [(each.kind.code, each.data.record if each.data else None) for each in found.diagnostics]


def test_a_ledger_is_read_as_it_was_written() -> None:
    found = read(WHOLE, "shop.ledger")
    assert found.value is not None
    assert found.value.head == HEAD
    assert (found.value.opening, *found.value.entries) == (OPENING, RECORDS[2], RECORDS[3])
    assert found.value.balance == Decimal("7.50")


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_any_changed_byte_is_found(place: int, change: int) -> None:
    changed = bytes((*WHOLE[:place], WHOLE[place] ^ change, *WHOLE[place + 1 :]))
    assert faults(changed)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_ledger_that_is_cut_inside_a_line_or_a_settlement_is_found(place: int) -> None:
    ends = [len(b"".join(WHOLE.splitlines(keepends=True)[:lines])) for lines in (1, 4)]
    assert bool(faults(WHOLE[:place])) == (place not in ends)


@pytest.mark.parametrize("line", range(4))
def test_a_line_that_is_taken_out_doubled_or_moved_is_found(line: int) -> None:
    lines = WHOLE.splitlines(keepends=True)
    assert faults(b"".join(lines[:line] + lines[line + 1 :]))
    assert faults(b"".join(lines[: line + 1] + lines[line:]))
    lines[line], lines[line + 1] = lines[line + 1], lines[line]
    assert faults(b"".join(lines))


@pytest.mark.parametrize(
    ("records", "fault"),
    [
        ((settlement(0),), ("SLA580", 1)),
        ((OPENING, OPENING), ("SLA580", 2)),
        ((OPENING, entry(1, "1.00", "1.00")), ("SLA580", 2)),
        ((OPENING, settlement(1)), ("SLA581", 2)),
        ((OPENING, settlement(1), settlement(0)), ("SLA580", 3)),
        ((OPENING, settlement(1), entry(2, "1.00", "1.00")), ("SLA582", 3)),
        ((OPENING, settlement(1), entry(1, "1.00", "1.01")), ("SLA582", 3)),
    ],
)
def test_lines_that_are_bound_and_make_no_ledger_are_found(
    records: tuple[Record, ...], fault: tuple[str, int]
) -> None:
    assert faults(written(records)[0].encode()) == [fault]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"{}\n", b"[" * 100_000 + b"\n", b"\xff\n", b'{"hash":"1e999"}\n', b"null\n", b"\x00\n"],
)
def test_what_is_no_ledger_is_no_fault_of_ours(content: bytes) -> None:
    assert len(faults(content)) == 1
