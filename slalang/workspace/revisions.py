"""Contracts as git has them: a revision is read from its objects, and the work tree is left alone."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from slalang.workspace.files import SUFFIX, CallError

_NEEDED = (SUFFIX, "sla.toml", "pyproject.toml", ".ics")
"""How the names of the files end that a check may read."""
_FILES = (b"100644", b"100755")
_LOCATED = re.compile(r"(?P<where>.*\.git)#(?P<kind>branch|tag|ref|commit)=(?P<ref>[^,]+)")


@dataclass(frozen=True)
class Revision:
    """A commit of the repository at ``root``, and the folder in it that a call stands in."""

    name: str
    commit: str
    root: Path
    prefix: str

    def write_to(self, folder: Path) -> Path:
        """Writes the contracts of the commit, and what goes with them, below a folder; gives the place there
        of the folder that the call stands in."""
        names = list(_names(self))
        for name, stored in zip(names, _stored(self, names), strict=True):
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(stored)
        (folder / ".git").mkdir()
        home = folder / self.prefix
        home.mkdir(parents=True, exist_ok=True)
        return home


def revision_of(wanted: str, folder: Path) -> Revision:
    """The revision that is meant: a branch, a tag, a commit, or ``.git#branch=main`` and the like.

    Raises ``CallError`` where there is none, saying what was looked for.
    """
    located = _LOCATED.fullmatch(wanted)
    home = (folder / located["where"]).parent if located else folder
    root, prefix = _repository(home)
    tried = _candidates(located["kind"], located["ref"]) if located else [wanted, f"origin/{wanted}"]
    for each in tried:
        found = _git(home, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{each}^{{commit}}")
        if found.returncode == 0:
            return Revision(wanted, found.stdout.decode().strip(), root, prefix)
    raise CallError(_missing(wanted, tried, home))


def has_revision(wanted: str, folder: Path) -> bool:
    """Whether there is such a revision here."""
    try:
        revision_of(wanted, folder)
    except CallError:
        return False
    return True


def _candidates(kind: str, ref: str) -> list[str]:
    if kind == "branch":
        return [f"refs/heads/{ref}", f"refs/remotes/origin/{ref}"]
    return [f"refs/tags/{ref}"] if kind == "tag" else [ref]


def _missing(wanted: str, tried: Sequence[str], home: Path) -> str:
    listed = " and ".join(f"`{each}`" for each in tried)
    message = f"git has no revision `{wanted}` here (looked for {listed})"
    shallow = _git(home, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    if shallow:
        return f"{message}; this clone is shallow: fetch more, with `fetch-depth: 0` in a workflow"
    return f"{message}; `git fetch` may bring it"


def _repository(home: Path) -> tuple[Path, str]:
    """The root of the repository around a folder, and the way from there to the folder."""
    found = _git(home, "rev-parse", "--show-toplevel", "--show-prefix")
    if found.returncode:
        said = found.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise CallError(f"`{home}` is in no git repository: {said}")
    root, _, prefix = found.stdout.decode().partition("\n")
    return Path(root), prefix.strip("\n")


# --- objects -----------------------------------------------------------------------------------


def _names(revision: Revision) -> Iterator[str]:
    """The files of the commit that a check may read; links and submodules are left out."""
    listed = _git(revision.root, "ls-tree", "-r", "-z", "--full-tree", revision.commit)
    if listed.returncode:
        raise CallError(
            f"git cannot list `{revision.name}`: {listed.stderr.decode(errors='replace').strip()}"
        )
    for entry in listed.stdout.split(b"\0"):
        about, _, name = entry.partition(b"\t")
        path = name.decode(errors="surrogateescape")
        inside = not any(part in ("..", ".git") for part in path.split("/"))
        if about[:6] in _FILES and path.endswith(_NEEDED) and inside:
            yield path


def _stored(revision: Revision, names: Sequence[str]) -> Iterator[bytes]:
    """What the commit has in each file."""
    asked = b"".join(f"{revision.commit}:{name}\n".encode(errors="surrogateescape") for name in names)
    found = _git(revision.root, "cat-file", "--batch", given=asked)
    rest = found.stdout
    for name in names:
        head, _, rest = rest.partition(b"\n")
        words = head.split()
        if len(words) != 3 or words[1] != b"blob":
            raise CallError(f"git cannot read `{name}` of `{revision.name}`: fetch more of this clone")
        size = int(words[2])
        yield rest[:size]
        rest = rest[size + 1 :]


def _git(home: Path, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Runs git in a folder: it changes nothing, asks nobody and fetches nothing."""
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    command = ["git", "-C", str(home), *arguments]
    try:
        return subprocess.run(command, input=given, capture_output=True, check=False, env=os.environ | quiet)
    except FileNotFoundError:
        raise CallError("comparing with a revision needs the program git, which was not found") from None
