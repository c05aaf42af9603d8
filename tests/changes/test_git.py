"""Comparing with what git has: how revisions are found, and what the command ends with."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slalang.cli import sla
from tests.changes.test_formats import CASES

CONTRACT = (CASES / "target" / "before" / "acme.sla").read_text(encoding="utf-8")


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    ran = subprocess.run(["git", "-C", str(folder), *identity, *arguments], capture_output=True, check=True)
    return ran.stdout.decode().strip()


def commit(folder: Path, text: str) -> None:
    (folder / "acme.sla").write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "change")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit on ``main``, tagged ``v1``, and a stricter target not committed yet."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, CONTRACT)
    git(folder, "tag", "v1")
    (folder / "acme.sla").write_text(CONTRACT.replace(">= 99.5%", ">= 99.9%"), encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(sla, ["diff", *arguments])


@pytest.mark.parametrize(
    "arguments",
    [
        ("--against", "main"),
        ("--against", "v1"),
        ("--against", "HEAD"),
        ("--against", ".git#branch=main"),
        ("--against", ".git#tag=v1"),
        ("--against", "main", "acme.sla"),
        ("main:acme.sla", "acme.sla"),
        ("v1:./acme.sla", "acme.sla"),
        ("main", "."),
        (".git#tag=v1", "acme.sla:acme"),
    ],
)
def test_every_way_to_name_a_revision(repository: Path, arguments: tuple[str, ...]) -> None:
    result = diff(*arguments)
    assert result.exit_code == 0, result.output
    assert "- target >= 99.5%" in result.output
    assert "+ target >= 99.9%" in result.output
    assert git(repository, "status", "--porcelain") == "M acme.sla"


def test_the_exit_code_says_whether_anything_changed(repository: Path) -> None:
    assert diff("--against", "main", "--exit-code").exit_code == 1
    (repository / "acme.sla").write_text(f"# {CONTRACT}".replace("# language", "# a note\nlanguage"))
    unchanged = diff("--against", "main", "--exit-code")
    assert (unchanged.exit_code, unchanged.output) == (0, "no change in 1 agreement.\n")


def test_what_cannot_be_read_ends_with_2(repository: Path) -> None:
    (repository / "acme.sla").write_text(CONTRACT.replace("time(downtime)", "time(down)"))
    for option in ([], ["--exit-code"]):
        result = diff("--against", "main", *option)
        assert result.exit_code == 2
        assert "NOT COMPARED  agreement `acme` of the work tree" in result.output


def test_a_remote_branch_stands_in_for_a_local_one(repository: Path, tmp_path: Path) -> None:
    git(repository, "stash", "-q")
    git(repository, "branch", "release")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(repository), str(clone))
    (clone / "acme.sla").write_text(CONTRACT.replace(">= 99.5%", ">= 99.9%"))
    for ref in ("release", ".git#branch=release"):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(clone)
            assert "+ target >= 99.9%" in diff("--against", ref).output


def test_a_missing_revision_is_named_with_what_was_tried(repository: Path, tmp_path: Path) -> None:
    result = diff("--against", "v2")
    assert result.exit_code == 2
    assert "git has no revision `v2` here (looked for `v2` and `origin/v2`)" in result.output
    assert "git has no revision `v2`" in diff("v2:acme.sla", "acme.sla").output


def test_a_shallow_clone_is_told_how_to_have_more(repository: Path, tmp_path: Path) -> None:
    git(repository, "commit", "-q", "-a", "-m", "second")
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-tags", f"file://{repository}", str(clone))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(clone)
        assert "fetch-depth: 0" in diff("--against", "v1").output


def test_a_folder_without_git_is_a_fault_of_the_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    result = diff("--against", "main")
    assert result.exit_code == 2
    assert "is in no git repository" in result.output


def test_new_and_removed_agreements_are_told(repository: Path) -> None:
    git(repository, "checkout", "-q", "--", ".")
    (repository / "other.sla").write_text(CONTRACT.replace("agreement acme", "agreement other"))
    (repository / "acme.sla").unlink()
    result = diff("--against", "main")
    assert "other, Acme, was `acme`" in result.output
    (repository / "other.sla").write_text(
        CONTRACT.replace("agreement acme", "agreement other").replace("99.5%", "99.6%")
    )
    result = diff("--against", "main")
    assert "acme, Acme, removed" in result.output
    assert "other, Acme, added" in result.output
