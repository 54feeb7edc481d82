"""`claimpack agree`: which texts are compared, what is told, and what is refused."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

import pytest

from articles import annotate
from command_line import ARTICLE, REPOSITORY, outcome, run_claimpack
from packages import write_files

TEXT = b"The mayor said the dam burst.\n\nPolice did not.\n"
MARKS = "T1|Person|The mayor\nT2|Claim|the dam burst"
SEEDS = ("--texts", "seeds", "seeds/annotators/a", "seeds/annotators/b")
PAGE = (REPOSITORY / "docs" / "agreement.md").read_text(encoding="utf-8")
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"(?s)```console\n\$ claimpack (.+?)\n(.*?)```", PAGE)


def make_ann(marks: str, text: bytes = TEXT) -> bytes:
    """An .ann file of marks by their words, each claim with its node."""
    claims = re.findall(r"(?m)^T(\d+)\|Claim", marks)
    nodes = "".join(f"E{number}|Claim:T{number}\n" for number in claims)
    return annotate(text.decode(), marks, nodes)


def write_both(
    root: Path, a: Mapping[str, bytes], b: Mapping[str, bytes]
) -> tuple[str, str]:
    """Write the files of two annotators, and return their folders."""
    write_files(root / "a", {"notes.md": b"# Notes\n", **a})
    write_files(root / "b", b)
    return "a", "b"


SHOWN = """\
1 text of 47 characters
A: a
B: b

marks     A  B  same    F1  overlap    F1  alpha
all       2  2     1  0.50        1  0.50   0.39
claims    1  1     1  1.00        1  1.00   1.00
entities  1  1     0  0.00        0  0.00  -0.32
  Group   0  1     0  0.00        0  0.00  -0.27
  Person  1  0     0  0.00        0  0.00  -0.34

entities        missing, dam line 1
                ⟦The mayor⟧ said the dam burst.
A               “The mayor”
                a/dam.ann:1
B               nothing

entities        missing, dam line 3
                ⟦Police⟧ did not.
A               nothing
B               “Police”
                b/dam.ann:1

2 differences.
"""


def test_figures_and_differences_are_all_that_stands_on_stdout(tmp_path: Path) -> None:
    group = MARKS.replace("Person|The mayor", "Group|Police")
    both = write_both(
        tmp_path,
        {"dam.txt": TEXT, "dam.ann": make_ann(MARKS)},
        {"dam.txt": TEXT, "dam.ann": make_ann(group)},
    )

    run = run_claimpack("agree", *both, cwd=tmp_path)

    assert outcome(run) == (0, SHOWN, "")


def test_differences_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    both = write_both(
        tmp_path,
        {"dam.txt": TEXT, "dam.ann": make_ann(MARKS)},
        {"dam.txt": TEXT, "dam.ann": b""},
    )

    some = run_claimpack("agree", "--limit", "1", *both, cwd=tmp_path)
    none = run_claimpack("agree", "--limit", "0", *both, cwd=tmp_path)

    assert some.stdout.endswith(
        "B               nothing\n\n2 differences, 1 of them not shown (--limit).\n"
    )
    assert none.stdout.endswith(
        "-0.34\n\n2 differences, 2 of them not shown (--limit).\n"
    )


def test_json_has_every_figure_and_every_difference(tmp_path: Path) -> None:
    both = write_both(
        tmp_path,
        {"dam.txt": TEXT, "dam.ann": make_ann("T1|Claim|the dam burst")},
        {"dam.txt": TEXT, "dam.ann": make_ann("T1|Claim|dam burst")},
    )

    run = run_claimpack(
        "agree", "--format", "json", "--limit", "0", *both, cwd=tmp_path
    )

    report = json.loads(run.stdout)
    assert list(report) == [
        *("a", "b", "texts", "only_a", "only_b"),
        *("spans", "values", "links", "differences"),
    ]
    assert report["texts"] == [{"name": "dam", "characters": 47}]
    claims = report["spans"][1]
    assert (claims["exact_f1"], claims["overlapping_f1"]) == (0, 1)
    assert [it["about"] for it in report["differences"]] == ["extent"]
    assert report["differences"][0]["a"] == {
        "words": "the dam burst",
        "path": "dam.ann",
        "line": 2,
    }


def test_a_text_that_only_one_has_is_told(tmp_path: Path) -> None:
    both = write_both(
        tmp_path,
        {"dam.txt": TEXT, "dam.ann": b"", "x.txt": TEXT, "x.ann": b""},
        {"dam.txt": TEXT, "dam.ann": b"", "y\x1b.txt": TEXT, "y\x1b.ann": b""},
    )

    run = run_claimpack("agree", *both, cwd=tmp_path)

    shown = (
        "1 text of 47 characters\nA: a\nB: b\nOnly in A, not compared: x\n"
        "Only in B, not compared: y\\x1b\n\n"
        "marks  A  B  same  F1  overlap  F1  alpha\n"
        "all    0  0     0   -        0   -      -\n\n0 differences.\n"
    )
    assert outcome(run) == (0, shown, "")


def test_texts_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    files = {
        f"{year}/dam.{ending}": content
        for year in ("2023", "2024")
        for ending, content in (("txt", TEXT), ("ann", make_ann(MARKS)))
    }
    both = write_both(tmp_path, files, files)

    run = run_claimpack("agree", "--format", "json", *both, cwd=tmp_path)

    texts = [it["name"] for it in json.loads(run.stdout)["texts"]]
    assert texts == ["2023/dam", "2024/dam"]


def test_texts_are_found_in_a_folder_of_their_own(tmp_path: Path) -> None:
    ann = {"2023/dam.ann": make_ann(MARKS), "flood.ann": make_ann(MARKS)}
    both = write_both(tmp_path, ann, ann)
    write_files(tmp_path / "texts", {"2023/dam.txt": TEXT, "flood.txt": TEXT})

    run = run_claimpack("agree", "--texts", "texts", *both, cwd=tmp_path)

    assert run.stdout.startswith("2 texts of 94 characters\n")
    assert run.stdout.endswith("0 differences.\n")


def test_two_files_of_one_folder_are_compared(tmp_path: Path) -> None:
    files = {f"dam_{name}.ann": make_ann(MARKS) for name in ("kim", "lee")}
    write_files(tmp_path, {"dam.txt": TEXT, **files})

    run = run_claimpack("agree", *files, cwd=tmp_path)

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("1 text of 47 characters\nA: dam_kim.ann\n")


OTHER = TEXT.replace(b"Police", b"The police")
ANN = {"dam.txt": TEXT, "dam.ann": b""}
NOTHING_IN_COMMON = (
    "a: found no text that b has too; expected the same texts by the same names; name"
    " two folders, or two files, of one corpus."
)
REFUSED = {
    "other texts": (
        {"dam.txt": OTHER, "dam.ann": b""},
        (
            "dam: found two texts that differ from line 3 on; expected the exact text"
            " that both annotated; restore it on both sides."
        ),
    ),
    "no text in common": ({"x.txt": TEXT, "x.ann": b""}, NOTHING_IN_COMMON),
    "nothing annotated": ({"dam.txt": TEXT}, NOTHING_IN_COMMON),
    "two annotations of a text": (
        {"dam.txt": TEXT, "dam_kim.ann": b"", "dam_lee.ann": b""},
        (
            'b: found "dam_kim.ann" and "dam_lee.ann"; expected one annotation of each'
            " text; name the files that you mean."
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_compared_is_refused(tmp_path: Path, case: str) -> None:
    files, message = REFUSED[case]
    both = write_both(tmp_path, ANN, files)

    run = run_claimpack("agree", *both, cwd=tmp_path)

    assert outcome(run) == (3, "", f"claimpack: {message}\n")


def test_annotations_with_errors_are_not_compared(tmp_path: Path) -> None:
    both = write_both(tmp_path, ANN, {**ANN, "dam.ann": b"T1\tClaim 4 90\tmayor\n"})

    run = run_claimpack("agree", *both, cwd=tmp_path)

    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.startswith("b/dam.ann:1:10: error[span-beyond-text]: ")
    assert run.stderr.endswith(
        "claimpack: b: found 1 error; expected annotations without; correct them.\n"
    )


def test_a_text_that_is_nowhere_is_told_with_the_option(tmp_path: Path) -> None:
    both = write_both(tmp_path, {"dam.ann": b""}, {"dam.ann": b""})

    run = run_claimpack("agree", *both, cwd=tmp_path)

    assert run.returncode == 3
    assert run.stderr.endswith("name the folder of the texts with --texts.\n")


def test_a_warning_keeps_nothing_from_being_compared(tmp_path: Path) -> None:
    crlf = make_ann(MARKS).replace(b"\n", b"\r\n")
    both = write_both(tmp_path, {**ANN, "dam.ann": crlf}, ANN)

    run = run_claimpack("agree", *both, cwd=tmp_path)

    assert (run.returncode, "warning[" in run.stderr) == (0, True)
    assert run.stdout.startswith("1 text of 47 characters\n")


@pytest.mark.parametrize("paths", [["none", "a"], ["a"], ["a", "b", "c"]], ids=len)
def test_a_wrong_call_is_exit_2(tmp_path: Path, paths: list[str]) -> None:
    write_both(tmp_path, ANN, ANN)

    run = run_claimpack("agree", *paths, cwd=tmp_path)

    assert (run.returncode, run.stdout) == (2, "")


@pytest.mark.parametrize(("command", "shown"), SESSIONS, ids=["the seeds"])
def test_the_page_shows_what_the_command_prints(command: str, shown: str) -> None:
    run = run_claimpack(*shlex.split(command), cwd=REPOSITORY)

    assert outcome(run) == (0, shown, "")


def test_the_readme_has_the_figures_of_the_command() -> None:
    run = run_claimpack("agree", "--format", "json", *SEEDS, cwd=REPOSITORY)

    report = json.loads(run.stdout)
    figures = ("exact_f1", "overlapping_f1", "alpha")
    spans = [
        (it["kind"], it["count_a"], it["count_b"], *(f"{it[n]:.2f}" for n in figures))
        for it in report["spans"]
        if it["label"] is None
    ]
    rows = ["| {} | {} | {} | {} | {} | {} |".format(*it) for it in spans]
    assert [row for row in rows if row not in README.splitlines()] == []
    values = {(it["kind"], it["attribute"]): it for it in report["values"]}
    links = {(it["kind"], it["role"]): it for it in report["links"]}
    kind, chain = values["claims", "Kind"], links["claims", "Source of its chain"]
    about = links["claims", "About"]
    assert {values["claims", it]["same"] for it in ("Certainty", "Negated")} == {34}
    words = " ".join(README.split())
    assert f"in {kind['same']} (Cohen's kappa {kind['kappa']:.2f})" in words
    assert f"their sources agree with an F1 of {chain['f1']:.2f}, their events" in words
    assert f"with {about['f1']:.2f}, or {about['alike_f1']:.2f} where another" in words


def test_the_table_beside_the_annotators_counts_the_same_marks() -> None:
    table = (REPOSITORY / "seeds" / "annotators" / "README.md").read_text()
    run = run_claimpack("agree", "--format", "json", *SEEDS, cwd=REPOSITORY)

    counted = {
        (it["count_a"], it["count_b"], it["exact"], f"{it['exact_f1']:.2f}")
        for it in json.loads(run.stdout)["spans"]
    }
    found = re.findall(r"\| (\d+) \| (\d+) \| (\d+) \| ([0-9.]+) \|", table)
    assert len(found) == 8
    assert {(int(a), int(b), int(same), f1) for a, b, same, f1 in found} <= counted


def test_the_readings_of_the_first_article_are_those_that_are_compared() -> None:
    run = run_claimpack("agree", "--format", "json", *SEEDS, cwd=REPOSITORY)

    assert [it["name"] for it in json.loads(run.stdout)["texts"]] == [ARTICLE]
