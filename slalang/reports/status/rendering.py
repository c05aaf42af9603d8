"""A status in any of its formats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from slalang.reports import to_markdown, to_text
from slalang.reports.document import Document, Section
from slalang.reports.status.beside import (
    basis_section,
    caps_section,
    earn_backs_section,
    remarks_section,
    upcoming_section,
)
from slalang.reports.status.clocks import clocks_section
from slalang.reports.status.objectives import objectives_section
from slalang.reports.status.wording import moment
from slalang.reports.to_json import several_to_json, to_json
from slalang.status import Status

StatusFormat: TypeAlias = Literal["text", "markdown", "json"]

STATUS_FORMATS: tuple[StatusFormat, ...] = get_args(StatusFormat)
"""The names of the formats, the one for people first."""


def render_statuses(statuses: Sequence[Status], format: StatusFormat = "text") -> str:
    """Statuses one below the other, as JSON in a list where they are several."""
    if format == "json":
        return to_json(statuses[0]) if len(statuses) == 1 else several_to_json(statuses)
    layout = to_text.layout if format == "text" else to_markdown.layout
    return "\n".join(layout(document_of(status)) for status in statuses)


def document_of(status: Status) -> Document:
    """What is urgent first."""
    sections: tuple[Section | None, ...] = (
        clocks_section(status),
        objectives_section(status),
        earn_backs_section(status),
        caps_section(status),
        upcoming_section(status),
        remarks_section(status),
        basis_section(status),
    )
    return Document(
        heading=f"Status of {status.title}, {moment(status.as_of, status.timezone)} ({status.timezone})",
        mark="",
        sections=tuple(section for section in sections if section is not None),
    )
