"""``sla check``: what is wrong with contracts."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from slalang.cli.findings import fail_on_option, finish, format_option, refuse, report, require_formats
from slalang.cli.output import write_output
from slalang.values import Frozen, replace, value
from slalang.workspace.file_findings import Found
from slalang.workspace.files import CallError, find_files, place_of, project_root, shown_path
from slalang.workspace.finding import find
from slalang.workspace.judging import Judged, judge
from slalang.workspace.settings import Settings, read_settings, with_flags


@click.command("check")
@click.argument("paths", nargs=-1)
@click.option("--select", multiple=True, metavar="RULE", help="Show these findings only. Repeatable.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Do not show these findings. Repeatable.")
@format_option
@fail_on_option
@click.option("--as-of", metavar="DATE", help="The day on which ignores `until` a day are judged.")
@click.option("--baseline", metavar="FILE", help="Show what is not in this file of old findings.")
@click.option("--write-baseline", is_flag=True, help="Write all that is found now into the baseline.")
@click.option("--fix", "fixing", is_flag=True, help="Put in the fixes that leave every promise as it is.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix: also fixes that change what is promised.")
@click.option("--diff", is_flag=True, help="With --fix: print what would change, and write nothing.")
@click.option("--no-cache", is_flag=True, help="Remember nothing from earlier runs, and leave nothing.")
@click.option("--show-settings", is_flag=True, help="Print the settings that hold here, and who said them.")
@click.option("--allow-empty", is_flag=True, help="No agreement at all is no error.")
def command(paths: tuple[str, ...], **options: Any) -> None:
    """Check the agreements in PATHS (files and folders; the current folder where none is named).

    RULE is a code (SLA209), the beginning of codes (SLA2) or a name (unused-minimum).

    Exit codes: 0 clean, 1 a finding, 2 a path, a setting or a baseline that cannot be read, or no
    agreement.

    \b
    Examples:
      sla check
      sla check agreements --fail-on warning --output-format github
      sla check acme.sla --fix --diff
    """
    try:
        call = _call(paths or (".",), options)
        if options["show_settings"]:
            click.echo(call.settings.described(), nl=False)
            return
        _run(call, options)
    except CallError as problem:
        refuse(problem)


@value
class _Call(Frozen):
    """What is asked: which files, with which settings, as of which day."""

    files: tuple[Path, ...]
    folder: Path
    settings: Settings
    as_of: date | None
    whole: bool
    remember: bool

    def found(self, texts: Mapping[Path, str] | None = None) -> Found:
        """All that is found, with these texts in place of what is stored."""
        return find(self.files, self.folder, self.remember, texts)

    def judged(self, found: Found) -> Judged:
        """What of it is shown."""
        return judge(found, self.settings, self.folder, self.as_of, self.whole)


def _call(paths: tuple[str, ...], options: Mapping[str, Any]) -> _Call:
    require_formats(options["formats"])
    folder = Path.cwd()
    files = find_files(paths, folder)
    root = project_root(folder, files)
    return _Call(
        files=files,
        folder=folder,
        settings=_settings(folder, options),
        as_of=_day(options["as_of"]),
        whole=any(root.is_relative_to((folder / path).resolve()) for path in paths),
        remember=not options["no_cache"],
    )


def _settings(folder: Path, options: Mapping[str, Any]) -> Settings:
    """The settings of the project, with what the flags of the call say in their place."""
    return with_flags(
        read_settings(folder),
        select=_listed(options["select"]),
        ignore=_listed(options["ignore"]),
        fail_on=options["fail_on"],
        baseline=folder / options["baseline"] if options["baseline"] else None,
    )


def _listed(given: tuple[str, ...]) -> tuple[str, ...]:
    """Selectors, of which one option may have several with commas between."""
    return tuple(each.strip() for option in given for each in option.split(",") if each.strip())


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise CallError(f"--as-of takes a day such as 2026-03-01, and `{given}` is none") from None


def _run(call: _Call, options: Mapping[str, Any]) -> None:
    found = call.found()
    if not found.asked and not found.faults and not options["allow_empty"]:
        raise CallError("no .sla file found; --allow-empty accepts that")
    if options["write_baseline"]:
        _write_baseline(call, found, options["formats"])
    elif options["fixing"] or options["diff"]:
        _fix(call, found, options)
    else:
        _show(call, call.judged(found), len(found.asked), options["formats"])


def _show(call: _Call, judged: Judged, read: int, formats: tuple[str, ...]) -> NoReturn:
    """Prints what is shown, and ends the command."""
    report(judged.shown, formats)
    if not judged.shown and not formats:
        click.echo(f"{_counted(read, 'file')} checked, nothing found.")
    _tell(call, judged)
    finish(judged.shown, call.settings.fail_on)


def _tell(call: _Call, judged: Judged) -> None:
    """Says on standard error what is no finding, and should be known."""
    if judged.gone and call.settings.baseline:
        gone, file = _counted(len(judged.gone), "finding"), shown_path(call.settings.baseline, call.folder)
        click.echo(f"{gone} of `{file}` gone: shrink it with --write-baseline.", err=True)
    if judged.undated:
        dated = _counted(len(judged.undated), "ignore")
        click.echo(f"{dated} with a last day: give --as-of DATE to judge it.", err=True)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# --- what changes files ------------------------------------------------------------------------


def _write_baseline(call: _Call, found: Found, formats: tuple[str, ...]) -> NoReturn:
    from slalang.workspace.baseline import write_baseline

    path = call.settings.baseline
    if path is None:
        raise CallError("--write-baseline needs a file: give --baseline FILE, or set `baseline`")
    judged = replace(call, settings=replace(call.settings, baseline=None)).judged(found)
    try:
        number = write_baseline(path, judged.chosen, call.folder)
    except OSError as error:
        raise CallError(f"cannot write `{path}`: {(error.strerror or str(error)).lower()}") from None
    click.echo(f"wrote {_counted(number, 'finding')} to {shown_path(path, call.folder)}", err=True)
    report(judged.firm, formats)
    finish(judged.firm)


def _fix(call: _Call, found: Found, options: Mapping[str, Any]) -> NoReturn:
    from slalang.cli.difference import difference, print_exactly
    from slalang.workspace.fixing import fix

    places = {found.sources[name].path: place_of(name, found.root) for name in found.asked}
    fixed = fix(lambda texts: call.judged(call.found(texts)).shown, places, options["unsafe_fixes"])
    if options["diff"]:
        for path, after in fixed.after.items():
            print_exactly(difference(fixed.before[path], after, shown_path(path, call.folder)))
        click.echo(f"{_counted(fixed.taken, 'finding')} would be fixed.", err=True)
        sys.exit(1 if fixed.taken else 0)
    for path, after in fixed.after.items():
        write_output(path, after)
    if fixed.taken:
        click.echo(f"{_counted(fixed.taken, 'finding')} fixed.", err=True)
    _show(call, call.judged(call.found()), len(found.asked), options["formats"])
