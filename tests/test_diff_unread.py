"""A table whose rows cannot be read is told as such, and makes the version unsure."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from changed_package import compare, find_resource, list_changes, list_reasons
from claimpack.diff.packages import PackageDiff
from claimpack.errors import SourceError
from claimpack.render.diff import render_diff_text
from claimpack.render.diff_forms import render_diff_csv, render_diff_json
from claimpack.render.diff_markdown import render_diff_markdown
from packages import edit_descriptor, write_files, write_foreign

SCHEMA = {"fields": [{"name": "id", "type": "string"}], "primaryKey": "id"}
TABLE = {"name": "u", "path": "u.csv", "schema": SCHEMA}
Edit = Callable[[Any], object]


def write(root: Path, edit: Edit = lambda _: None, text: bytes = b"id\na\n") -> Path:
    """Write a package with the tables `t` and `u`, the latter declared otherwise."""
    root.mkdir()
    write_foreign(root, "id\na\n", ["id"], primaryKey="id")
    edit_descriptor(root, lambda it: it["resources"].append(TABLE))
    edit_descriptor(root, lambda it: edit(find_resource(it, "u")))
    paths = ("u.csv", "u.csv.bz2", "u.xlsx")
    write_files(root, dict.fromkeys(paths, text))
    return root


def set_data(resource: Any) -> None:  # noqa: ANN401  # JSON
    del resource["path"]
    resource["data"] = [{"id": "a"}]


UNREAD: dict[str, tuple[Edit, str]] = {
    "an unknown encoding": (
        lambda it: it.update(encoding="klingon"),
        'the encoding is "klingon"',
    ),
    "rows in the descriptor": (set_data, "they stand in the descriptor itself"),
    "no schema": (lambda it: it.pop("schema"), "the resource has no schema"),
    "another format": (
        lambda it: it.update(path="u.xlsx"),
        "the format is neither CSV nor Parquet",
    ),
    "another compression": (
        lambda it: it.update(path="u.csv.bz2"),
        'the file is compressed ("bz2")',
    ),
}


def list_unread(old: Path, new: Path) -> list[tuple[str, str, str]]:
    """The tables that were not compared: which, of which package, and why."""
    return compare(
        old,
        new,
        lambda diff: [(it.table, it.package, it.reason) for it in diff.unread],
    )


@pytest.mark.parametrize("case", UNREAD)
def test_a_table_that_one_package_does_not_let_us_read_is_not_compared(
    tmp_path: Path, case: str
) -> None:
    edit, reason = UNREAD[case]
    old, new = write(tmp_path / "old"), write(tmp_path / "new", edit)

    assert list_unread(old, new) == [("u", "NEW", reason)]
    assert list_unread(new, old) == [("u", "OLD", reason)]
    assert {bump for bump, *_ in list_reasons(old, new)} <= {"patch"}


@pytest.mark.parametrize("case", UNREAD)
def test_a_table_that_cannot_be_read_is_the_same_where_its_bytes_are(
    tmp_path: Path, case: str
) -> None:
    edit, _ = UNREAD[case]
    old, new = write(tmp_path / "old", edit), write(tmp_path / "new", edit)

    assert compare(old, new, lambda diff: diff.is_empty)


OTHERS: dict[str, tuple[Edit, Edit, bytes]] = {
    "bytes": (UNREAD["an unknown encoding"][0], lambda _: None, b"id\nb\n"),
    "size": (UNREAD["an unknown encoding"][0], lambda _: None, b"id\na\nb\n"),
    "rows in the descriptor": (
        set_data,
        lambda it: it.update(data=[{"id": "b"}]),
        b"",
    ),
    "the encoding": (
        UNREAD["an unknown encoding"][0],
        lambda it: it.update(encoding="elvish"),
        b"id\na\n",
    ),
    "a file that is not there": (
        lambda it: it.update(path="none.xlsx"),
        lambda _: None,
        b"",
    ),
}


@pytest.mark.parametrize("case", OTHERS)
def test_a_table_that_no_package_lets_us_read_is_told_of_both(
    tmp_path: Path, case: str
) -> None:
    edit, change, text = OTHERS[case]
    old, new = write(tmp_path / "old", edit), write(tmp_path / "new", edit, text)
    edit_descriptor(new, lambda it: change(find_resource(it, "u")))

    found = [(table, package) for table, package, _ in list_unread(old, new)]

    assert found == [("u", "OLD"), ("u", "NEW")]
    assert not compare(old, new, lambda diff: diff.is_empty)


def test_a_table_that_cannot_be_read_comes_and_goes(tmp_path: Path) -> None:
    old = write(tmp_path / "old", set_data)
    new = write(tmp_path / "new")
    edit_descriptor(new, lambda it: it["resources"].pop())

    assert list_changes(old, new) == ["u,withdraw,,,,,table removed"]
    assert list_changes(new, old) == ["u,add,,,,,table added"]


def test_two_packages_may_have_a_table_in_common_that_cannot_be_read(
    tmp_path: Path,
) -> None:
    old, new = write(tmp_path / "old"), write(tmp_path / "new", set_data)
    edit_descriptor(new, lambda it: it["resources"][0].update(name="v"))

    changes = list_changes(old, new)

    note = '"not compared, rows of NEW not read: they stand in the descriptor itself"'
    assert f"u,,,,,,{note}" in changes


WORDS = "u: the rows of NEW are not read: the resource has no schema"
LEAST = (
    "This asks for no new version. That is the least: 1 table was not compared, and may"
    " ask for more."
)
TEXT = f"""\
The same rows: t.

Not compared
  {WORDS}

{LEAST}
"""
MARKDOWN = f"""\
### Not compared

- {WORDS}

### Version

{LEAST}
"""


def test_what_was_not_compared_is_told_in_every_form(tmp_path: Path) -> None:
    edit, reason = UNREAD["no schema"]
    old, new = write(tmp_path / "old"), write(tmp_path / "new", edit)

    def render(diff: PackageDiff) -> list[str]:
        forms = (
            render_diff_text(diff, 20),
            render_diff_markdown(diff, 20),
            render_diff_json(diff),
            render_diff_csv(diff),
        )
        return ["".join(f"{line}\n" for line in form) for form in forms]

    text, markdown, printed, table = compare(old, new, render)

    assert text.partition("\n\n")[2] == TEXT
    assert markdown.partition("\n\n")[2] == MARKDOWN
    found = json.loads(printed)
    unread = {"table": "u", "package": "NEW", "reason": reason}
    assert found["not_compared"] == [unread]
    assert found["version"] == {
        "bump": "none",
        "least": None,
        "is_sure": False,
        "reasons": [],
    }
    (row,) = list(csv.reader(io.StringIO(table)))[1:]
    note = f"not compared, rows of NEW not read: {reason}"
    assert row == ["1", "u", "", "", "", "", "", note]


def add_other(root: Path) -> None:
    """Declare a table that is in another encoding in each package."""
    other = {**TABLE, "name": "w", "encoding": root.name}
    edit_descriptor(root, lambda it: it["resources"].append(other))


def test_several_tables_are_counted_once_each(tmp_path: Path) -> None:
    old = write(tmp_path / "old", UNREAD["an unknown encoding"][0])
    new = write(tmp_path / "new", set_data)
    add_other(old)
    add_other(new)

    last = compare(old, new, lambda diff: list(render_diff_text(diff, 0)))[-2]

    assert last.endswith(
        "That is the least: 2 tables were not compared, and may ask for more."
    )


def test_without_hashes_other_bytes_with_the_same_rows_are_told(tmp_path: Path) -> None:
    old = write(tmp_path / "old")
    new = write(tmp_path / "new", text=b"id\r\na\r\n")

    note = '"serialisation changed, bytes of the file"'
    assert list_changes(old, new) == [f"u,change,,,,,{note}"]


def test_the_same_bytes_under_another_hash_are_the_same(tmp_path: Path) -> None:
    old = write(tmp_path / "old", lambda it: it.update(hash="0" * 32))
    new = write(tmp_path / "new", lambda it: it.update(hash="1" * 32))

    assert list_changes(old, new) == []


def test_a_file_that_no_one_may_open_is_refused(tmp_path: Path) -> None:
    edit = UNREAD["another format"][0]
    old, new = write(tmp_path / "old", edit), write(tmp_path / "new", edit)
    (new / "u.xlsx").unlink()
    (new / "u.xlsx").mkdir()

    with pytest.raises(SourceError, match=r"new: u\.xlsx: "):
        list_unread(old, new)
