"""The names of each file: what it declares and what it takes from others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from slalang.diagnostics import Kind, Label
from slalang.model.contract import Declaration, DeclarationKind, Named, Scope
from slalang.model.findings import Findings
from slalang.model.imports import Links, import_links
from slalang.model.suggestions import did_you_mean
from slalang.source import Span
from slalang.syntax import nodes

UNKNOWN_NAME = Kind("SLA101", "unknown-name")
DUPLICATE_NAME = Kind("SLA102", "duplicate-name")
WRONG_KIND = Kind("SLA103", "wrong-kind-of-name")
NOT_IN_FILE = Kind("SLA105", "name-not-in-file")

KINDS: dict[type[nodes.Node], DeclarationKind] = {
    nodes.Calendar: "calendar",
    nodes.Service: "service",
    nodes.Event: "event",
    nodes.Table: "table",
    nodes.Stream: "stream",
    nodes.Clock: "clock",
    nodes.Indicator: "indicator",
    nodes.Tier: "tier",
    nodes.Agreement: "agreement",
}


def scopes_of(
    files: Mapping[str, nodes.File], known: Collection[str], findings: Findings
) -> dict[str, Scope]:
    """The scope of each file, with its imports bound; ``known`` are the paths of all files there are."""
    own = {path: _declared(path, file, findings) for path, file in files.items()}
    links = import_links(files, known, findings)
    return {
        path: Scope(path, file, own[path], _imported(path, file, own, links, findings))
        for path, file in files.items()
    }


def _declared(path: str, file: nodes.File, findings: Findings) -> dict[str, Declaration]:
    own: dict[str, Declaration] = {}
    findings.look_at(path)
    for node in file.declarations:
        kind = KINDS.get(type(node))
        if kind is None or isinstance(node, nodes.Import | nodes.Test | nodes.Language):
            continue
        first = own.setdefault(node.name.text, Declaration(kind, node.name.text, path, node))
        if first.node is not node:
            _report_duplicate(kind, node, first, findings)
    return own


def _report_duplicate(kind: DeclarationKind, node: Named, first: Declaration, findings: Findings) -> None:
    before = f"as {_one(first.kind)} in line {first.span.line}"
    findings.report(
        DUPLICATE_NAME,
        f"`{node.name.text}` is declared twice: {before} and as {_one(kind)} here",
        Label(node.name.span, "declared again here"),
        Label(first.span, "declared here"),
        help="give one of them another name",
    )


def _imported(
    path: str,
    file: nodes.File,
    own: Mapping[str, Mapping[str, Declaration]],
    links: Links,
    findings: Findings,
) -> dict[str, Declaration]:
    taken: dict[str, Declaration] = {}
    findings.look_at(path)
    places: dict[str, Span] = {name: found.span for name, found in own[path].items()}
    for statement in (node for node in file.declarations if isinstance(node, nodes.Import)):
        target = links.get((path, statement.path.value))
        for imported in statement.names:
            local = imported.local
            if local.text in places:
                _report_taken(local, places[local.text], findings)
                continue
            places[local.text] = local.span
            found = None if target is None else own[target].get(imported.name.text)
            if found:
                taken[local.text] = found
            elif target is not None and findings.is_complete(target):
                _report_not_in_file(imported.name, statement.path, own[target], findings)
    return taken


def _report_taken(local: nodes.Name, first: Span, findings: Findings) -> None:
    findings.report(
        DUPLICATE_NAME,
        f"`{local.text}` is imported, and this file already has another `{local.text}`",
        Label(local.span, "imported here"),
        Label(first, "already a name here"),
        help=f"import it under another name: `{local.text} as other_{local.text}`",
    )


def _report_not_in_file(
    name: nodes.Name, path: nodes.Text, known: Mapping[str, Declaration], findings: Findings
) -> None:
    findings.report(
        NOT_IN_FILE,
        f'"{path.value}" does not declare `{name.text}`',
        Label(name.span, "imported here"),
        help=did_you_mean(name.text, known, "it declares"),
    )


# --- looking names up --------------------------------------------------------------------------


def bind(
    name: nodes.Name, scope: Scope, findings: Findings, *kinds: DeclarationKind, role: str | None = None
) -> Declaration | None:
    """What the name stands for, which must be one of the kinds; what is wrong with it is reported.

    ``role`` says what is wanted where the kinds do not say it: ``the rows of a stream``.
    """
    found = scope.lookup(name.text)
    if found is None:
        report_unknown(name, scope, findings, *kinds)
        return None
    if found.kind in kinds:
        return found
    wanted = role or _alternatives(kinds)
    findings.report(
        WRONG_KIND,
        f"`{name.text}` is {_one(found.kind)}, and here {wanted} is needed",
        Label(name.span, f"{wanted} is needed"),
        Label(found.span, f"`{found.name}` is declared as {_one(found.kind)}"),
        help=_other(name.text, scope, kinds),
    )
    return None


def report_unknown(name: nodes.Name, scope: Scope, findings: Findings, *kinds: DeclarationKind) -> None:
    """Says that the file has no such name, and which one may have been meant."""
    if not findings.is_complete(scope.path) or _was_imported(name, scope):
        return
    known = scope.names(*kinds)
    findings.report(
        UNKNOWN_NAME,
        f"there is no {_either(kinds)} `{name.text}` in this file",
        Label(name.span, "not declared and not imported"),
        help=did_you_mean(name.text, known, _there_are(kinds, len(known))) or _declare(kinds),
    )


def _was_imported(name: nodes.Name, scope: Scope) -> bool:
    """Whether an import that failed, and was reported, was to bring the name."""
    imports = (node for node in scope.file.declarations if isinstance(node, nodes.Import))
    return any(imported.local.text == name.text for each in imports for imported in each.names)


def _other(name: str, scope: Scope, kinds: tuple[DeclarationKind, ...]) -> str | None:
    known = [other for other in scope.names(*kinds) if other != name]
    return did_you_mean(name, known, _there_are(kinds, len(known)))


def _one(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aei" else f"a {kind}"


def _either(kinds: tuple[DeclarationKind, ...]) -> str:
    return _joined(kinds, "or") or "name"


def _alternatives(kinds: tuple[DeclarationKind, ...]) -> str:
    return _joined([_one(kind) for kind in kinds], "or")


def _there_are(kinds: Sequence[DeclarationKind], count: int) -> str:
    words = [kind if count == 1 else f"{kind}s" for kind in kinds]
    joiner = "or" if count == 1 else "and"
    return f"this file has the {_joined(words, joiner) or 'names'}"


def _joined(words: Sequence[str], joiner: str) -> str:
    """``a, b or c``."""
    return f" {joiner} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _declare(kinds: tuple[DeclarationKind, ...]) -> str | None:
    return f"declare it with `{kinds[0]}`, or import it from another file" if kinds else None
