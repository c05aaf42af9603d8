"""Comments that set findings aside: where they hold, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.source import SourceFile, Span
from slalang.workspace.ignores import SetAside, read_ignores, set_aside

LOOSE = Kind("SLA701", "unused-declaration", Severity.WARNING)
OTHER = Kind("SLA209", "unused-minimum", Severity.WARNING)
FIRM = Kind("SLA101", "unknown-name")
KINDS = (LOOSE, OTHER, FIRM)


def finding(text: str, piece: str, kind: Kind = LOOSE) -> Diagnostic:
    start = text.index(piece)
    return Diagnostic(kind, "said", Label(Span(SourceFile("a.sla", text), start, start + len(piece))))


def judged(
    text: str,
    found: Iterable[Diagnostic] = (),
    firm: Iterable[Diagnostic] = (),
    as_of: date | None = None,
    whole: bool = True,
) -> SetAside:
    ignores, unclear = read_ignores(SourceFile("a.sla", text))
    assert not unclear
    return set_aside(ignores, [*found], [*firm], lambda: KINDS, as_of, lambda file: whole)


@pytest.mark.parametrize(
    "text",
    [
        "service x # sla: ignore[unused-declaration] because it comes next year\n",
        "service x # sla: ignore[SLA701] because it comes next year",
        "service x #sla:ignore[ SLA7 , unused-minimum ] because so\r\n  minimum\r\n",
        "# sla: ignore[unused-declaration] because it comes next year\nservice x\n",
        "# sla: ignore[unused-declaration] because it comes next year\n\n# and so on\n  service x\n",
        "# sla: ignore[unused-minimum] because of this\n# sla: ignore[SLA701] because of that\nservice x\n",
        "# About it all\n# sla: ignore-file[SLA701] because it comes next year\n\nservice y\nservice x\n",
        "# sla: ignore-file[SLA701] until 2027-01-01 because it comes then\nlanguage 1\nservice x\n",
    ],
)
def test_a_finding_is_set_aside(text: str) -> None:
    assert judged(text, [finding(text, "service x")]).left == ()


@pytest.mark.parametrize(
    "text",
    [
        "service x\n# sla: ignore[unused-declaration] because it is below\nservice y\n",
        "service y # sla: ignore[unused-declaration] because it is elsewhere\nservice x\n",
        "service x # sla: ignore[unused-minimum] because it is another\n",
        'service x "a text # sla: ignore[SLA701] because it is a text"\n',
        "service x ## sla ignore[SLA701] because it is said otherwise\n",
    ],
)
def test_a_finding_is_not_set_aside(text: str) -> None:
    (left,) = judged(text, [finding(text, "service x")]).left
    assert left.kind == LOOSE


@pytest.mark.parametrize(
    ("comment", "problem"),
    [
        ("# sla: ignore", "this does not say which finding is set aside"),
        ("# sla: ignore because I can", "this does not say which finding is set aside"),
        ("# sla: ignore[] because I can", "this does not say which finding is set aside"),
        ("# sla: ignore[SLA701, ] because I can", "this does not say which finding is set aside"),
        ("# sla: ignore[SLA701] as agreed", "this does not say which finding is set aside"),
        ("# sla: ignore[SLA701]", "this does not say why the finding is set aside"),
        ("# sla: ignore[SLA701] because ", "this does not say why the finding is set aside"),
        ("# sla: ignore[SLA701] until soon because so", "`soon` is no day"),
        ("# sla: ignore[SLA701] until 2026-02-30 because so", "`2026-02-30` is no day"),
        ("# sla: ignore-file[SLA701] because so", "must stand above the first clause"),
    ],
)
def test_a_comment_that_is_not_clear(comment: str, problem: str) -> None:
    ignores, (unclear,) = read_ignores(SourceFile("a.sla", f"service x {comment}\n"))
    assert ignores == []
    assert unclear.kind.code == "SLA032"
    assert problem in unclear.message
    assert unclear.primary
    assert unclear.primary.span.text == comment


def test_a_day_that_has_come_brings_the_finding_back() -> None:
    text = "service x # sla: ignore[SLA701] until 2027-01-01 because so\n"
    found = [finding(text, "service x")]
    before = judged(text, found, as_of=date(2026, 12, 31))
    assert (before.left, before.found, before.undated) == ((), (), ())
    after = judged(text, found, as_of=date(2027, 1, 1))
    assert [each.kind.code for each in (*after.left, *after.found)] == ["SLA701", "SLA035"]
    undated = judged(text, found)
    assert (undated.left, undated.found, len(undated.undated)) == ((), (), 1)


def test_an_error_stays_and_the_comment_is_told() -> None:
    text = "service x # sla: ignore[unknown-name, SLA701] because so\n"
    done = judged(text, [finding(text, "service x")], [finding(text, "x", FIRM)])
    assert [each.kind.code for each in (*done.left, *done.found)] == ["SLA036"]


def test_a_comment_about_nothing() -> None:
    text = "service x # sla: ignore[unused-minimum, unusd-declaration] because so\n"
    found = judged(text).found
    assert [(each.kind.code, each.help) for each in found] == [
        ("SLA034", "take this comment out"),
        ("SLA033", "did you mean `unused-declaration`?"),
    ]
    assert [each.kind.code for each in judged(text, whole=False).found] == ["SLA033"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("service x # sla: ignore[SLA701] because so\nservice y\n", "service x\nservice y\n"),
        ("service y\n  # sla: ignore[SLA701] because so\nservice x\n", "service y\nservice x\n"),
        ("# sla: ignore[SLA701] because so\r\nservice x\r\n", "service x\r\n"),
        ("service x\n# sla: ignore[SLA701] because so", "service x\n"),
    ],
)
def test_a_comment_about_nothing_can_be_taken_out(text: str, left: str) -> None:
    (unused,) = judged(text).found
    assert unused.fix
    assert unused.fix.safe
    span = unused.fix.span
    assert text[: span.start] + unused.fix.replacement + text[span.end :] == left
