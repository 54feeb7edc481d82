"""A cause is told once: what only follows from it is not told besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles import SCHEMA, annotate
from claimpack.checks.annotations import check_annotations
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Severity
from packages import write_files

TEXT = "The dam burst in Arvika, the ministry said.\n"
MARKS = """
T1|Claim|The dam burst in Arvika
T2|Event|burst
T3|Organization|the ministry
T4|Attribution|said
T5|Place|Arvika
"""
LINES = """
E1|Event:T2
E2|Claim:T1 About:E1
E3|Attribution:T4 Of:E2 Source:T3
#1|AnnotatorNotes E2|The dam burst.
N1|Reference T3 Entity:gov-kor|x
N2|Reference E1 Event:burst|x
N3|Reference T5 Entity:arvika|x
"""
ENTITIES = ",".join(SCHEMA.tables["entities"].field_names)
KOR = "gov-kor,Government,organization,true,,,state,,,,,"
UKR = "gov-ukr,Other government,organization,true,,,gov-kor,,,,,"
ARVIKA = "arvika,Arvika,place,true,,,,,,,,"
STATE = "state,State,organization,true,,,,,,,,"
BURST = "burst,Burst of the dam,,,,,,,arvika,,,"
FILES = {
    "dam.txt": TEXT,
    "dam.ann": annotate(TEXT, MARKS, LINES).decode(),
    "entities.csv": f"{ENTITIES}\n{KOR}\n{ARVIKA}\n{STATE}\n",
    "events.csv": f"{','.join(SCHEMA.tables['events'].field_names)}\n{BURST}\n",
    "links.csv": "claim_id,relation,target_id,note\ndam.e2,restates,dike.e2,\n",
    "dike.txt": TEXT,
    "dike.ann": annotate(TEXT, MARKS, LINES).decode(),
}


def check(root: Path, **changes: str | bytes | None) -> list[Finding]:
    """All findings about two good articles, with files changed or taken away."""
    names = {name.replace(".", "_"): name for name in FILES}
    files = {**FILES, **{names[key]: value for key, value in changes.items()}}
    write_files(
        root,
        {
            f"seeds/{name}": content.encode() if isinstance(content, str) else content
            for name, content in files.items()
            if content is not None
        },
    )
    return list(check_annotations(Folder(root), SCHEMA, "seeds"))


def test_the_seeds_of_these_tests_are_good(tmp_path: Path) -> None:
    assert check(tmp_path) == []


def test_a_blank_line_in_a_register_is_one_finding_and_loses_no_row(
    tmp_path: Path,
) -> None:
    register = f"{ENTITIES}\n{ARVIKA}\n\n{KOR}\n{STATE}\n"

    assert check(tmp_path, entities_csv=register) == [
        Finding(
            code="register-form",
            severity=Severity.ERROR,
            location=Location(path="seeds/entities.csv", line=3, column=1, excerpt=""),
            message="the row is blank",
            expected="a row with cells",
            hint="delete the line",
        )
    ]


def test_a_reference_to_a_row_with_a_wrong_cell_is_not_called_unknown(
    tmp_path: Path,
) -> None:
    wrong = KOR.replace("organization", "organisation")
    register = f"{ENTITIES}\n{wrong}\n{UKR}\n{ARVIKA}\n{STATE}\n"

    assert check(tmp_path, entities_csv=register) == [
        Finding(
            code="register-cell",
            severity=Severity.ERROR,
            location=Location(
                path="seeds/entities.csv", line=2, column=20, excerpt=wrong
            ),
            message='entity_type is "organisation"',
            expected="one of person, organization, group, place, object, agreement",
        )
    ]


UNREADABLE: dict[str, str | bytes] = {
    "another header": "id,name\ngov-kor,Government\n",
    "an encoding that is not UTF-8": f"{ENTITIES}\ngov-kor,\xe9\n".encode("latin-1"),
    "an open quotation mark": f'{ENTITIES}\n{ARVIKA}\n"gov-kor,\n',
    "an id that is none": f"{ENTITIES}\n{ARVIKA}\n{STATE}\nGov-Kor{KOR[7:]}\n",
    "a row without an id": f"{ENTITIES}\n{ARVIKA}\n{STATE}\n{KOR[7:]}\n",
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_of_a_register_that_cannot_be_read_no_id_is_called_unknown(
    tmp_path: Path, case: str
) -> None:
    findings = check(tmp_path, entities_csv=UNREADABLE[case])

    assert {finding.location.path for finding in findings} == {"seeds/entities.csv"}
    assert {finding.code for finding in findings} <= {"register-form", "register-cell"}


def test_a_part_of_what_has_too_long_an_id_is_not_called_part_of_nothing(
    tmp_path: Path,
) -> None:
    long_id = "s" * 101
    register = FILES["entities.csv"].replace("state", long_id)

    findings = check(tmp_path, entities_csv=register)

    assert [finding.code for finding in findings] == ["register-cell"]


def test_beside_a_wrong_row_an_unknown_id_is_still_told(tmp_path: Path) -> None:
    register = f"{ENTITIES}\n{KOR},\n{ARVIKA}\n{STATE}\n"
    lines = FILES["dam.ann"].replace("Entity:arvika", "Entity:arvikka")

    findings = check(tmp_path, entities_csv=register, dam_ann=lines)

    assert [(found.code, found.message, found.hint) for found in findings] == [
        (
            "register-form",
            "the row has 13 cells",
            "a comma inside a cell needs quotes around the cell",
        ),
        (
            "register-unknown",
            '"arvikka" is not in seeds/entities.csv',
            'did you mean "arvika"?',
        ),
    ]


def test_beside_an_unread_article_a_link_to_no_claim_of_another_is_told(
    tmp_path: Path,
) -> None:
    links = FILES["links.csv"].replace("dam.e2", "dam.e9")

    findings = check(tmp_path, links_csv=links, dike_txt=None)

    assert [(found.code, found.message) for found in findings] == [
        (
            "text-missing",
            'the annotation has no text: "seeds/dike.txt" does not exist',
        ),
        ("link-unknown", 'claim_id is "dam.e9", which is no claim of the package'),
    ]


BROKEN: dict[str, dict[str, str | bytes | None]] = {
    "text-encoding": {"dike_ann": b"T1\tClaim 0 3\tThe\xff\n"},
    "text-missing": {"dike_txt": None},
    "text-unreadable": {"dike_txt": b"\xff"},
    "covered-text": {"dike_ann": FILES["dike.ann"].replace("The dam", "the dam")},
}


@pytest.mark.parametrize("code", BROKEN)
def test_what_an_unread_article_mentions_and_claims_is_not_called_missing(
    tmp_path: Path, code: str
) -> None:
    only_here = KOR.replace("gov-kor", "gov-norland")
    register = f"{FILES['entities.csv']}{only_here}\n"

    findings = check(tmp_path, entities_csv=register, **BROKEN[code])

    assert [finding.code for finding in findings] == [code]


def test_what_a_misspelt_reference_meant_is_not_called_unused(tmp_path: Path) -> None:
    lines = FILES["dam.ann"].replace("Entity:gov-kor", "Entity:gov-kro")

    findings = check(tmp_path, dam_ann=lines, dike_ann=lines)

    assert [(finding.code, finding.hint) for finding in findings] == [
        ("register-unknown", 'did you mean "gov-kor"?'),
        ("register-unknown", 'did you mean "gov-kor"?'),
    ]
