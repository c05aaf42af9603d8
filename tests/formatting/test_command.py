"""``sla fmt`` as people call it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slalang.cli import sla

LOOSE = "language   1\nservice a# first\n"
LAID_OUT = "language 1\n\nservice a  # first\n"
FAULTY = "language 1\ntier x {\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def fmt(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(sla, ["fmt", *arguments], input=stdin)


def test_files_are_rewritten_and_named() -> None:
    loose, laid_out = write("below/loose.sla", LOOSE), write("laid_out.sla", LAID_OUT)
    before = laid_out.stat().st_mtime_ns
    result = fmt()
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "changed below/loose.sla\n2 files, 1 changed.\n"
    assert loose.read_bytes() == LAID_OUT.encode()
    assert laid_out.stat().st_mtime_ns == before
    assert sorted(os.listdir()) == ["below", "laid_out.sla"]
    assert os.listdir("below") == ["loose.sla"]


def test_permissions_and_links_stay() -> None:
    path = write("loose.sla", LOOSE)
    path.chmod(0o640)
    Path("link.sla").symlink_to(path)
    assert fmt("link.sla").exit_code == 0
    assert Path("link.sla").is_symlink()
    assert path.read_text() == LAID_OUT
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "text", [LAID_OUT.replace("\n", "\r\n"), "\ufeff" + LAID_OUT, LAID_OUT[:-1], LAID_OUT + "\n"]
)
def test_line_ends_and_the_mark_of_byte_order_are_part_of_the_layout(text: str) -> None:
    path = write("contract.sla", text)
    assert fmt("--check").exit_code == 1
    assert fmt("--diff").stdout
    assert fmt().exit_code == 0
    assert path.read_bytes() == LAID_OUT.encode()


def test_check_writes_nothing() -> None:
    path = write("loose.sla", LOOSE)
    result = fmt("--check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "would change loose.sla\n1 file, 1 would change.\n"
    assert path.read_text() == LOOSE
    write("loose.sla", LAID_OUT)
    assert fmt("--check").exit_code == fmt("--diff").exit_code == 0


def test_diff_prints_what_would_change() -> None:
    path = write("loose.sla", LOOSE[:-1])
    result = fmt("--diff")
    assert result.exit_code == 1
    assert result.stdout == (
        "--- loose.sla\n+++ loose.sla\n@@ -1,2 +1,3 @@\n-language   1\n-service a# first\n"
        "\\ No newline at end of file\n+language 1\n+\n+service a  # first\n"
    )
    assert path.read_text() == LOOSE[:-1]


def test_a_faulty_form_is_reported_and_the_others_are_laid_out() -> None:
    faulty, loose = write("faulty.sla", FAULTY), write("loose.sla", LOOSE)
    result = fmt()
    assert (result.exit_code, result.stdout) == (1, "")
    assert "SLA003" in result.stderr
    assert "2 files, 1 changed, 1 left alone." in result.stderr
    assert faulty.read_text() == FAULTY
    assert loose.read_text() == LAID_OUT


def test_what_makes_no_sense_is_no_fault_of_form() -> None:
    path = write("nonsense.sla", "language 1\n\nservice a   needs nobody\n")
    assert fmt().exit_code == 0
    assert path.read_text() == "language 1\n\nservice a needs nobody\n"


def test_bytes_that_are_no_text_are_reported() -> None:
    Path("latin.sla").write_bytes("# Größe".encode("latin-1"))
    result = fmt()
    assert result.exit_code == 1
    assert "is not UTF-8" in result.stderr


def test_standard_input_goes_to_standard_output() -> None:
    result = fmt("-", stdin=LOOSE.encode())
    assert (result.exit_code, result.stdout, result.stderr) == (0, LAID_OUT, "")
    assert fmt("-", stdin=LAID_OUT.encode()).stdout == LAID_OUT


def test_standard_input_takes_the_same_options() -> None:
    checked = fmt("-", "--check", stdin=LOOSE.encode())
    assert (checked.exit_code, checked.stdout) == (1, "")
    shown = fmt("-", "--diff", stdin=LOOSE.encode())
    assert shown.exit_code == 1
    assert shown.stdout.startswith("--- standard input\n")


@pytest.mark.parametrize(("stdin", "code"), [(FAULTY.encode(), "SLA003"), (b"\xff", "SLA031")])
def test_faulty_standard_input_gives_no_output(stdin: bytes, code: str) -> None:
    result = fmt("-", stdin=stdin)
    assert (result.exit_code, result.stdout) == (1, "")
    assert code in result.stderr


@pytest.mark.parametrize("arguments", [["missing.sla"], ["-", "loose.sla"], ["empty"], ["--chek"]])
def test_a_wrong_call_changes_nothing(arguments: list[str]) -> None:
    path = write("loose.sla", LOOSE)
    Path("empty").mkdir()
    result = fmt(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr
    assert path.read_text() == LOOSE


def test_nothing_to_lay_out_can_be_allowed() -> None:
    assert fmt("--allow-empty").exit_code == 0
