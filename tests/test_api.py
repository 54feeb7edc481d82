"""`claimpack.open`: a package as tables in Python."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

import claimpack
from claimpack.claim_cards import ClaimCard, Level, Link
from claimpack.errors import ClaimpackError, SourceError, UsageError
from claimpack.show.sentence import Sentence, Stretch
from command_line import REPOSITORY, run_python
from packages import (
    Row,
    dump,
    edit_descriptor,
    make_attribution,
    make_claim,
    make_rows,
    write_foreign,
    write_package,
)
from zip_files import Entry, make_zip


@pytest.fixture(scope="module")
def dataset() -> claimpack.Dataset:
    """The package of this repository."""
    return claimpack.open(REPOSITORY)


def test_a_package_has_its_tables_in_order(dataset: claimpack.Dataset) -> None:
    assert dataset.tables == (
        "documents",
        "entities",
        "events",
        "claims",
        "attributions",
        "participants",
        "spans",
        "claim_links",
        "codes",
        "claims_flat",
    )


@pytest.mark.parametrize("name", ["claims", "spans", "documents", "claims_flat"])
def test_a_table_holds_what_its_file_holds(
    dataset: claimpack.Dataset, name: str
) -> None:
    stored = parquet.read_table(REPOSITORY / "data" / f"{name}.parquet")

    assert dataset[name].to_pydict() == stored.to_pydict()


def test_a_table_is_read_once(dataset: claimpack.Dataset) -> None:
    assert dataset["claims"] is dataset["claims"]


def test_sql_gives_a_table(dataset: claimpack.Dataset) -> None:
    rows = dataset.sql(
        "SELECT count(*) AS claims FROM claims WHERE certainty = $certainty",
        certainty="probable",
    )

    words = dataset["claims"].column("certainty").to_pylist()
    assert rows.to_pydict() == {"claims": [words.count("probable")]}


def test_pandas_and_polars_have_the_same_rows(dataset: claimpack.Dataset) -> None:
    rows = dataset["claims"]

    frame, other = dataset.pandas("claims"), dataset.polars("claims")

    assert isinstance(frame, pd.DataFrame)
    assert isinstance(other, pl.DataFrame)
    assert other.to_dict(as_series=False) == rows.to_pydict()
    assert pa.Table.from_pandas(frame).to_pydict() == rows.to_pydict()


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_library_that_is_not_installed_is_named(
    dataset: claimpack.Dataset, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(ClaimpackError) as caught:
        getattr(dataset, name)("claims")

    said = f"{name} is not installed; install it with `pip install {name}`"
    assert str(caught.value) == said


def test_an_unknown_table_is_told_with_near_names(dataset: claimpack.Dataset) -> None:
    with pytest.raises(UsageError) as caught:
        dataset["claim"]

    assert str(caught.value) == "no table is called \"claim\"; did you mean 'claims'?"


def test_a_claim_comes_with_its_chain_its_sentence_and_its_links(
    dataset: claimpack.Dataset,
) -> None:
    card = dataset.claim("e24")

    assert card == ClaimCard(
        claim_id="000_8b7fbf13361c99b6.e24",
        text=(
            "North Korean troops who have recently fought Ukrainian forces have "
            "suffered around 1,100 casualties."
        ),
        document_id="000_8b7fbf13361c99b6",
        row=card.row,
        chain=(
            Level(
                number=1,
                speaker="Joint Chiefs of Staff of South Korea (jcs-kor) said",
                source_ids=("jcs-kor",),
                act="assertion",
                said_edtf="2024-12-23",
            ),
            Level(
                number=2,
                speaker="Joint Chiefs of Staff of South Korea (jcs-kor) assess",
                source_ids=("jcs-kor",),
                act="belief",
                said_edtf="2024-12-23",
            ),
            Level(
                number=3,
                speaker=(
                    "unnamed, “Through various sources of information and intelligence”"
                ),
                source_ids=(),
                act="assertion",
                said_edtf="../2024-12-23",
            ),
        ),
        sentence=card.sentence,
        links=(
            Link(
                relation="restates",
                source_id="000_8b7fbf13361c99b6.e9",
                target_id="000_8b7fbf13361c99b6.e24",
                other_text=(
                    "More than 1,000 North Korean soldiers have been killed or wounded "
                    "in Russia’s war with Ukraine."
                ),
            ),
        ),
    )
    assert (card.row["certainty"], card.row["quantity"]) == ("probable", 1100)
    assert isinstance(card.sentence, Sentence)
    assert card.sentence.line == 9
    (words,) = [each for each in card.sentence.stretches if each.is_content]
    assert isinstance(words, Stretch)
    assert words.text.startswith("North Korean troops who have recently engaged")


def test_a_link_from_a_claim_has_the_text_of_the_other(
    dataset: claimpack.Dataset,
) -> None:
    (link,) = dataset.claim("e9").links

    assert link.source_id.endswith(".e9")
    assert link.other_text == dataset.claim("e24").text


def test_the_writer_of_an_article_is_a_level_without_sources(
    dataset: claimpack.Dataset,
) -> None:
    levels = [
        level
        for claim_id in dataset["claims"].column("claim_id").to_pylist()
        for level in dataset.claim(claim_id).chain
        if level.speaker == "the writer"
    ]

    assert levels
    assert {level.source_ids for level in levels} == {()}


def test_an_unknown_claim_is_refused(dataset: claimpack.Dataset) -> None:
    with pytest.raises(UsageError, match=r'^claims: no row has the id "x9"'):
        dataset.claim("x9")


def test_a_package_of_another_model_has_tables_and_no_claims(tmp_path: Path) -> None:
    dataset = claimpack.open(write_foreign(tmp_path, "id\na\n", ["id"]))

    assert dataset["t"].to_pydict() == {"id": ["a"]}
    with pytest.raises(SourceError, match=r"^datapackage\.json: found no model"):
        dataset.claim("e1")


def test_a_claim_of_an_archive_is_found(tmp_path: Path) -> None:
    archive = tmp_path / "package.zip"
    paths = ["datapackage.json", *(f"data/{p.name}" for p in DATA.iterdir())]
    archive.write_bytes(
        make_zip(*(Entry(path=p, content=(REPOSITORY / p).read_bytes()) for p in paths))
    )

    card = claimpack.open(archive, unchecked=True).claim("e24")

    assert card.claim_id == "000_8b7fbf13361c99b6.e24"
    assert card.sentence is not None
    assert card.sentence.why_no_text is not None


DATA = REPOSITORY / "data"
INTEGER = {"name": "people", "type": "integer"}


def test_a_package_with_errors_is_refused_and_read_if_asked(tmp_path: Path) -> None:
    write_foreign(tmp_path, "people\nmany\n5\n", [INTEGER])

    with pytest.raises(SourceError, match=r"found 1 error, first t\.csv:2: t row 1, "):
        claimpack.open(tmp_path)

    assert claimpack.open(tmp_path, unchecked=True)["t"].to_pydict() == {
        "people": [None, 5]
    }


def test_columns_of_an_empty_table_have_their_types(tmp_path: Path) -> None:
    fields: list[Row | str] = ["id", INTEGER, {"name": "born", "type": "year"}]

    dataset = claimpack.open(write_foreign(tmp_path, "id,people,born\n", fields))

    assert dataset["t"].schema == pa.schema(
        {"id": pa.string(), "people": pa.int64(), "born": pa.int64()}
    )
    assert dataset.sql("SELECT sum(people) AS x FROM t").to_pydict() == {"x": [None]}


def test_a_table_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    write_foreign(tmp_path, "id\na\n", ["id"])
    (tmp_path / "t.csv").write_bytes(b"id\n\xff\n")
    dataset = claimpack.open(tmp_path, unchecked=True)

    with pytest.raises(SourceError, match=r"^t\.csv: found damage; expected"):
        dataset["t"]


def test_the_twin_is_read_where_it_is_there_and_else_the_csv_file(
    tmp_path: Path,
) -> None:
    write_foreign(tmp_path, "id\ncsv\n", ["id"])
    twin = {"name": "t-parquet", "twinOf": "t", "path": "t.parquet", "format": "pq"}
    edit_descriptor(tmp_path, lambda root: root["resources"].append(twin))

    without = claimpack.open(tmp_path, unchecked=True)["t"]
    (tmp_path / "t.parquet").write_bytes(dump(pa.table({"id": ["parquet"]})))
    beside = claimpack.open(tmp_path, unchecked=True)["t"]

    assert without.to_pydict() == {"id": ["csv"]}
    assert beside.to_pydict() == {"id": ["parquet"]}


def test_what_is_not_offered_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="module 'claimpack' has no attribute 'x'"):
        claimpack.x  # noqa: B018  # that is what is tested


def test_the_package_is_imported_without_what_it_needs_later() -> None:
    heavy = "{'pyarrow', 'duckdb', 'pandas', 'polars', 'click'}"
    code = f"import claimpack, sys; print({heavy} & set(sys.modules), dir(claimpack))"

    run = run_python("-c", code)

    assert run.stdout.startswith("set() ")


def test_links_between_other_claims_are_not_among_those_of_a_claim(
    tmp_path: Path,
) -> None:
    link = {"relation": "restates", "basis": "text"}
    rows = make_rows()
    rows["claims"].append(make_claim("d1.e3"))
    rows["attributions"].append(make_attribution("d1.e3"))
    rows["claim_links"] = [
        {"claim_id": "d1.e1", "target_id": "d1.e2", **link},
        {"claim_id": "d1.e2", "target_id": "d1.e3", **link},
    ]
    package = claimpack.open(write_package(tmp_path, rows), unchecked=True)

    links = package.claim("d1.e1").links

    assert [(link.source_id, link.target_id) for link in links] == [("d1.e1", "d1.e2")]
