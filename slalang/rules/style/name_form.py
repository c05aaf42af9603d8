"""Names in another form than the rest.

What it finds
    A declaration or an objective with capitals in its name: `Uptime`, `repairTime`, `P99`.

Why it matters
    Names stand in statements, in commands and in the contracts that import them. `Uptime` and `uptime` are
    two names, and a reader takes them for one.

Bad
    indicator repairTime = mean(length over incident where severity = 1) else 0s
    objective repairTime each month {
      target <= 4h
    }

Good
    indicator repair_time "Time to repair" = mean(length over incident where severity = 1) else 0s
    objective repair_time each month {
      target <= 4h
    }

How to fix
    Write the name in small letters, with `_` between its words; how it is to read in statements can be said
    in a title. Values of a field, such as `P1`, are as the log has them.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.descent import every
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

NAME_FORM = Kind("SLA702", "name-not-in-small-letters", Severity.INFO)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks at the names that the file gives."""
    for _, declaration in survey.declarations():
        named = every(nodes.Objective, declaration.node)
        own = [each.name for each in named if each.measures]
        for name in (declaration.node.name, *own):
            if name.text != name.text.lower():
                yield _finding(name)


def _finding(name: nodes.Name) -> Diagnostic:
    right = _in_small_letters(name.text)
    return Diagnostic(
        NAME_FORM,
        f"`{name.text}` has capitals, and names are in small letters",
        Label(name.span, f"better `{right}`"),
        help=f"write `{right}` wherever it is used",
    )


def _in_small_letters(text: str) -> str:
    """The words of the name with `_` between them: ``repair_time`` for ``repairTime``."""
    words = [text[0]]
    for before, letter, after in zip(text, text[1:], f"{text[2:]} ", strict=False):
        begins = letter.isupper() and (before.islower() or (before.isupper() and after.islower()))
        words.append(f"_{letter}" if begins else letter)
    return "".join(words).lower()


RULE = Rule((NAME_FORM,), check)
