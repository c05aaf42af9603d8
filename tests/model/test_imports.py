"""Names from other files: inside the project, from the library, and everything that can be wrong."""

from __future__ import annotations

import pytest

from slalang.model import import_path
from tests.model.checking import project_of, shown

EVENT = "language 1\nevent request {\n  at instant\n  up boolean\n}\n"


@pytest.mark.parametrize(
    ("importer", "written", "path"),
    [
        ("main.sla", "other.sla", "other.sla"),
        ("a/main.sla", "other.sla", "a/other.sla"),
        ("a/main.sla", "../other.sla", "other.sla"),
        ("a/main.sla", "./b/../other.sla", "a/other.sla"),
        ("main.sla", "../other.sla", None),
        ("a/main.sla", "../../etc/passwd", None),
        ("main.sla", "/etc/passwd", None),
        ("main.sla", "C:\\other.sla", None),
        ("main.sla", "https://example.com/x.sla", None),
        ("main.sla", "specs:aws/s3.sla", "specs:aws/s3.sla"),
        ("main.sla", "specs:../secret.sla", None),
        ("specs:aws/s3.sla", "../github/enterprise.sla", "specs:github/enterprise.sla"),
        ("specs:aws/s3.sla", "../../main.sla", None),
    ],
)
def test_an_import_stays_inside(importer: str, written: str, path: str | None) -> None:
    assert import_path(importer, written) == path


def test_names_come_under_the_names_they_are_given() -> None:
    main = 'language 1\nimport request as asked from "log.sla"\nindicator up = share(up over asked)\n'
    outcome = project_of({"main.sla": main, "log.sla": EVENT})
    assert outcome.diagnostics == ()
    found = outcome.value.scopes["main.sla"].lookup("asked")
    assert found is not None
    assert (found.name, found.path, found.kind) == ("request", "log.sla", "event")
    assert outcome.value.scopes["main.sla"].lookup("request") is None


def test_a_statement_of_a_tier_means_the_names_of_its_own_file() -> None:
    tiers = EVENT + (
        "indicator uptime = share(up over request)\n"
        "tier gold {\n  objective uptime each month {\n    target >= 99%\n  }\n}\n"
    )
    main = (
        'language 1\nimport gold from "tiers.sla"\n'
        "event request {\n  from instant\n  to instant\n}\n"
        'agreement a {\n  provider "P"\n  customer "C"\n  tier gold\n  term 2026-01-01 to 2026-12-31\n'
        '  timezone "UTC"\n  round half up to 0.01 EUR\n}\n'
        'test "t" of a {\n  given request from 2026-01-01T00:00 to 2026-01-01T01:00\n}\n'
    )
    outcome = project_of({"main.sla": main, "tiers.sla": tiers})
    assert [finding.kind.code for finding in outcome.diagnostics] == []
    agreement = outcome.value.agreement("a")
    assert agreement is not None
    assert agreement.versions[0].objectives[0].indicator.path == "tiers.sla"


def test_what_is_wrong_with_imports() -> None:
    main = (
        "language 1\n"
        'import requst from "log.sla"\n'
        'import request from "lgo.sla"\n'
        'import request as other from "../log.sla"\n'
        'import request as mine from "log.sla"\n'
        'import request as mine from "log.sla"\n'
        "event mine {\n  at instant\n}\n"
        "stream kept = other\n"
    )
    assert shown(project_of({"main.sla": main, "log.sla": EVENT}).diagnostics) == (
        "2:8 error SLA105 name-not-in-file\n"
        '    "log.sla" does not declare `requst`\n'
        "    help: did you mean `request`?\n"
        "3:21 error SLA104 import-not-found\n"
        '    there is no file "lgo.sla"\n'
        "    help: did you mean `log.sla`?\n"
        "4:30 error SLA107 import-outside-project\n"
        '    "../log.sla" lies outside the project\n'
        "    help: copy the file into the project and import it from there\n"
        "5:19 error SLA102 duplicate-name\n"
        "    `mine` is imported, and this file already has another `mine`\n"
        "    see 7:7 already a name here\n"
        "    help: import it under another name: `mine as other_mine`\n"
        "6:19 error SLA102 duplicate-name\n"
        "    `mine` is imported, and this file already has another `mine`\n"
        "    see 7:7 already a name here\n"
        "    help: import it under another name: `mine as other_mine`\n"
    )


def test_a_cycle_of_imports_is_shown_by_its_shortest_form() -> None:
    def file(*targets: str) -> str:
        imports = "".join(f'import {target} from "{target}.sla"\n' for target in targets)
        return f"language 1\n{imports}"

    declared = {name: f"service {name}\n" for name in "abcd"}
    files = {"a.sla": file("b"), "b.sla": file("c", "d"), "c.sla": file("d"), "d.sla": file("a")}
    texts = {path: text + declared[path[0]] for path, text in files.items()}
    found = project_of(texts).diagnostics
    assert [finding.message for finding in found] == [
        "files import one another: `a.sla` needs `b.sla` needs `d.sla` needs `a.sla`"
    ]
    assert [label.text for label in found[0].secondary] == ["`b.sla` needs `d.sla`", "`d.sla` needs `a.sla`"]


def test_nothing_is_said_to_be_missing_in_a_file_that_could_not_be_read() -> None:
    broken = "language 1\nevent request {\n  at instant\n  up boolean boolean\n}\nstream = 5\n"
    main = (
        'language 1\nimport request, other from "broken.sla"\n'
        "indicator a = share(up over request)\nindicator b = share(up over other)\n"
    )
    found = project_of({"main.sla": main, "broken.sla": broken}).diagnostics
    assert {finding.primary.span.file.path for finding in found if finding.primary} == {"broken.sla"}
