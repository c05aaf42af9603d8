"""What a statement is about, and so which earlier statement it replaces and which it repeats."""

from __future__ import annotations

from collections.abc import Hashable

from slalang.syntax import nodes

WORDS: dict[type[nodes.Node], str] = {
    nodes.Provider: "provider",
    nodes.Customer: "customer",
    nodes.Term: "term",
    nodes.Timezone: "timezone",
    nodes.Fees: "fees",
    nodes.Round: "round",
    nodes.AtRisk: "at risk",
    nodes.Pool: "pool",
    nodes.Allocations: "allocations",
    nodes.PointsTable: "points",
    nodes.EarnBack: "earn back",
    nodes.Bank: "bank",
    nodes.Bonus: "bonus",
    nodes.Stacking: "credits of … pay only the highest",
    nodes.Cap: "cap credits",
    nodes.Claim: "claim by",
    nodes.MinimumPayable: "credits below … are not paid",
    nodes.CreditsWhile: "credits only while",
    nodes.MayTerminate: "customer may terminate",
    nodes.Target: "target",
    nodes.Minimum: "minimum",
    nodes.Exclude: "exclude",
    nodes.Forgive: "forgive",
    nodes.MeasuredWhile: "measured while",
    nodes.NoData: "no data counts as",
    nodes.LowVolume: "fewer than",
    nodes.CountedWhen: "counted when",
    nodes.RoundedTo: "rounded to",
    nodes.BreachWhen: "breach when",
    nodes.ReportOnly: "report only",
    nodes.ObjectiveCap: "cap at",
    nodes.Credit: "credit",
    nodes.OnlyTightened: "target and credit may only be tightened",
    nodes.NothingChanged: "nothing may be changed",
    nodes.Setting: "scope",
    nodes.Repeat: "each further breach in a row",
    nodes.AllAddUp: "all add up",
    nodes.Starts: "starts when",
    nodes.Stops: "stops when",
    nodes.Pauses: "pauses while",
    nodes.Continues: "continues when",
    nodes.Restarts: "restarts when",
    nodes.RunsIn: "runs in",
    nodes.Limit: "limit",
    nodes.ForEveryCredit: "for every credit",
    nodes.ForMinimumMet: "for credits of … with minimum met",
    nodes.NotForMonths: "not for credits of",
    nodes.NotForChronic: "not for credits of more than",
    nodes.Stage: "after … returns",
    nodes.HeldUntilDecided: "a credit is held until decided",
    nodes.OnMissInside: "a miss",
    nodes.OnExcused: "an excused …",
    nodes.AtTermEnd: "at term end",
    nodes.NoLongerCounts: "a returned credit no longer counts",
    nodes.BanksToken: "each … banks one token",
    nodes.TokenOffsets: "a token offsets",
    nodes.TokenExpires: "a token expires after",
    nodes.Netted: "netted against credits",
    nodes.BonusCap: "cap at",
}
"""How a contract begins the statement, for messages."""


def words_of(statement: nodes.Node) -> str:
    """The statement by the words it begins with."""
    return WORDS[type(statement)]


def subject(statement: nodes.Node) -> Hashable:
    """What the statement is about. One about the same thing in a later overlay takes its place.

    A credit and `report only` answer one question, as do `exclude` and `forgive` of one stream.
    """
    match statement:
        case nodes.Credit() | nodes.ReportOnly():
            return "credit"
        case nodes.Exclude(sources=sources) | nodes.Forgive(sources=sources):
            return ("exclusion", sources)
        case nodes.LowVolume(rows=rows, allows=allows):
            return ("fewer than", rows.text, allows is None)
        case nodes.Pool(name=name):
            return ("pool", name.text)
        case nodes.ForEveryCredit() | nodes.ForMinimumMet():
            return "for which credits"
        case nodes.NoLongerCounts(as_what=what):
            return ("no longer counts", what)
        case nodes.Bank(objective=name) | nodes.Bonus(objective=name):
            return (type(statement).__name__, name.text)
        case nodes.Cap(horizon=horizon):
            return ("cap", horizon)
        case nodes.Stacking(groups=groups, period=period, cause=cause):
            names = frozenset(name.text for group in groups for name in group)
            return ("stacking", names, period, cause)
        case nodes.MayTerminate(condition=condition):
            return ("termination", _event_of(condition))
        case _:
            return type(statement).__name__


def _event_of(condition: nodes.MissedTimes | nodes.MissedInARow | nodes.ValueInPeriod) -> Hashable:
    """What a termination watches, apart from how much of it is too much."""
    objective = condition.objective.text
    match condition:
        case nodes.MissedTimes(within=within):
            return ("times", objective, within)
        case nodes.MissedInARow(unit=unit):
            return ("in a row", objective, unit)
        case nodes.ValueInPeriod(operator=operator, period=period):
            return ("value", objective, operator, period)


def may_stand_together(statement: nodes.Node) -> bool:
    """Whether several of the kind stand side by side; a later overlay then replaces them all."""
    return isinstance(statement, nodes.BreachWhen | nodes.Stage)
