"""Every clause of the language either changes the plan or is refused by name: none is ignored."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, get_args

import pytest

from slalang.compiler.findings import CANNOT_SETTLE
from slalang.model.descent import every
from slalang.plan.plan import Plan
from slalang.source import SourceFile
from slalang.syntax import nodes, parse
from tests.compiler.contracts import PLACES, compiled, contract


@dataclass(frozen=True)
class Case:
    """A clause at a place of the small contract, and what stands there without it."""

    kind: type[nodes.Node]
    place: str
    text: str
    instead: str | None = None
    others: dict[str, str] = field(default_factory=dict)

    def contract(self, with_it: bool) -> str:
        """The contract with the clause or without it."""
        instead = PLACES[self.place] if self.instead is None else self.instead
        return contract(**{self.place: self.text if with_it else instead}, **self.others)


def of_objective(kind: type[nodes.Node], text: str, **others: str) -> Case:
    return Case(kind, "objective", text, others=others)


def of_credit(kind: type[nodes.Node], text: str, **others: str) -> Case:
    return Case(kind, "credit", f"{PLACES['credit']}\n{text}", others=others)


def of_earn_back(kind: type[nodes.Node], text: str) -> Case:
    return Case(kind, "earn back", text)


def of_agreement(kind: type[nodes.Node], text: str, **others: str) -> Case:
    return Case(kind, "agreement", text, others=others)


def of_stream(kind: type[nodes.Node], text: str, **others: str) -> Case:
    """A stream that the indicator then counts."""
    others["indicator"] = "1 - time(special) / time(period)"
    return Case(kind, "declaration", f"stream special = {text}", "stream special = incident", others)


def of_value(kind: type[nodes.Node], text: str) -> Case:
    return Case(kind, "indicator", text, PLACES["indicator"])


AT_RISK = "at risk 20% of fees\npool desk = 50% of at risk"
POINTS = "points {\nat least 2 pays 1% of fees\n}"

CASES = (
    # objectives
    of_objective(nodes.Exclude, "exclude planned"),
    of_objective(nodes.Exclude, "exclude planned or down up to 10h each contract year"),
    of_objective(nodes.Budget, "exclude planned up to 10h each month"),
    of_objective(nodes.Forgive, "forgive planned"),
    of_objective(nodes.MeasuredWhile, "measured while ticks"),
    of_objective(nodes.NoData, "no data counts as excused"),
    of_objective(nodes.LowVolume, "fewer than 20 request counts as excused"),
    of_objective(nodes.CountedWhen, "counted when started", indicator="mean(length over down) / 1000h"),
    of_objective(nodes.RoundedTo, "rounded to 0.1%"),
    of_objective(nodes.BreachWhen, "breach when minimum missed"),
    of_objective(nodes.ObjectiveCap, "cap at 20% of fees"),
    # credits
    of_credit(nodes.Rung, "below 98% pays 20% of fees"),
    of_credit(nodes.Band, "from 97% to below 99% pays 20% of fees"),
    of_credit(nodes.OnMiss, "a miss pays 5 EUR"),
    of_credit(nodes.OnBreach, "a breach pays 5 EUR"),
    of_credit(nodes.OnNthBreach, "the 2nd and later breach in 12 months pays 150% of the credit"),
    of_credit(nodes.WhenMissed, "when missed each incident pays 5 EUR"),
    of_credit(nodes.Always, "always each incident pays 5 EUR"),
    of_credit(nodes.PerLate, "when missed each late repair pays 5 EUR"),
    of_credit(nodes.PerRow, "when missed of each incident beyond 2 pays 5 EUR"),
    of_credit(nodes.PerTime, "when missed each full 30m of down in total beyond 1h pays 5 EUR"),
    of_credit(nodes.PerPoint, "when missed each exact point below target pays 5 EUR"),
    of_credit(nodes.PerPoint, "when missed each exact point below target beyond 2 pays 5 EUR"),
    of_credit(nodes.Repeat, "each further breach in a row pays double"),
    of_credit(nodes.Repeat, "each further breach in a row pays 3% of fees"),
    of_credit(nodes.AllAddUp, "all add up"),
    of_credit(nodes.Share, "below 98% pays 20% of fees of last month"),
    of_credit(nodes.Base, "below 98% pays 20% of fees of last quarter"),
    of_credit(nodes.Base, "below 98% pays 20% of fees of the last 30 days"),
    of_credit(nodes.Base, "below 98% pays 20% of fees of the last 2 months"),
    of_credit(nodes.Base, "below 98% pays 20% of desk", agreement=AT_RISK),
    of_credit(nodes.FeesFor, "below 98% pays 2 days of fees"),
    of_credit(nodes.ServiceFor, "below 98% pays 3 days of service"),
    Case(
        nodes.Points,
        "agreement",
        f"{POINTS}\nobjective second measures uptime each month {{\n"
        "target >= 99%\ncredit {\na miss pays 2 points\n}\n}",
    ),
    # earn-backs
    Case(nodes.ForMinimumMet, "eligible", "for credits of months with minimum met"),
    of_earn_back(nodes.NotForMonths, "not for credits of december, january"),
    of_earn_back(nodes.NotForChronic, "not for credits of more than 3 misses in 12 months"),
    of_earn_back(nodes.Stage, "after 6 consecutive months above 99.9% returns 100% of the credit due"),
    of_earn_back(
        nodes.Stage, "after 6 consecutive months at target returns 100% of the credit paid as offset"
    ),
    of_earn_back(
        nodes.WithoutCredit, "after 6 consecutive months without credit returns 100% of the credit paid"
    ),
    of_earn_back(nodes.OfTheNext, "after 3 of the next 6 months at target returns 90% of the credit paid"),
    of_earn_back(nodes.MeanOf, "after each year with its mean at target returns 90% of the credit paid"),
    of_earn_back(
        nodes.MeanOf,
        "after each year with its mean weighted by traffic at target returns 9% of the credit paid",
    ),
    of_earn_back(nodes.MeanOf, "after each month with its mean at target returns 90% of the credit paid"),
    of_earn_back(nodes.HeldUntilDecided, "a credit is held until decided"),
    of_earn_back(nodes.NoLongerCounts, "a returned credit no longer counts as a breach"),
    of_earn_back(nodes.NoLongerCounts, "a returned credit no longer counts towards caps"),
    # agreements
    Case(nodes.Provider, "provider", 'provider "Other Ltd"'),
    Case(nodes.Customer, "customer", 'customer "Other Ltd"'),
    Case(nodes.Term, "term", "term 2026-01-01 to 2027-12-31"),
    Case(nodes.Timezone, "timezone", 'timezone "UTC"'),
    Case(nodes.Fees, "fees", "fees 1_000 EUR each quarter"),
    Case(nodes.Fees, "fees", "fees sum(amount over invoice) each month"),
    Case(nodes.Fees, "fees", "fees 2 * sum(amount over invoice) each month"),
    Case(nodes.Fees, "fees", "fees 1_000 EUR each month spread by days"),
    Case(nodes.Round, "round", "round down to 0.01 EUR"),
    of_agreement(nodes.Scope, 'scope customer = "acme", status = 200'),
    of_agreement(nodes.Setting, "scope kind = read"),
    of_agreement(nodes.AtRisk, "at risk 10% of fees"),
    of_agreement(nodes.Pool, AT_RISK),
    of_agreement(nodes.Allocations, f"{AT_RISK}\nallocations up to 250% of at risk"),
    of_agreement(nodes.PointsTable, POINTS),
    of_agreement(
        nodes.Bank,
        "bank on_time {\neach month above 99.99% banks one token\na token offsets one credit\n}",
    ),
    of_agreement(nodes.Bonus, "bonus uptime {\nat or above 99.99% pays 1% of fees\n}"),
    of_agreement(nodes.Stacking, "credits of one month pay only the highest"),
    of_agreement(nodes.Stacking, "credits of uptime and on_time in one month pay only the highest"),
    of_agreement(nodes.Stacking, "credits of one cause pay only the highest"),
    of_agreement(nodes.Stacking, "credits of one quarter pay only the highest"),
    of_agreement(nodes.Stacking, "credits of (uptime and on_time) in one month pay only the highest"),
    of_agreement(nodes.EachPeriod, "cap credits of each month at 50% of its fees"),
    of_agreement(nodes.EachPeriod, "cap credits of each week at 50% of its fees"),
    of_agreement(
        nodes.EachInterval,
        "cap credits of each incident at 500 EUR",
        credit="when missed of each incident beyond 2 pays 5 EUR",
    ),
    of_agreement(nodes.AnyWindow, "cap credits of any 12 months at 1 month of fees"),
    of_agreement(nodes.AnyWindow, "cap credits of any 30 days at 1 month of fees"),
    of_agreement(nodes.Cap, "cap credits of each contract year at 8% of fees"),
    of_agreement(nodes.WholeTerm, "cap credits of the term at 10_000 EUR"),
    of_agreement(nodes.Claim, "claim by incident within 30 days of the end of the month"),
    of_agreement(nodes.MinimumPayable, "credits below 1 EUR are not paid"),
    of_agreement(nodes.CreditsWhile, "credits only while planned"),
    of_agreement(nodes.MayTerminate, "customer may terminate when uptime missed 2 times in 1 year"),
    of_agreement(nodes.MissedTimes, "customer may terminate when uptime missed 3 times in 6 months"),
    of_agreement(nodes.MissedTimes, "customer may terminate when uptime missed 3 times in 60 days"),
    of_agreement(nodes.MissedInARow, "customer may terminate when uptime missed in 3 consecutive months"),
    of_agreement(nodes.ValueInPeriod, "customer may terminate when uptime < 95% in a month"),
    of_agreement(nodes.ValueInPeriod, "customer may terminate when uptime = 95% in a month"),
    of_agreement(nodes.Amendment, 'amendment "No. 1" from 2026-07-01 {\nfees 2_000 EUR each month\n}'),
    # streams
    of_stream(nodes.Paired, "request by user from status = 500 until status = 200"),
    of_stream(nodes.Spaced, "request by user spaced at least 1s every 1m"),
    of_stream(nodes.Where, "incident where severity <= 2"),
    of_stream(nodes.Every, "request every 5m by user"),
    of_stream(nodes.Metric, "request every 5m { errors = share(status >= 500) when empty 0% }"),
    of_stream(nodes.Metric, "request every 5m { errors = share(status >= 500) - share(up) when empty 0% }"),
    of_stream(nodes.Metric, "request every 5m { errors = share(status >= 500 where up) when empty 0% }"),
    of_stream(nodes.WithRows, "request every 5m with at least 60 rows"),
    of_stream(nodes.WithRows, "request every 5m { n = count() } where n > 1 with at least 60 rows"),
    of_stream(nodes.Followed, "incident with request by site within 72h of its end", field="site text"),
    of_stream(nodes.Lasting, "incident lasting at least 5m"),
    of_stream(nodes.Outside, "incident outside planned"),
    of_stream(nodes.Inside, "incident inside (planned or down)"),
    of_stream(nodes.AtOnce, "incident in at least 2 of zone by site"),
    of_stream(nodes.AtOnce, "incident in all of zone alive in down"),
    # clocks, tables, calendars, events
    Case(nodes.Starts, "starts", "starts when status = 501"),
    Case(nodes.Stops, "stops", "stops when status = 201"),
    Case(nodes.Pauses, "clock", "pauses while kind = read"),
    Case(nodes.Continues, "clock", "continues when kind = read"),
    Case(nodes.Continues, "clock", "continues when kind = read with the gap", "continues when kind = read"),
    Case(nodes.Restarts, "clock", "restarts when kind = read"),
    Case(nodes.RunsIn, "clock", "runs in office"),
    Case(nodes.TableRow, "row", "write 1h"),
    Case(nodes.Field, "field", 'note optional text from "Note"'),
    Case(nodes.OpenWeekdays, "calendar", "open sat 10:00 to 14:00", others={"clock": "runs in office"}),
    Case(nodes.OpenDates, "calendar", "open 2026-12-27", others={"clock": "runs in office"}),
    Case(nodes.ClosedHolidays, "calendar", 'closed holidays "DE-BE"', others={"clock": "runs in office"}),
    Case(nodes.ClosedDates, "calendar", "closed 2026-12-24", others={"clock": "runs in office"}),
    Case(nodes.CalendarFile, "calendar", 'closed from "works.ics"', others={"clock": "runs in office"}),
    # objectives' heads
    Case(nodes.CalendarLength, "head", "each month looking back 90 days"),
    Case(nodes.CalendarLength, "head", "each month looking back 3 months"),
    Case(nodes.Date, "head", "each month from 2026-04-01"),
    Case(nodes.Name, "head", "for each site each month"),
    # expressions over periods
    of_value(nodes.Aggregate, "share(status < 500 over request)"),
    of_value(nodes.Aggregate, "count(request where up) / count(request)"),
    of_value(nodes.InPeriod, "sum(length in period over incident) / time(period)"),
    of_value(nodes.InPeriod, "sum(length in period - length over incident) / time(period)"),
    of_value(nodes.Else, "count(request where up) / count(request) else 100%"),
    of_value(nodes.Negative, "-(0 - share(up over request))"),
    of_value(nodes.In, "share(status in (200, 201) over request)"),
    of_value(nodes.In, "share(kind not in (read) over request)"),
    of_value(nodes.Present, "share(cause present over incident)"),
    of_value(nodes.Lookup, "share(latency <= limits of kind over request)"),
    of_value(nodes.Not, "share(not up over request)"),
    of_value(nodes.And, "share(up and kind = read over request)"),
    of_value(nodes.Or, "share(up or kind = read over request)"),
    of_value(nodes.Compare, "share(at >= 2026-02-01 over request)"),
    of_value(nodes.DateTime, "share(at >= 2026-02-01T00:00Z over request)"),
    of_value(nodes.Money, "share(price >= 5 EUR over request)"),
)

WITHOUT_EFFECT = {
    nodes.OnlyTightened: "binds those who build on it, which the check sees to",
    nodes.NothingChanged: "binds those who build on it, which the check sees to",
}
IN_THE_SMALL_CONTRACT = {
    nodes.Target,
    nodes.Minimum,
    nodes.Credit,
    nodes.ReportOnly,
    nodes.CreditRow,
    nodes.ForEveryCredit,
    nodes.OnMissInside,
    nodes.OnExcused,
    nodes.AtTermEnd,
    nodes.Consecutive,
    nodes.AtTarget,
    nodes.Objective,
    nodes.EarnBack,
    nodes.Limit,
    nodes.TakesTier,
}
"""Without these the small contract would not be one; the examples and the cases hold them."""

UNIONS = (
    nodes.ObjectiveClause,
    nodes.ContractClause,
    nodes.CreditClause,
    nodes.EarnBackClause,
    nodes.ClockClause,
    nodes.CalendarClause,
    nodes.Trigger,
    nodes.Per,
    nodes.Level,
    nodes.Horizon,
    nodes.Opening,
    nodes.Step,
)


def test_every_kind_of_clause_has_a_case() -> None:
    kinds = set(chain.from_iterable(get_args(union) for union in UNIONS))
    covered = {case.kind for case in CASES} | set(WITHOUT_EFFECT) | IN_THE_SMALL_CONTRACT
    assert kinds - covered == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind.__name__}: {case.text}")
def test_a_clause_changes_the_plan_or_is_refused(case: Case) -> None:
    text = case.contract(with_it=True)
    assert any(every(case.kind, parse(SourceFile("a", text)).value))
    without = compiled(case.contract(with_it=False)).value
    assert without is not None
    outcome = compiled(text)
    if outcome.value is None:
        assert {found.kind for found in outcome.diagnostics} == {CANNOT_SETTLE}
        assert all(found.primary and found.primary.span.text in text for found in outcome.diagnostics)
    else:
        assert outcome.diagnostics == ()
        assert meaning(outcome.value) != meaning(without)


def meaning(plan: Plan) -> Any:
    """The plan apart from what it says about itself."""
    return replace(plan, clauses=(), assumptions=())
