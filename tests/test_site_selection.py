"""The site of some articles has their rows, and what these name."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimpack.build import build_package
from claimpack.errors import UsageError
from claimpack.opening import Opened, open_package
from claimpack.schema_files import load_shipped_schema
from claimpack.site import selection
from claimpack.site.selection import Rows, read_rows
from command_line import REPOSITORY
from invented_package import FIRST, FOLLOW_UP, copy_invented
from packages import write_foreign

SCHEMA = load_shipped_schema()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The package of the two invented articles."""
    root = copy_invented(tmp_path_factory.mktemp("invented"))
    build_package(root, SCHEMA)
    return open_package(root, unchecked=True)


def list_ids(rows: Rows, table: str, column: str) -> set[object]:
    """The values of a column."""
    return {row[column] for row in rows[table]}


def test_without_a_choice_all_rows_are_there(package: Opened) -> None:
    rows = read_rows(package, SCHEMA, [])

    assert {name: len(own) for name, own in rows.items()} == package.count_rows()


def test_an_article_has_its_rows_alone(package: Opened) -> None:
    rows, whole = (read_rows(package, SCHEMA, it) for it in ([FOLLOW_UP], []))

    for name in ("documents", "claims", "claims_flat", "spans"):
        assert list_ids(rows, name, "document_id") == {FOLLOW_UP}
        assert len(rows[name]) == sum(
            row["document_id"] == FOLLOW_UP for row in whole[name]
        )
    claims = list_ids(rows, "claims", "claim_id")
    for name in ("attributions", "participants"):
        assert len(rows[name]) == sum(row["claim_id"] in claims for row in whole[name])
    assert rows["claim_links"]
    assert list_ids(rows, "claim_links", "claim_id") <= claims
    assert list_ids(rows, "claim_links", "target_id") <= claims
    assert len(rows["codes"]) == len(whole["codes"])


@pytest.mark.parametrize("article", [FIRST, FOLLOW_UP])
def test_all_that_an_article_names_is_there_and_no_more(
    package: Opened, article: str
) -> None:
    rows, whole = (read_rows(package, SCHEMA, it) for it in ([article], []))
    entities = list_ids(rows, "entities", "entity_id")

    assert 0 < len(entities) < len(whole["entities"])
    for table, column in (
        *(("attributions", "source_id"), ("attributions", "addressee_id")),
        *(("claims", "place_id"), ("claims", "counted_entity_id")),
        *(("participants", "entity_id"), ("spans", "entity_id")),
        *(("entities", "part_of_id"), ("events", "place_id")),
    ):
        assert list_ids(rows, table, column) - {None} <= entities
    events = list_ids(rows, "events", "event_id")
    assert list_ids(rows, "claims", "event_id") - {None} <= events
    assert list_ids(rows, "events", "part_of_id") - {None} <= events


def test_an_article_that_is_not_there_is_refused(package: Opened) -> None:
    message = f"found no article .*9.*did you mean {FIRST}"

    with pytest.raises(UsageError, match=message):
        read_rows(package, SCHEMA, [f"{FIRST[:-1]}9"])


def test_a_package_of_another_model_is_refused(tmp_path: Path) -> None:
    write_foreign(tmp_path, "id\na\n", ["id"])

    with pytest.raises(
        UsageError, match="found no table documents; expected a package"
    ):
        read_rows(open_package(tmp_path, unchecked=True), SCHEMA, [])


def test_a_package_that_is_too_large_is_refused_and_an_article_of_it_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(selection, "MOST_CLAIMS", 33)
    package = open_package(REPOSITORY, unchecked=True)

    with pytest.raises(UsageError, match="found 34 claims; expected at most 33 in one"):
        read_rows(package, SCHEMA, [])
    article = package.read("documents").column("document_id")[0].as_py()
    assert len(read_rows(package, SCHEMA, [article])["claims"]) == 34
