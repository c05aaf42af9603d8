"""Services whose parts are shared in too many ways to be reckoned with.

What it finds
    A promise for a service that rests on so many others, on many of them in more than one way, that what
    they come to together is not worked out: there are too many ways in which it can fail.

Why it matters
    Nothing is compared with such a promise, so it may be above what its services can reach.

Bad
    service a
    service b
    service c
    service d
    service e
    service f
    service g
    service h
    service i
    service j
    service k
    service l
    service reading needs at least 6 of (a, b, c, d, e, f, g, h, i, j, k, l)
    service writing needs at least 8 of (a, b, c, d, e, f, g, h, i, j, k, l)
    service api needs reading and (writing or a)
    objective uptime of api each month {
      target >= 99.9%
      no data counts as met
    }
    objective a_uptime measures uptime of a each month {
      target >= 99.9%
      no data counts as met
    }

Good
    service a
    service b
    service c
    service d
    service e
    service f
    service g
    service h
    service i
    service j
    service k
    service l
    service api needs at least 6 of (a, b, c, d, e, f, g, h, i, j, k, l)
    objective uptime of api each month {
      target >= 99.9%
      no data counts as met
    }
    objective a_uptime measures uptime of a each month {
      target >= 99.9%
      no data counts as met
    }

How to fix
    Declare what belongs together as a service of its own, and have that promised.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.rules.underneath import ceilings_of, place_of

TOO_MUCH_SHARED = Kind("SLA220", "too-much-shared", Severity.INFO)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for promises that could not be compared."""
    for ceiling in ceilings_of(survey):
        if ceiling.verdict == "too much shared":
            standing = ceiling.standing
            name, service = standing.promise.objective.name, standing.service.name
            yield Diagnostic(
                TOO_MUCH_SHARED,
                f"`{name}` of `{service}` is not compared with what is promised underneath: it rests on "
                f"{len(standing.structure.leaves)} services, and on too many of them in more than one way",
                Label(place_of(standing), "not compared"),
                (Label(standing.service.span, f"`{service}` is declared here"),),
                help="declare what belongs together as a service of its own, and have that promised",
            )


RULE = Rule((TOO_MUCH_SHARED,), check)
