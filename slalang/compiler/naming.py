"""One name for everything in a plan, though two files may declare the same one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import PurePosixPath

from slalang.model.contract import Declaration, Scope


class Naming:
    """The names that the agreement's own file uses stand; what it cannot name is told apart by its file."""

    def __init__(self, scope: Scope) -> None:
        local = {**scope.imported, **scope.own}
        self._names = {declaration: name for name, declaration in local.items()}
        self._taken = set(local)

    def of(self, declaration: Declaration) -> str:
        """The name of a declaration: as the agreement's file has it, else its own, else ``file.name``."""
        if declaration not in self._names:
            stem = PurePosixPath(declaration.path).stem
            free = declaration.name not in self._taken
            self._names[declaration] = (
                self._take(declaration.name) if free else self.free(f"{stem}.{declaration.name}")
            )
        return self._names[declaration]

    def free(self, wanted: str) -> str:
        """A name nothing else has: as wanted, or with a number."""
        numbered = (f"{wanted}.{number}" for number in count(2))
        return self._take(wanted if wanted not in self._taken else next(self._untaken(numbered)))

    def numbered(self, wanted: str) -> str:
        """A name for something the contract gives no name to: ``uptime.exclude.1``."""
        return self._take(next(self._untaken(f"{wanted}.{number}" for number in count(1))))

    def _untaken(self, names: Iterable[str]) -> Iterator[str]:
        return (name for name in names if name not in self._taken)

    def _take(self, name: str) -> str:
        self._taken.add(name)
        return name
