"""A package of the shape of ours, of any size: six tables with keys between them.

`large_package.py FOLDER CLAIMS` writes it as CSV and as Parquet. Seeded, so that the
same size gives the same bytes. 3.15 rows for each claim.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv as arrow_csv
from pyarrow import parquet

Row = tuple[object, ...]
Json = dict[str, Any]

CERTAINTIES = ("certain", "probable", "possible", "uncommitted")
POLARITIES = ("positive", "negative")
KINDS = ("person", "organization", "group", "place")
ROLES = ("content", "source", "cue")
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
ID = "[a-z0-9][a-z0-9._-]{0,99}"
CLAIMS_OF_DOCUMENT, CLAIMS_OF_ENTITY, CLAIMS_OF_LINK = 30, 10, 50


def column(name: str, kind: str = "string", **constraints: object) -> Json:
    """Return the entry of a column in a Table Schema."""
    return {"name": name, "type": kind, "constraints": constraints}


def refers(field: str, resource: str, target: str) -> Json:
    """Return the entry of a foreign key in a Table Schema."""
    reference = {"resource": resource, "fields": [target]}
    return {"fields": [field], "reference": reference}


SCHEMAS: dict[str, Json] = {
    "documents": {
        "fields": [
            column("document_id", required=True, pattern=ID),
            column("title", required=True),
            column("published_start", "date"),
            column("language", required=True, pattern="[a-z]{2,3}"),
            column("char_count", "integer", required=True, minimum=0),
        ],
        "primaryKey": ["document_id"],
    },
    "entities": {
        "fields": [
            column("entity_id", required=True, pattern=ID),
            column("name", required=True),
            column("entity_type", required=True, enum=list(KINDS)),
            column("part_of_id"),
        ],
        "primaryKey": ["entity_id"],
        "foreignKeys": [refers("part_of_id", "", "entity_id")],
    },
    "claims": {
        "fields": [
            column("claim_id", required=True, pattern=ID),
            column("document_id", required=True),
            column("claim_text", required=True),
            column("certainty", enum=list(CERTAINTIES)),
            column("polarity", enum=list(POLARITIES)),
            column("place_id"),
            column("quantity", "number", minimum=0),
            column("quantity_low", "number", minimum=0),
            column("event_date_start", "date"),
            column("event_date_end", "date"),
        ],
        "primaryKey": ["claim_id"],
        "foreignKeys": [
            refers("document_id", "documents", "document_id"),
            refers("place_id", "entities", "entity_id"),
        ],
    },
    "attributions": {
        "fields": [
            column("claim_id", required=True),
            column("level", "integer", required=True, minimum=1),
            column("source_id"),
            column("source_kind", required=True, enum=["writer", "named", "unnamed"]),
            column("cue"),
            column("said_start", "date"),
        ],
        "primaryKey": ["claim_id", "level"],
        "foreignKeys": [
            refers("claim_id", "claims", "claim_id"),
            refers("source_id", "entities", "entity_id"),
        ],
    },
    "spans": {
        "fields": [
            column("span_id", required=True, pattern=ID),
            column("document_id", required=True),
            column("char_start", "integer", required=True, minimum=0),
            column("char_end", "integer", required=True, minimum=0),
            column("text"),
            column("role", required=True, enum=list(ROLES)),
            column("claim_id"),
        ],
        "primaryKey": ["span_id"],
        "foreignKeys": [
            refers("document_id", "documents", "document_id"),
            refers("claim_id", "claims", "claim_id"),
        ],
    },
    "claim_links": {
        "fields": [
            column("claim_id", required=True),
            column("relation", required=True, enum=["restates", "updates"]),
            column("target_id", required=True),
        ],
        "primaryKey": ["claim_id", "relation", "target_id"],
        "foreignKeys": [refers("target_id", "claims", "claim_id")],
    },
}


def write_package(folder: Path, claims: int) -> None:
    """Write the package with so many claims, as CSV."""
    (folder / "data").mkdir(parents=True)
    resources = []
    for name, schema in SCHEMAS.items():
        path = folder / "data" / f"{name}.csv"
        header = [field["name"] for field in schema["fields"]]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(ROWS[name](random.Random(name), claims))  # noqa: S311  # no secret
        resources.append(describe(name, path, schema))
    write_descriptor(folder, resources)


def describe(name: str, path: Path, schema: Json) -> Json:
    """Return the entry of a file in the descriptor."""
    content = path.read_bytes()
    return {
        "name": name,
        "type": "table",
        "path": f"data/{path.name}",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def write_descriptor(folder: Path, resources: list[Json]) -> None:
    """Write the descriptor of the package."""
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    content = {"$schema": profile, "name": "large", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")


def document_id(claim: int) -> str:
    """Return the id of the document of a claim."""
    return f"d{claim // CLAIMS_OF_DOCUMENT:07d}"


def claim_id(claim: int) -> str:
    """Return the id of a claim."""
    return f"{document_id(claim)}.e{claim:07d}"


def entity_id(entity: int) -> str:
    """Return the id of an entity."""
    return f"e{entity:07d}"


def pick_words(chance: random.Random, count: int) -> str:
    """Return some words, now and then with a comma."""
    return " ".join(chance.choices(WORDS, k=count))


def pick_day(chance: random.Random) -> str:
    """Return a day from 2010 on."""
    year, month, day = chance.randint(2010, 2024), chance.randint(1, 12), 0
    day = chance.randint(1, 28)
    return f"{year}-{month:02d}-{day:02d}"


def maybe(chance: random.Random, share: float, value: object) -> object:
    """Return the value in a share of the cases, else nothing."""
    return value if chance.random() < share else ""


def iter_documents(chance: random.Random, claims: int) -> Iterator[Row]:
    """Yield a document for each 30 claims."""
    for claim in range(0, claims, CLAIMS_OF_DOCUMENT):
        size = chance.randint(500, 9000)
        yield document_id(claim), pick_words(chance, 8), pick_day(chance), "en", size


def iter_entities(chance: random.Random, claims: int) -> Iterator[Row]:
    """Yield an entity for each 10 claims; some are a part of one before."""
    for number in range(claims // CLAIMS_OF_ENTITY):
        part_of = entity_id(chance.randint(0, max(0, number - 1)))
        yield (
            entity_id(number),
            pick_words(chance, 3),
            chance.choice(KINDS),
            maybe(chance, 0.3 if number else 0, part_of),
        )


def iter_claims(chance: random.Random, claims: int) -> Iterator[Row]:
    """Yield the claims."""
    last = claims // CLAIMS_OF_ENTITY - 1
    for claim in range(claims):
        yield (
            claim_id(claim),
            document_id(claim),
            pick_words(chance, 14),
            chance.choice(CERTAINTIES),
            chance.choice(POLARITIES),
            maybe(chance, 0.4, entity_id(chance.randint(0, last))),
            maybe(chance, 0.3, chance.randint(0, 20_000)),
            maybe(chance, 0.3, chance.randint(0, 100)),
            pick_day(chance),
            maybe(chance, 0.5, pick_day(chance)),
        )


def iter_attributions(chance: random.Random, claims: int) -> Iterator[Row]:
    """Yield an attribution for each claim."""
    last = claims // CLAIMS_OF_ENTITY - 1
    for claim in range(claims):
        source = entity_id(chance.randint(0, last))
        yield claim_id(claim), 1, source, "named", "said", pick_day(chance)


def iter_spans(chance: random.Random, claims: int) -> Iterator[Row]:
    """Yield a span for each claim."""
    for claim in range(claims):
        start = chance.randint(0, 8000)
        yield (
            f"{document_id(claim)}.t{claim:07d}",
            document_id(claim),
            start,
            start + 50,
            pick_words(chance, 6),
            chance.choice(ROLES),
            claim_id(claim),
        )


def iter_links(_: random.Random, claims: int) -> Iterator[Row]:
    """Yield a link from each fiftieth claim to the next one."""
    for claim in range(0, claims - 1, CLAIMS_OF_LINK):
        yield claim_id(claim), "restates", claim_id(claim + 1)


ROWS = {
    "documents": iter_documents,
    "entities": iter_entities,
    "claims": iter_claims,
    "attributions": iter_attributions,
    "spans": iter_spans,
    "claim_links": iter_links,
}


def convert(source: Path, target: Path) -> None:
    """Write the package again, with Parquet in place of CSV."""
    (target / "data").mkdir(parents=True)
    descriptor = json.loads((source / "datapackage.json").read_bytes())
    resources: list[Json] = []
    for resource in descriptor["resources"]:
        name = resource["name"]
        path = target / "data" / f"{name}.parquet"
        fields = {each["name"]: each["type"] for each in SCHEMAS[name]["fields"]}
        table = arrow_csv.read_csv(
            source / resource["path"],
            convert_options=arrow_csv.ConvertOptions(
                column_types={key: ARROW_TYPES[kind] for key, kind in fields.items()},
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
        parquet.write_table(table, path, compression="zstd", write_page_checksum=True)
        resources.append({**describe(name, path, SCHEMAS[name]), "format": "parquet"})
    write_descriptor(target, resources)


if __name__ == "__main__":
    root = Path(sys.argv[1])
    write_package(root / "csv", int(sys.argv[2]))
    convert(root / "csv", root / "parquet")
