"""What a project wants to see: the nearest ``sla.toml``, or ``[tool.sla]`` of a ``pyproject.toml``.

A flag of the call takes the place of the same setting. Every setting knows who said it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from slalang.diagnostics import Kind, Severity
from slalang.values import Frozen, replace, value
from slalang.workspace.files import CallError
from slalang.workspace.selectors import require_known

Selectors: TypeAlias = tuple[str, ...]

KEYS = ("select", "ignore", "fail-on", "baseline", "severity", "per-file-ignores")
FAIL_ON = ("error", "warning")
_DEFAULT = "default"


@value
class Settings(Frozen):
    """What is shown of what is found, and how much it weighs.

    ``select`` are the findings that are shown (all where it is empty), ``ignore`` those that are not.
    ``severity`` and ``per_file_ignores`` go by selector and by pattern; patterns are relative to ``home``.
    ``fail_on`` is the least severity that fails. ``file`` is where they were read from, ``said_by`` who said
    each of them.
    """

    home: Path
    file: str | None
    select: Selectors
    ignore: Selectors
    fail_on: str
    baseline: Path | None
    severity: Mapping[str, Severity]
    per_file_ignores: Mapping[str, Selectors]
    said_by: Mapping[str, str]

    @property
    def selectors(self) -> Mapping[str, tuple[str, ...]]:
        """What the settings name, by setting; empty where they name nothing."""
        per_file = tuple(each for those in self.per_file_ignores.values() for each in those)
        said = {"select": self.select, "ignore": self.ignore, "severity": (*self.severity,)}
        return {key: those for key, those in {**said, "per-file-ignores": per_file}.items() if those}

    def require_known_selectors(self, kinds: Sequence[Kind]) -> None:
        """Raises ``CallError`` where a setting names a finding that there is not."""
        for key, selectors in self.selectors.items():
            said_by = self.said_by[key]
            require_known(selectors, kinds, said_by if said_by == f"--{key}" else f"`{key}` in {said_by}")

    def described(self) -> str:
        """Each setting with who said it, a line each."""
        shown = {
            "select": ", ".join(self.select) or "everything",
            "ignore": ", ".join(self.ignore) or "nothing",
            "fail-on": self.fail_on,
            "baseline": str(self.baseline or "none"),
            "severity": ", ".join(f"{each} = {weight.value}" for each, weight in self.severity.items())
            or "as in the catalogue",
            "per-file-ignores": "; ".join(
                f"{pattern}: {', '.join(those)}" for pattern, those in self.per_file_ignores.items()
            )
            or "none",
        }
        lines = [f"settings from {self.file or 'no file: there is no sla.toml and no [tool.sla] above'}"]
        lines += [f"{key:<16} = {said}  ({self.said_by.get(key, _DEFAULT)})" for key, said in shown.items()]
        return "\n".join(lines) + "\n"


def read_settings(folder: Path) -> Settings:
    """The settings that hold in a folder. Raises ``CallError`` for what cannot be read or is unknown."""
    for home in (folder, *folder.parents):
        for place in (home / "sla.toml", home / "pyproject.toml"):
            said = _said_in(place) if place.is_file() else None
            if said is not None:
                return _settings(said, home, place)
    return _settings({}, folder, None)


def with_flags(settings: Settings, **flags: Any) -> Settings:
    """The settings with those that flags of the call replace; ``None`` or nothing replaces none."""
    given: dict[str, Any] = {key: flag for key, flag in flags.items() if flag}
    said_by = {key.replace("_", "-"): f"--{key.replace('_', '-')}" for key in given}
    return replace(settings, **given, said_by={**settings.said_by, **said_by})


def _said_in(place: Path) -> Mapping[str, Any] | None:
    """What a file says about slalang, ``None`` where it is about other things."""
    try:
        stored = place.read_bytes()
        if place.name == "pyproject.toml" and b"tool" not in stored:
            return None
        import tomllib

        whole = tomllib.loads(stored.decode("utf-8"))
    except OSError as error:
        raise CallError(f"`{place}` cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise CallError(f"`{place}` is no TOML: {error}") from None
    return whole if place.name == "sla.toml" else _table(whole.get("tool", {}), place).get("sla")


def _settings(said: Mapping[str, Any], home: Path, place: Path | None) -> Settings:
    for key in _table(said, place):
        if key not in KEYS:
            raise CallError(f"`{place}`: there is no setting `{key}`{_meant(key)}")
    reader = _Reader(said, place)
    return Settings(
        home=home,
        file=None if place is None else str(place),
        select=reader.texts("select"),
        ignore=reader.texts("ignore"),
        fail_on=reader.one_of("fail-on", FAIL_ON) or FAIL_ON[0],
        baseline=reader.path("baseline", home),
        severity=reader.severities(),
        per_file_ignores=reader.patterns(),
        said_by=dict.fromkeys(said, place.name if place else ""),
    )


def _table(said: object, place: Path | None) -> Mapping[str, Any]:
    if not isinstance(said, Mapping):
        raise CallError(f"`{place}`: the settings of slalang must be a table")
    return said


def _meant(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, KEYS, n=1)
    return f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(KEYS)}"


class _Reader:
    """Reads settings, each of the type it must have."""

    def __init__(self, said: Mapping[str, Any], place: Path | None) -> None:
        self.said = said
        self.place = place

    def text(self, key: str) -> str | None:
        found = self.said.get(key)
        if found is not None and not isinstance(found, str):
            raise self._wrong(key, "must be a text")
        return found

    def path(self, key: str, home: Path) -> Path | None:
        found = self.text(key)
        return None if found is None else home / found

    def one_of(self, key: str, known: tuple[str, ...]) -> str | None:
        found = self.text(key)
        if found is not None and found not in known:
            raise self._wrong(key, f"must be one of {', '.join(known)}, and is `{found}`")
        return found

    def texts(self, key: str) -> Selectors:
        return self._texts(key, self.said.get(key, []))

    def patterns(self) -> Mapping[str, Selectors]:
        key = "per-file-ignores"
        return {pattern: self._texts(key, those) for pattern, those in self._subtable(key).items()}

    def severities(self) -> Mapping[str, Severity]:
        known = [severity.value for severity in Severity]
        found = self._subtable("severity")
        for selector, weight in found.items():
            if weight not in known:
                raise self._wrong("severity", f"of `{selector}` must be one of {', '.join(known)}")
        return {selector: Severity(weight) for selector, weight in found.items()}

    def _subtable(self, key: str) -> Mapping[str, Any]:
        found = self.said.get(key, {})
        if not isinstance(found, Mapping):
            raise self._wrong(key, "must be a table")
        return found

    def _texts(self, key: str, found: object) -> Selectors:
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise self._wrong(key, "must be a list of texts")
        return tuple(found)

    def _wrong(self, key: str, problem: str) -> CallError:
        return CallError(f"`{self.place}`: `{key}` {problem}")
