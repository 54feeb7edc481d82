"""What a README says of a package beside what catalogues know of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from claimpack.content import UTF8
from claimpack.csv_files import DEFAULT_DIALECT
from claimpack.opening import Opened
from claimpack.package import Json, only_objects
from claimpack.sources import Resource

DOCUMENTS = "documents"
COLUMNS = ("guideline_version", "annotator", "is_reviewed", "text_access")


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """How the articles of a package of our model were annotated."""

    model: str
    """The version of the model."""
    article_count: int
    reviewed_count: int
    """Articles of which somebody other than the annotator has checked every row."""
    guides: tuple[str, ...] = ()
    """The versions of the annotation guide, sorted."""
    annotators: tuple[str, ...] = ()
    """As they wish to be named, sorted."""
    text_accesses: Mapping[str, int]
    """The number of articles by what may be shipped of their text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two annotators agree in marks of a kind, as `claimpack agree` has it."""

    kind: str
    count_a: int
    count_b: int
    exact_f1: float | None
    """None, as for the other figures: not defined, or not told."""
    overlapping_f1: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What else is known of a package."""

    annotation: Annotation | None = None
    """None where the package is not of our model."""
    agreement: tuple[Agreement, ...] = ()
    plain_tables: frozenset[str] = frozenset()
    """The tables in CSV that any reader takes as they are."""
    keeps_versions: bool = False
    """Whether its versions follow the rule of docs/versions.md."""


def read_background(opened: Opened) -> Background:
    """Return what else is known of a package.

    Raises:
        SourceError: its articles cannot be read.

    """
    is_model = opened.package.is_model and DOCUMENTS in opened.resources
    return Background(
        annotation=read_annotation(opened) if is_model else None,
        agreement=tuple(iter_agreement(opened.read_descriptor())),
        plain_tables=frozenset(
            name for name, table in opened.resources.items() if is_plain(table)
        ),
        keeps_versions=is_model,
    )


def read_annotation(opened: Opened) -> Annotation:
    """Return how the articles were annotated."""
    columns = list_columns(opened.read(DOCUMENTS))
    reviewed = columns["is_reviewed"]
    return Annotation(
        model=str(opened.package.model),
        article_count=len(reviewed),
        reviewed_count=reviewed.count(True),
        guides=sort_words(columns["guideline_version"]),
        annotators=sort_words(columns["annotator"]),
        text_accesses=Counter(sorted(filter(None, columns["text_access"]))),
    )


def list_columns(documents: pa.Table) -> dict[str, list[Any]]:
    """Return the cells of `COLUMNS`; None for each of a column that is not there."""
    absent = [None] * documents.num_rows
    names = documents.column_names
    return {
        name: documents[name].to_pylist() if name in names else absent
        for name in COLUMNS
    }


def sort_words(cells: list[Any]) -> tuple[str, ...]:
    """Return the words in some cells, each once."""
    return tuple(sorted(set(filter(None, cells))))


def is_plain(table: Resource) -> bool:
    """Whether a table is CSV with the dialect, encoding and empty cells of most."""
    wrapping = table.wrapping
    return (
        table.format == "csv"
        and table.dialect == DEFAULT_DIALECT
        and (wrapping.is_packed, wrapping.encoding) == (None, UTF8)
        and all(column.missing_values == {""} for column in table.columns)
    )


def iter_agreement(descriptor: Json) -> Iterator[Agreement]:
    """Yield the figures at `claimpack.agreement`; what has another form is left out.

    They are entries of the list `spans` of `claimpack agree --format json`, all labels
    of a kind together.
    """
    own = descriptor.get("claimpack")
    for entry in only_objects(own.get("agreement") if isinstance(own, dict) else None):
        kind, a, b = (entry.get(key) for key in ("kind", "count_a", "count_b"))
        if (
            isinstance(kind, str)
            and type(a) is type(b) is int
            and not entry.get("label")
        ):
            yield Agreement(
                kind=kind,
                count_a=a,
                count_b=b,
                exact_f1=read_figure(entry, "exact_f1"),
                overlapping_f1=read_figure(entry, "overlapping_f1"),
                alpha=read_figure(entry, "alpha"),
            )


def read_figure(entry: Json, key: str) -> float | None:
    """Return the number at a key; None where there is none."""
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
