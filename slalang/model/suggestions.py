"""What somebody may have meant: the nearest of the names or values that exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN = 12


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known word nearest to the written one, or ``None`` where none is near."""
    by_folded = {word.casefold(): word for word in sorted(known, reverse=True)}
    found = get_close_matches(written.casefold(), by_folded, n=1)
    return by_folded[found[0]] if found else None


def listed(words: Iterable[str], joiner: str = "and") -> str:
    """The words in backticks as a sentence lists them, the first dozen where there are many."""
    quoted = [f"`{word}`" for word in words]
    if len(quoted) > _SHOWN:
        return f"{', '.join(quoted[:_SHOWN])} {joiner} {len(quoted) - _SHOWN} more"
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {joiner} {quoted[-1]}"


def did_you_mean(written: str, known: Iterable[str], owner: str) -> str | None:
    """The help for an unknown word: the nearest known one, or all that ``owner`` has."""
    words = sorted(known)
    near = nearest(written, words)
    if near is not None:
        return f"did you mean `{near}`?"
    return f"{owner} {listed(words)}" if words else None
