"""A package of the shape of ours, of any size: six tables with keys between them.

`large_package.py FOLDER CLAIMS [VARIANT ...]` writes the variants that are named, each
into a folder of its name; without one, the first. Seeded, so that the same size gives
the same bytes. A claim has 3.1 rows.

csv: the tables as CSV
parquet: the same rows as Parquet
twins: each table as CSV and as Parquet that is its twin
faulty: the tables as CSV with one fault in every row, of several kinds
"""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import random
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv
from pyarrow import parquet

from large_schema import (
    BASES,
    CERTAINTIES,
    KINDS,
    POLARITIES,
    RELATIONS,
    ROLES,
    SCHEMAS,
    SOURCES,
    Json,
    list_faults,
)

Row = tuple[object, ...]

TEXT = (
    "the ministry said that forces of the north have moved towards the border region"
    " where officials expect more fighting in the coming days, and left"
)
WORDS = TEXT.split()
ARROW_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
}
CLAIMS_OF_DOCUMENT, CLAIMS_OF_ENTITY, CLAIMS_OF_LINK = 40, 20, 40
CLAIMS_OF_CHAIN = 4
"""Of so many claims, one has a source behind its source, and no span."""
ROWS_PER_GROUP = 100_000
"""As `claimpack build` writes them."""


def document_id(claim: int) -> str:
    """Return the id of the document of a claim."""
    return f"d{claim // CLAIMS_OF_DOCUMENT:07d}"


def claim_id(claim: int) -> str:
    """Return the id of a claim."""
    return f"{document_id(claim)}.e{claim:07d}"


def entity_id(entity: int) -> str:
    """Return the id of an entity."""
    return f"e{entity:07d}"


def pick_entity(chance: random.Random, claims: int) -> str:
    """Return the id of one of the entities."""
    return entity_id(chance.randint(0, claims // CLAIMS_OF_ENTITY - 1))


def pick_words(chance: random.Random, count: int) -> str:
    """Return some words, now and then with a comma."""
    return " ".join(chance.choices(WORDS, k=count))


def pick_day(chance: random.Random) -> str:
    """Return a day from 2010 on."""
    year, month = chance.randint(2010, 2024), chance.randint(1, 12)
    return f"{year}-{month:02d}-{chance.randint(1, 28):02d}"


def pick_number(chance: random.Random, least: int, most: int) -> str:
    """Return a number with up to two decimals, as the build writes it."""
    return f"{chance.randint(100 * least, 100 * most) / 100:.15g}"


def maybe(chance: random.Random, share: float, value: object) -> object:
    """Return the value in a share of the cases, else nothing."""
    return value if chance.random() < share else ""


def iter_documents(chance: random.Random, claims: int) -> Iterator[Row]:
    """Yield a document for each 40 claims."""
    for claim in range(0, claims, CLAIMS_OF_DOCUMENT):
        yield (
            document_id(claim),
            pick_words(chance, 8),
            "The Daily Example",
            f"https://example.org/{claim}",
            pick_day(chance),
            "en",
            chance.randint(500, 9000),
        )


def iter_entities(chance: random.Random, claims: int) -> Iterator[Row]:
    """Yield an entity for each 20 claims; some are a part of one before."""
    for number in range(claims // CLAIMS_OF_ENTITY):
        part_of = entity_id(chance.randint(0, max(0, number - 1)))
        yield (
            entity_id(number),
            pick_words(chance, 3),
            chance.choice(KINDS),
            maybe(chance, 0.5, "SWE"),
            maybe(chance, 0.2, pick_number(chance, -90, 90)),
            maybe(chance, 0.3 if number else 0, part_of),
        )


def iter_claims(chance: random.Random, claims: int) -> Iterator[Row]:
    """Yield the claims."""
    for claim in range(claims):
        yield (
            claim_id(claim),
            document_id(claim),
            pick_words(chance, 14),
            chance.choice(CERTAINTIES),
            chance.choice(POLARITIES),
            maybe(chance, 0.4, pick_entity(chance, claims)),
            maybe(chance, 0.3, chance.randint(0, 20_000)),
            maybe(chance, 0.3, chance.randint(0, 100)),
            pick_day(chance),
            maybe(chance, 0.5, pick_day(chance)),
        )


def iter_attributions(chance: random.Random, claims: int) -> Iterator[Row]:
    """Yield an attribution for each claim, and a second one for each fourth."""
    for claim in range(claims):
        levels = 1 if claim % CLAIMS_OF_CHAIN else 2
        for level in range(1, levels + 1):
            yield (
                claim_id(claim),
                level,
                pick_entity(chance, claims),
                chance.choice(SOURCES),
                "said",
                pick_day(chance),
            )


def iter_spans(chance: random.Random, claims: int) -> Iterator[Row]:
    """Yield a span for three of four claims."""
    for claim in range(claims):
        if claim % CLAIMS_OF_CHAIN:
            start = chance.randint(0, 8000)
            yield (
                f"{document_id(claim)}.t{claim:07d}",
                document_id(claim),
                start,
                start + 50,
                pick_words(chance, 6),
                chance.choice(ROLES),
                claim_id(claim),
                1,
            )


def iter_links(chance: random.Random, claims: int) -> Iterator[Row]:
    """Yield a link from each fortieth claim to the next one."""
    for claim in range(0, claims, CLAIMS_OF_LINK):
        yield (
            claim_id(claim),
            chance.choice(RELATIONS),
            claim_id(claim + 1),
            chance.choice(BASES),
            pick_number(chance, 0, 1),
            pick_day(chance),
        )


ROWS = {
    "documents": iter_documents,
    "entities": iter_entities,
    "claims": iter_claims,
    "attributions": iter_attributions,
    "spans": iter_spans,
    "claim_links": iter_links,
}


def spoil(rows: Iterable[Row], faults: list[tuple[int, str]]) -> Iterator[Row]:
    """Yield each row with one cell replaced, by the next of some faults."""
    for row, (index, word) in zip(rows, itertools.cycle(faults), strict=False):
        yield (*row[:index], word, *row[index + 1 :])


def write_csv(folder: Path, claims: int, *, is_faulty: bool = False) -> None:
    """Write the package with so many claims, as CSV."""
    (folder / "data").mkdir(parents=True)
    resources = []
    for name, schema in SCHEMAS.items():
        rows = ROWS[name](random.Random(name), claims)  # noqa: S311  # no secret
        if is_faulty:
            rows = spoil(rows, list_faults(schema))
        path = folder / "data" / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([field["name"] for field in schema["fields"]])
            writer.writerows(rows)
        resources.append(describe_table(path))
    write_descriptor(folder, resources)


def write_parquet(folder: Path, source: Path) -> None:
    """Write the rows of a package in CSV again, as Parquet."""
    (folder / "data").mkdir(parents=True)
    paths = [convert(source, name, folder) for name in SCHEMAS]
    tables = [{**describe_table(path), "format": "parquet"} for path in paths]
    write_descriptor(folder, tables)


def write_twins(folder: Path, source: Path) -> None:
    """Write a package in CSV again, with a Parquet twin of each table."""
    shutil.copytree(source, folder)
    resources: list[Json] = []
    for name in SCHEMAS:
        table = describe_table(folder / "data" / f"{name}.csv")
        twin = {
            **describe_file(convert(source, name, folder)),
            "name": f"{name}-parquet",
            "twinOf": name,
            "format": "pq",
            "contentHash": table["hash"],
        }
        resources += [table, twin]
    write_descriptor(folder, resources)


def convert(source: Path, name: str, folder: Path) -> Path:
    """Write a table of a package in CSV into another, as Parquet; return its path."""
    fields = {field["name"]: field["type"] for field in SCHEMAS[name]["fields"]}
    table = arrow_csv.read_csv(
        source / "data" / f"{name}.csv",
        convert_options=arrow_csv.ConvertOptions(
            column_types={key: ARROW_TYPES[kind] for key, kind in fields.items()},
            strings_can_be_null=True,
            null_values=[""],
        ),
    )
    path = folder / "data" / f"{name}.parquet"
    parquet.write_table(
        table,
        path,
        compression="zstd",
        row_group_size=ROWS_PER_GROUP,
        write_page_checksum=True,
    )
    return path


def describe_table(path: Path) -> Json:
    """Return the entry of a table's file in the descriptor."""
    return {**describe_file(path), "type": "table", "schema": SCHEMAS[path.stem]}


def describe_file(path: Path) -> Json:
    """Return what the descriptor says of every file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": path.stem,
        "path": f"data/{path.name}",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
    }


def write_descriptor(folder: Path, resources: list[Json]) -> None:
    """Write the descriptor of the package."""
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    content = {"$schema": profile, "name": "large", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")


def write_variant(root: Path, claims: int, variant: str) -> None:
    """Write one variant of the package; those in Parquet need `csv` before."""
    if variant == "parquet":
        write_parquet(root / variant, root / "csv")
    elif variant == "twins":
        write_twins(root / variant, root / "csv")
    else:
        write_csv(root / variant, claims, is_faulty=variant == "faulty")


if __name__ == "__main__":
    for word in sys.argv[3:] or ["csv"]:
        write_variant(Path(sys.argv[1]), int(sys.argv[2]), word)
