"""What holds for the differences of any two packages."""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changed_package import compare
from claimpack.csv_files import format_csv
from claimpack.diff import pairing
from claimpack.diff.packages import PackageDiff
from claimpack.render.diff_forms import render_diff_csv
from packages import write_foreign

Row = dict[str, str | None]
Rows = dict[str, Row]

NAMES = ("words", "count", "day", "share", "sure")
FIELDS = [
    {"name": "id", "type": "string"},
    {"name": "part", "type": "integer"},
    {"name": "words", "type": "string"},
    {"name": "count", "type": "integer"},
    {"name": "day", "type": "date"},
    {"name": "share", "type": "number"},
    {"name": "sure", "type": "boolean"},
]
KEYS = st.tuples(
    st.text('ab"\\,é\n ', min_size=1, max_size=2), st.sampled_from(["0", "1", "-7"])
)
CELLS = st.fixed_dictionaries(
    {
        "words": st.none() | st.text("ab,\"'\n\\ é", min_size=1, max_size=3),
        "count": st.sampled_from([None, "0", "12", "-3"]),
        "day": st.sampled_from([None, "2031-05-06", "2031-05-07"]),
        "share": st.sampled_from([None, "0.5", "1", "1E+300"]),
        "sure": st.sampled_from([None, "true", "false"]),
    }
)
TABLES = st.dictionaries(KEYS, CELLS, max_size=8)
VARIANTS = {"0": "00", "1": "+1", "0.5": "0.50", "true": "True", "12": "+12"}
"""Other words for one value."""


def write(root: Path, table: dict[tuple[str, str], Row], *, varied: bool) -> Path:
    """Write a package with one table; varied words have the same values."""
    root.mkdir()
    rows = [
        [*key, *(row[name] for name in NAMES)] for key, row in sorted(table.items())
    ]
    if varied:
        rows = [
            [*row[:3], *(VARIANTS.get(cell or "", cell) for cell in row[3:])]
            for row in reversed(rows)
        ]
    content = format_csv([str(field["name"]) for field in FIELDS], rows).decode()
    return write_foreign(root, content, FIELDS, primaryKey=["id", "part"])


def apply(rows: Rows, lines: list[dict[str, str]]) -> Rows:
    """The rows after the changes of a change file."""
    changed = {key: dict(row) for key, row in rows.items()}
    for line in lines:
        key = line["key"]
        if line["action"] == "withdraw":
            changed.pop(key, None)
        else:
            row = changed.setdefault(key, dict.fromkeys(NAMES))
            if line["column"]:
                row[line["column"]] = line["new"] or None
    return changed


def name_keys(table: dict[tuple[str, str], Row]) -> Rows:
    return {
        json.dumps(list(key), ensure_ascii=False, separators=(",", ":")): row
        for key, row in table.items()
    }


@pytest.mark.parametrize("most_held_bytes", [0, pairing.MOST_HELD_BYTES])
@settings(max_examples=60, deadline=None)
@given(old=TABLES, new=TABLES, varied=st.booleans())
def test_the_change_file_makes_the_rows_of_new_of_those_of_old(
    most_held_bytes: int,
    old: dict[tuple[str, str], Row],
    new: dict[tuple[str, str], Row],
    varied: bool,  # noqa: FBT001  # drawn
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairing, "MOST_HELD_BYTES", most_held_bytes)
        sides = (
            write(Path(folder) / "old", old, varied=varied),
            write(Path(folder) / "new", new, varied=False),
        )

        text = compare(
            sides[0], sides[1], lambda diff: "\n".join(render_diff_csv(diff))
        )

        lines = list(csv.DictReader(io.StringIO(text, newline="")))
        of_rows = [line for line in lines if line["key"]]
        assert apply(name_keys(old), of_rows) == name_keys(new)
        assert [line["id"] for line in lines] == [
            str(number) for number in range(1, len(lines) + 1)
        ]


def count_rows(diff: PackageDiff) -> tuple[Counter[str], Counter[str]]:
    """How often each row was added and withdrawn."""
    rows = diff.tables[0].rows
    return Counter(it.key for it in rows.added), Counter(
        it.key for it in rows.withdrawn
    )


ROWS = st.lists(st.tuples(st.sampled_from(["a", "b", ""]), st.sampled_from("xy")))


@settings(max_examples=60, deadline=None)
@given(old=ROWS, new=ROWS)
def test_without_a_key_rows_are_added_and_withdrawn_as_often_as_they_differ(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    with TemporaryDirectory() as folder:
        paths = []
        for name, rows in (("old", old), ("new", new)):
            (Path(folder) / name).mkdir()
            text = format_csv(["a", "b"], rows).decode()
            paths.append(write_foreign(Path(folder) / name, text, ["a", "b"]))

        added, withdrawn = compare(paths[0], paths[1], count_rows)

    keys = [
        Counter(
            json.dumps([cell or None for cell in row], separators=(",", ":"))
            for row in side
        )
        for side in (old, new)
    ]
    assert (added, withdrawn) == (keys[1] - keys[0], keys[0] - keys[1])
