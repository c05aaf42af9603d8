"""The names of objectives, where clauses of the agreement speak of them."""

from __future__ import annotations

from slalang.compiler.ground import Ground
from slalang.diagnostics import Label
from slalang.model.contract import Version
from slalang.model.drafts import UNKNOWN_OBJECTIVE
from slalang.model.suggestions import did_you_mean
from slalang.syntax import nodes


def is_promised(name: nodes.Name, version: Version, ground: Ground) -> bool:
    """Whether there is an objective of that name; that there is none is reported."""
    if version.objective(name.text):
        return True
    known = [promise.name for promise in version.objectives]
    ground.findings.report(
        UNKNOWN_OBJECTIVE,
        f"`{ground.agreement.name}` has no objective `{name.text}`",
        Label(name.span, "no such objective"),
        help=did_you_mean(name.text, known, "its objectives are"),
    )
    return False
