"""A whole file: its declarations, and every token and comment for those who lay it out again."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from slalang.syntax.nodes.agreements import Agreement, Tier
from slalang.syntax.nodes.base import Node
from slalang.syntax.nodes.declarations import Calendar, Event, Import, Language, Service, Table
from slalang.syntax.nodes.streams import Clock, Indicator, Stream
from slalang.syntax.nodes.tests import Test
from slalang.values import field, value

Declaration: TypeAlias = (
    Import | Calendar | Service | Event | Table | Stream | Clock | Indicator | Tier | Agreement | Test
)


class Token(NamedTuple):
    """A word, literal or sign, as the parser took it: ``type`` is the terminal of the grammar.

    A keyword has its own terminal (``tier`` is ``TIER``); a name is ``NAME``.
    """

    type: str
    text: str
    start: int
    end: int


class Comment(NamedTuple):
    """``# ...`` up to the end of its line, or ``## ...``, which documents the declaration below it."""

    text: str
    start: int
    end: int

    @property
    def is_doc(self) -> bool:
        """Whether it documents what is below it."""
        return self.text.startswith("##")


@value
class File(Node):
    """One file. Its tokens and comments with the white space between them are its text, complete.

    ``whole`` is false where a clause could not be read and is left out.
    """

    language: Language | None
    declarations: tuple[Declaration, ...]
    tokens: tuple[Token, ...] = field(compare=False, repr=False, default=())
    comments: tuple[Comment, ...] = field(compare=False, repr=False, default=())
    whole: bool = field(compare=False, repr=False, default=True)

    @property
    def doc(self) -> str | None:
        """What the file says of itself."""
        return self.language.doc if self.language else None
