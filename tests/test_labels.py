"""A label that the scheme does not have is told once, and which labels there are."""

from __future__ import annotations

from pathlib import Path

from articles import SCHEMA
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Severity
from claimpack.seeds import read_seeds
from packages import write_files

TEXT = "Eva Lind left Arvika.\n"
EVENTS = [
    "Accuse",
    "Agree",
    "Aid",
    "Assault",
    "Coerce",
    "Concede",
    "Consult",
    "Cooperate",
    "Event",
    "Mobilize",
    "Protest",
    "Reject",
    "Request",
    "Retreat",
    "Sanction",
    "Support",
    "Threaten",
]
NODES = sorted(["Attribution", "Claim", *EVENTS])
MARKS = sorted(
    [
        *NODES,
        *["Agreement", "Group", "Object", "Organization", "Person", "Place"],
        *["Hedge", "Medium", "Quantity", "Source", "Time"],
    ]
)


def read(root: Path, *annotations: str) -> list[Finding]:
    """All findings about articles over one text, `a`, `b` and so on."""
    for name, lines in zip("abc", annotations, strict=False):
        files = {
            f"seeds/{name}.ann": lines.encode(),
            f"seeds/{name}.txt": TEXT.encode(),
        }
        write_files(root, files)
    return list(read_seeds(Folder(root), SCHEMA).findings)


def unknown(
    line: tuple[str, int, int, str], message: str, names: list[str], hint: str | None
) -> Finding:
    """The finding of an unknown label at file, line and column of the line."""
    name, number, column, excerpt = line
    return Finding(
        code="unknown-label",
        severity=Severity.ERROR,
        location=Location(
            path=f"seeds/{name}.ann", line=number, column=column, excerpt=excerpt
        ),
        message=message,
        expected=f"one of {', '.join(names)} (docs/codebook.md, section 2)",
        hint=hint,
    )


def put_first(name: str, names: list[str]) -> list[str]:
    """The names with one of them before the others."""
    return [name, *[it for it in names if it != name]]


def test_a_corpus_with_labels_of_its_own_has_one_finding_for_each_of_them(
    tmp_path: Path,
) -> None:
    lines = "T1\tPER 0 8\tEva Lind\nT2\tGPE 14 20\tArvika\nT3\tPER 0 3\tEva\n"

    findings = read(tmp_path, lines, lines)

    assert findings == [
        unknown(
            ("a", 1, 4, "T1\tPER 0 8\tEva Lind"),
            '"PER" is no label of the scheme (lines: 4, files: 2)',
            put_first("Person", MARKS),
            "did you mean Person?",
        ),
        unknown(
            ("a", 2, 4, "T2\tGPE 14 20\tArvika"),
            '"GPE" is no label of the scheme (lines: 2, files: 2)',
            MARKS,
            None,
        ),
    ]


def test_a_misspelt_node_and_its_trigger_are_one_finding(tmp_path: Path) -> None:
    findings = read(tmp_path, "T1\tClam 0 3\tEva\nE1\tClam:T1\n")

    assert findings == [
        unknown(
            ("a", 1, 4, "T1\tClam 0 3\tEva"),
            '"Clam" is no label of the scheme (lines: 2, files: 1)',
            put_first("Claim", MARKS),
            "did you mean Claim?",
        )
    ]


def test_a_label_of_marks_on_an_e_line_is_told_what_nodes_there_are(
    tmp_path: Path,
) -> None:
    findings = read(tmp_path, "T1\tPerson 0 3\tEva\nE1\tPerson:T1\n")

    assert findings == [
        unknown(
            ("a", 2, 4, "E1\tPerson:T1"),
            '"Person" is no label of an E line (lines: 1, files: 1)',
            NODES,
            None,
        )
    ]
