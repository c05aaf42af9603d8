"""A comparison as one page of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from slalang.comparison import AgreementChange, Change, Comparison
from slalang.diagnostics.escaping import visible
from slalang.reports.changes.wording import (
    agreement_heading,
    agreement_verdict,
    change_heading,
    headline,
    origin,
    parties,
    region_text,
    sides,
    witness_lines,
)

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid #8888; margin-top: 1.5rem; }
code { white-space: pre-wrap; } .old code { background: #f8d7da; color: #58151c; }
.new code { background: #d1e7dd; color: #0a3622; } .lost { border: 2px solid #b02a37; padding: .5rem 1rem; }
td { vertical-align: top; padding: .1rem .8rem .1rem 0; } .place { color: #666; } h3 { margin-bottom: .2rem; }
@media (prefers-color-scheme: dark) { body { background: #111; color: #ddd; } .place { color: #999; } }
"""


def to_html(comparison: Comparison) -> str:
    """The whole page: a headline, what could not be compared, and each agreement with its changes."""
    title = f"{comparison.old} → {comparison.new}"
    lines = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{_text(title)}</h1>",
        f"<p><strong>{_text(headline(comparison))}.</strong></p>",
    ]
    for lost in comparison.not_compared:
        place = f' <span class="place">{_text(lost.place)}</span>' if lost.place else ""
        said = f"{_text(lost.what)}: {_text(lost.reason)}{place}"
        lines.append(f'<p class="lost"><strong>Not compared:</strong> {said}</p>')
    for agreement in comparison.agreements:
        lines += _agreement(agreement)
    return "".join(f"{line}\n" for line in [*lines, "</body></html>"])


def _agreement(agreement: AgreementChange) -> Iterator[str]:
    yield f"<section><h2>{_text(agreement_heading(agreement))}</h2>"
    yield f"<p>{_text(parties(agreement))}</p>"
    yield f'<p>{_text(agreement_verdict(agreement))} <span class="place">{_text(agreement.place)}</span></p>'
    for witness in agreement.witnesses:
        yield f"<p>{_text(' '.join(witness_lines(witness)))}</p>"
    for change in agreement.changes:
        yield from _change(change)
    yield "</section>"


def _change(change: Change) -> Iterator[str]:
    yield f"<h3>{_text(change_heading(change))}</h3><table>"
    for item in change.items:
        for sign, side in sides(item):
            kind = "old" if sign == "-" else "new"
            place = f'<td class="place">{_text(origin(side))}</td>'
            yield f'<tr class="{kind}"><td>{kind}</td><td><code>{_text(side.text)}</code></td>{place}</tr>'
    yield f"</table><p><strong>{_text(change.direction)}</strong>: {_text(change.reason)}</p>"
    said = [region_text(region) for region in change.regions]
    said += [" ".join(witness_lines(witness)) for witness in change.witnesses]
    if said:
        yield f"<ul>{''.join(f'<li>{_text(line)}</li>' for line in said)}</ul>"


def _text(text: str) -> str:
    return escape(visible(text))
