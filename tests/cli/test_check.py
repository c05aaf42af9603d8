"""``sla check``: what is shown of what is found, in which form, and with which exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from tests.cli.calling import CONTRACT, Done, call

Check = Callable[..., Done]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Calls ``sla check`` in a folder that holds one contract."""
    (tmp_path / "acme.sla").write_text(CONTRACT, encoding="utf-8")
    return lambda *arguments: call(tmp_path, monkeypatch, "check", *arguments)


def codes(done: Done) -> list[str]:
    """The codes that were printed in the concise format."""
    return [line.split()[1] for line in done.out.splitlines() if line.startswith("acme.sla:")]


def concise(check: Check, *arguments: str) -> list[str]:
    return codes(check("--output-format", "concise", *arguments))


# --- which findings ----------------------------------------------------------------------------


def test_everything_is_shown_where_nothing_is_said(check: Check) -> None:
    assert concise(check) == ["SLA701", "SLA209"]


@pytest.mark.parametrize("selector", ["SLA701", "sla7", "unused-declaration", "SLA702,SLA701"])
def test_findings_are_selected_by_code_by_its_beginning_and_by_name(check: Check, selector: str) -> None:
    assert concise(check, "--select", selector) == ["SLA701"]


def test_what_is_ignored_is_not_shown_even_if_it_is_selected(check: Check) -> None:
    assert concise(check, "--ignore", "SLA7") == ["SLA209"]
    assert concise(check, "--select", "SLA7", "--select", "SLA2", "--ignore", "unused-minimum") == ["SLA701"]


def test_a_name_that_is_none_is_a_mistake_of_the_call(check: Check) -> None:
    done = check("--select", "unused-minimun")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "sla: --select: no finding is called `unused-minimun`; did you mean `unused-minimum`?\n"
    )


def test_an_error_of_form_or_meaning_is_always_shown(check: Check, tmp_path: Path) -> None:
    (tmp_path / "acme.sla").write_text(CONTRACT.replace("target  <=", "target  =<"), encoding="utf-8")
    assert "SLA008" in concise(check, "--select", "SLA7", "--ignore", "SLA0")


# --- formats -----------------------------------------------------------------------------------


def test_several_formats_at_once(check: Check, tmp_path: Path) -> None:
    done = check(
        *("--output-format", "concise"),
        *("--output-format", "sarif:out.sarif"),
        *("--output-format", "junit:out.xml"),
        *("--output-format", "json:out.json"),
    )
    assert codes(done) == ["SLA701", "SLA209"]
    assert len(json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"]) == 2
    assert len(ElementTree.parse(tmp_path / "out.xml").findall(".//testcase")) == 2
    assert json.loads((tmp_path / "out.json").read_text())["summary"]["warning"] == 2


def test_annotations_come_after_the_text_for_people(check: Check) -> None:
    out = check("--output-format", "github").out
    assert out.startswith("warning[SLA701 unused-declaration]: nothing uses")
    assert out.splitlines()[-1].startswith("::warning file=acme.sla,line=20,")


def test_two_formats_for_programs_do_not_mix(check: Check) -> None:
    done = check("--output-format", "json", "--output-format", "sarif")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "sla: json and sarif would mix on one screen: give one a path, as in sarif:found.sarif\n"
    )


def test_a_format_that_is_none(check: Check) -> None:
    done = check("--output-format", "jsn")
    assert done.code == 2
    assert "`jsn` is no format of findings" in done.err
    assert "did you mean `json`?" in done.err


def test_a_path_that_cannot_be_written(check: Check) -> None:
    done = check("--output-format", "json:nowhere/out.json")
    assert (done.code, done.err) == (
        2,
        "sla: cannot write `nowhere/out.json`: the folder does not exist\n",
    )


def test_a_report_is_written_whole_over_an_old_one(check: Check, tmp_path: Path) -> None:
    old = tmp_path / "out.json"
    old.write_text("old")
    old.chmod(0o640)
    (tmp_path / "link.json").symlink_to(old)
    check("--output-format", "json:link.json")
    assert json.loads(old.read_text())["format_version"] == 1
    assert old.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link.json").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".sla_cache",
        "acme.sla",
        "link.json",
        "out.json",
    ]


def test_a_device_is_written_to_as_it_is(check: Check) -> None:
    assert check("--output-format", "json:/dev/null").code == 0
    assert Path("/dev/null").is_char_device()


# --- exit codes --------------------------------------------------------------------------------


def test_warnings_fail_only_where_they_are_to(check: Check, tmp_path: Path) -> None:
    assert check().code == 0
    assert check("--fail-on", "warning").code == 1
    (tmp_path / "sla.toml").write_text('fail-on = "warning"\n')
    assert check().code == 1
    assert check("--fail-on", "error").code == 0


@pytest.mark.parametrize("format", ["full", "concise", "json", "github", "gitlab", "sarif", "junit"])
def test_no_format_changes_a_code(check: Check, format: str) -> None:
    assert check("--output-format", format).code == 0
    assert check("--output-format", format, "--fail-on", "warning").code == 1


def test_nothing_to_check_is_a_mistake_of_the_call(check: Check, tmp_path: Path) -> None:
    (tmp_path / "acme.sla").unlink()
    assert check().code == 2
    assert check("--allow-empty").code == 0
    assert check("nowhere.sla").err == "sla: `nowhere.sla` does not exist\n"


# --- settings ----------------------------------------------------------------------------------


def test_settings_of_the_project(check: Check, tmp_path: Path) -> None:
    (tmp_path / "sla.toml").write_text(
        'ignore = ["SLA7"]\n\n[severity]\nSLA2 = "info"\nunused-minimum = "error"\n', encoding="utf-8"
    )
    done = check("--output-format", "json")
    assert done.code == 1
    assert [(each["code"], each["severity"]) for each in json.loads(done.out)["findings"]] == [
        ("SLA209", "error")
    ]


def test_ignores_by_file(check: Check, tmp_path: Path) -> None:
    (tmp_path / "sla.toml").write_text('[per-file-ignores]\n"ac*.sla" = ["unused-minimum"]\n')
    assert concise(check) == ["SLA701"]
    (tmp_path / "sla.toml").write_text('[per-file-ignores]\n"old/*" = ["unused-minimum"]\n')
    assert concise(check) == ["SLA701", "SLA209"]


def test_which_settings_hold_and_who_said_them(check: Check, tmp_path: Path) -> None:
    (tmp_path / "sla.toml").write_text('ignore = ["SLA7"]\nbaseline = "old.json"\n')
    done = check("--show-settings", "--select", "SLA2", "--select", "SLA4")
    assert done.code == 0
    assert done.out == (
        f"settings from {tmp_path}/sla.toml\n"
        "select           = SLA2, SLA4  (--select)\n"
        "ignore           = SLA7  (sla.toml)\n"
        "fail-on          = error  (default)\n"
        f"baseline         = {tmp_path}/old.json  (sla.toml)\n"
        "severity         = as in the catalogue  (default)\n"
        "per-file-ignores = none  (default)\n"
    )


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ('ingore = ["SLA7"]', "there is no setting `ingore`; did you mean `ignore`?"),
        ("colour = true", "there is no setting `colour`; there are select, ignore, fail-on"),
        ('ignore = "SLA7"', "`ignore` must be a list of texts"),
        ('fail-on = "info"', "`fail-on` must be one of error, warning, and is `info`"),
        ("baseline = 3", "`baseline` must be a text"),
        ('severity = "error"', "`severity` must be a table"),
        ('severity = { SLA2 = "fatal" }', "`severity` of `SLA2` must be one of error, warning, info"),
        ('per-file-ignores = { "*" = "SLA2" }', "`per-file-ignores` must be a list of texts"),
        ("ignore = [", "is no TOML: "),
        ('ignore = ["unused-minimun"]', "`ignore` in sla.toml: no finding is called `unused-minimun`"),
        ('severity = { nothing = "info" }', "`severity` in sla.toml: no finding is called `nothing`"),
    ],
)
def test_settings_that_are_wrong(check: Check, tmp_path: Path, said: str, message: str) -> None:
    (tmp_path / "sla.toml").write_text(said)
    done = check()
    assert (done.code, done.out) == (2, "")
    assert message in done.err


# --- ignores -----------------------------------------------------------------------------------


def with_comment(tmp_path: Path, comment: str, clause: str = "    minimum <= 2%") -> None:
    (tmp_path / "acme.sla").write_text(CONTRACT.replace(clause, f"{clause} {comment}"), encoding="utf-8")


def test_a_day_is_judged_by_the_day_that_is_given(check: Check, tmp_path: Path) -> None:
    with_comment(tmp_path, "# sla: ignore[unused-minimum] until 2026-07-01 because the board decides")
    assert concise(check, "--as-of", "2026-06-30") == ["SLA701"]
    assert concise(check, "--as-of", "2026-07-01") == ["SLA701", "SLA209", "SLA035"]


def test_a_day_that_nobody_judges_is_told(check: Check, tmp_path: Path) -> None:
    with_comment(tmp_path, "# sla: ignore[unused-minimum] until 2026-07-01 because the board decides")
    done = check("--output-format", "concise")
    assert codes(done) == ["SLA701"]
    assert done.err == "1 ignore with a last day: give --as-of DATE to judge it.\n"


def test_a_day_that_is_none(check: Check) -> None:
    done = check("--as-of", "tomorrow")
    assert (done.code, done.err) == (
        2,
        "sla: --as-of takes a day such as 2026-03-01, and `tomorrow` is none\n",
    )


def test_other_verbs_take_the_same_findings_to_be_set_aside(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = CONTRACT.replace("above 1%", "below 1%").replace("indicator unwanted", "# indicator unwanted")
    (tmp_path / "acme.sla").write_text(wrong, encoding="utf-8")
    (finding,) = [line for line in check("--output-format", "concise").out.splitlines() if "SLA207" in line]
    assert call(tmp_path, monkeypatch, "compile", "acme.sla").code == 1
    aside = "    target  <= 1% # sla: ignore[SLA207] because both sides want it so"
    (tmp_path / "acme.sla").write_text(wrong.replace("    target  <= 1%", aside), encoding="utf-8")
    assert call(tmp_path, monkeypatch, "compile", "acme.sla").code == 0, finding


# --- baselines ---------------------------------------------------------------------------------


def test_old_findings_are_silent_and_new_ones_are_shown(check: Check, tmp_path: Path) -> None:
    done = check("--baseline", "old.json", "--write-baseline")
    assert (done.code, done.out, done.err) == (0, "", "wrote 2 findings to old.json\n")
    assert concise(check, "--baseline", "old.json") == []
    moved = "# moved by a comment\n\n" + CONTRACT.replace("minimum <= 2%", "minimum <= 3%")
    (tmp_path / "acme.sla").write_text(moved + "\nservice idle\n", encoding="utf-8")
    assert concise(check, "--baseline", "old.json") == ["SLA701"]


def test_a_baseline_is_as_its_schema_says(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check("--baseline", "old.json", "--write-baseline")
    schema = json.loads(call(tmp_path, monkeypatch, "schema", "baseline").out)
    Draft202012Validator.check_schema(schema)
    stored = json.loads((tmp_path / "old.json").read_text())
    Draft202012Validator(schema).validate(stored)
    assert [entry["clause"] for entry in stored["findings"]] == [
        "agreement acme/objective errors/minimum",
        "indicator unwanted",
    ]


def test_findings_that_are_gone_are_told(check: Check, tmp_path: Path) -> None:
    (tmp_path / "sla.toml").write_text('baseline = "old.json"\n')
    check("--write-baseline")
    (tmp_path / "acme.sla").write_text(CONTRACT.replace("    minimum <= 2%\n", ""), encoding="utf-8")
    done = check()
    assert (done.code, done.out) == (0, "1 file checked, nothing found.\n")
    assert done.err == "1 finding of `old.json` gone: shrink it with --write-baseline.\n"
    check("--write-baseline")
    assert check().err == ""


def test_files_that_were_not_checked_are_not_taken_to_be_mended(check: Check, tmp_path: Path) -> None:
    (tmp_path / "other.sla").write_text(CONTRACT.replace("acme", "other"), encoding="utf-8")
    check("--baseline", "old.json", "--write-baseline")
    assert check("acme.sla", "--baseline", "old.json").err == ""
    (tmp_path / "other.sla").unlink()
    assert "2 findings of" in check("acme.sla", "--baseline", "old.json").err


def test_a_baseline_holds_from_any_folder(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check("--baseline", "old.json", "--write-baseline")
    (tmp_path / "inner").mkdir()
    done = call(tmp_path / "inner", monkeypatch, "check", "..", "--baseline", "../old.json")
    assert done.out == "1 file checked, nothing found.\n"


def test_an_error_of_form_or_meaning_is_in_no_baseline(check: Check, tmp_path: Path) -> None:
    (tmp_path / "acme.sla").write_text(CONTRACT.replace("timezone", "timezoen"), encoding="utf-8")
    done = check("--baseline", "old.json", "--write-baseline", "--output-format", "concise")
    assert done.code == 1
    assert codes(done) == ["SLA002"]
    assert "SLA002" not in (tmp_path / "old.json").read_text()


@pytest.mark.parametrize("stored", ["", "[]", "{}", '{"format_version": 9, "findings": []}'])
def test_a_baseline_that_is_none(check: Check, tmp_path: Path, stored: str) -> None:
    (tmp_path / "old.json").write_text(stored)
    done = check("--baseline", "old.json")
    assert (done.code, done.out) == (2, "")
    assert "old.json" in done.err


def test_a_baseline_that_is_not_there(check: Check) -> None:
    done = check("--baseline", "old.json")
    assert done.code == 2
    assert "--write-baseline makes one" in done.err
    assert check("--write-baseline").code == 2


# --- fixes -------------------------------------------------------------------------------------

FAULTY = CONTRACT.replace("target  <= 1%", "target  =< 1%;").replace('timezone "UTC"', "timezone “UTC”")


def test_fixes_are_put_in_and_seen_to_work(check: Check, tmp_path: Path) -> None:
    (tmp_path / "acme.sla").write_text(FAULTY, encoding="utf-8")
    done = check("--fix", "--output-format", "concise")
    assert codes(done) == ["SLA701", "SLA209"]
    assert done.err == "3 findings fixed.\n"
    assert (tmp_path / "acme.sla").read_text(encoding="utf-8") == CONTRACT


def test_a_difference_is_printed_and_nothing_is_written(check: Check, tmp_path: Path) -> None:
    (tmp_path / "acme.sla").write_text(FAULTY, encoding="utf-8")
    done = check("--fix", "--diff")
    assert done.code == 1
    assert "-    target  =< 1%;\n" in done.out
    assert "+    target  <= 1%\n" in done.out
    assert done.err == "3 findings would be fixed.\n"
    assert (tmp_path / "acme.sla").read_text(encoding="utf-8") == FAULTY


def test_fixes_that_change_what_is_promised_wait_for_being_asked_for(check: Check, tmp_path: Path) -> None:
    guessed = CONTRACT.replace("0.01 EUR", "0.01 EUE")
    (tmp_path / "acme.sla").write_text(guessed, encoding="utf-8")
    assert check("--fix").code == 1
    assert (tmp_path / "acme.sla").read_text(encoding="utf-8") == guessed
    check("--fix", "--unsafe-fixes")
    assert (tmp_path / "acme.sla").read_text(encoding="utf-8") == CONTRACT


def test_only_what_is_shown_is_fixed_and_only_in_files_asked_for(check: Check, tmp_path: Path) -> None:
    idle = "# sla: ignore[target-on-wrong-side] because of nothing\nservice idle\n"
    (tmp_path / "acme.sla").write_text(CONTRACT + idle, encoding="utf-8")
    check("--fix", "--ignore", "unused-ignore")
    assert (tmp_path / "acme.sla").read_text(encoding="utf-8") == CONTRACT + idle
    check("--fix")
    assert (tmp_path / "acme.sla").read_text(encoding="utf-8") == CONTRACT + "service idle\n"
