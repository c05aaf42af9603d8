"""``sla test``: run the test blocks of agreements."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from slalang.cli.findings import format_option, refuse, report, require_formats
from slalang.workspace.checking import Checked, check_paths
from slalang.workspace.files import CallError
from slalang.workspace.trials import TrialResult, run_trials


@click.command("test")
@click.argument("paths", nargs=-1)
@format_option
@click.option("--allow-empty", is_flag=True, help="No test at all is no error.")
def command(paths: tuple[str, ...], formats: tuple[str, ...], allow_empty: bool) -> None:
    """Run the tests in PATHS (files and folders; the current folder where none is named).

    Exit codes: 0 all pass, 1 one fails or an agreement has errors, 2 nothing to run.

    \b
    Examples:
      sla test
      sla test agreements --output-format junit:tests.xml
    """
    require_formats(formats)
    try:
        checked = check_paths(paths or (".",), Path.cwd())
    except CallError as problem:
        refuse(problem)
    if checked.failed:
        report(checked.diagnostics, formats)
        sys.exit(1)
    results = tuple(_run(checked, quiet=bool(formats)))
    if not results and not allow_empty:
        refuse("no test found; --allow-empty accepts that")
    if formats:
        _report(results, formats)
    failed = sum(not each.passed for each in results)
    click.echo(f"{len(results) - failed} passed, {failed} failed", err=bool(formats))
    sys.exit(1 if failed else 0)


def _report(results: tuple[TrialResult, ...], formats: tuple[str, ...]) -> None:
    """The findings of all tests, each with the title of its test, in the formats asked for.

    For a build server every test is a case, also one in which nothing was found.
    """
    from slalang.diagnostics.to_junit import Case, report_cases

    found = [
        replace(finding, message=f"in test `{each.title}`: {finding.message}")
        for each in results
        for finding in each.findings
    ]
    cases = [Case(each.path, each.title, each.findings) for each in results]
    report(found, formats, texts={"junit": report_cases(cases)})


def _run(checked: Checked, quiet: bool) -> list[TrialResult]:
    from slalang.diagnostics.to_text import describe

    results = []
    for result in run_trials(checked.project, checked.contracts.asked):
        results.append(result)
        if not quiet:
            click.echo(f"{'pass' if result.passed else 'FAIL'}  {result.agreement}: {result.title}")
            for finding in result.findings:
                click.echo(describe(finding))
    return results
