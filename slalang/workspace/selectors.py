"""Naming findings: by code (``SLA209``), by how codes begin (``SLA2``) or by name (``unused-minimum``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from slalang.diagnostics import Kind
from slalang.workspace.files import CallError

_CODE = re.compile(r"SLA\d{0,3}", re.IGNORECASE)


def names(selector: str, kind: Kind) -> bool:
    """Whether the selector means findings of this kind."""
    if _CODE.fullmatch(selector):
        return kind.code.startswith(selector.upper())
    return kind.name == selector.lower()


def named_by(selectors: Iterable[str], kind: Kind) -> bool:
    """Whether one of the selectors means findings of this kind."""
    return any(names(selector, kind) for selector in selectors)


def require_known(selectors: Iterable[str], kinds: Sequence[Kind], said_by: str) -> None:
    """Raises ``CallError`` for a selector that means none of the kinds; ``said_by`` is where it stands."""
    for selector in selectors:
        if not any(names(selector, kind) for kind in kinds):
            near = likely(selector, kinds)
            hint = f"; did you mean `{near}`?" if near else "; `sla rule` lists them all"
            raise CallError(f"{said_by}: no finding is called `{selector}`{hint}")


def likely(selector: str, kinds: Sequence[Kind]) -> str | None:
    """What somebody may have meant who wrote a selector that means nothing."""
    from difflib import get_close_matches

    words = get_close_matches(selector.lower(), [kind.name for kind in kinds], n=1)
    codes = get_close_matches(selector.upper(), [kind.code for kind in kinds], n=1)
    return next(iter((*words, *codes)), None)


def known_kinds() -> tuple[Kind, ...]:
    """Every kind of finding there is, in the order of codes. Only codes and names are told."""
    from slalang.diagnostics.pages import kept_names
    from slalang.rules.explanations import rule_kinds

    told = {*kept_names(), *((kind.code, kind.name) for kind in rule_kinds())}
    return tuple(Kind(code, name) for code, name in sorted(told))
