"""The large package, checked with pandera on polars.

`pandera_package.py FOLDER` reads the tables in CSV and ends with exit code 1 where
anything is wrong. pandera checks types, required cells, enums, patterns, bounds, and
primary and unique keys. It has no foreign keys: polars joins for them. Nobody here
looks at sizes, hashes, the descriptor, or the form of the file: rows that are too
short, blank rows, and bytes that only some readers take.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from large_schema import SCHEMAS, Json

TYPES = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
}


def make_schema(schema: Json) -> pa.DataFrameSchema:
    """Return a Table Schema as pandera has it."""
    columns = {field["name"]: make_column(field) for field in schema["fields"]}
    keys = [schema["primaryKey"], *schema.get("uniqueKeys", [])]
    checks = [make_key_check(key) for key in keys]
    return pa.DataFrameSchema(columns, checks=checks, strict=True, ordered=True)


def make_column(field: Json) -> pa.Column:
    """Return a column of a Table Schema as pandera has it."""
    limits = field["constraints"]
    makers = {
        "enum": pa.Check.isin,
        "pattern": lambda pattern: pa.Check.str_matches(f"^(?:{pattern})$"),
        "minimum": pa.Check.ge,
        "maximum": pa.Check.le,
    }
    checks = [make(limits[key]) for key, make in makers.items() if key in limits]
    nullable = not limits.get("required", False)
    return pa.Column(TYPES[field["type"]], checks, nullable=nullable)


def make_key_check(fields: list[str]) -> pa.Check:
    """Return the check that no two rows have the same key."""
    return pa.Check(
        lambda found: found.lazyframe.select(~pl.struct(fields).is_duplicated()),
        name=f"unique {', '.join(fields)}",
    )


def read_table(path: Path, schema: Json) -> pl.DataFrame:
    """Return a table with its declared types; polars refuses what is of another."""
    types = {field["name"]: TYPES[field["type"]] for field in schema["fields"]}
    return pl.read_csv(path, schema=types)


def count_dangling(tables: dict[str, pl.DataFrame], name: str) -> int:
    """Return how many rows of a table refer to a key that is not there."""
    count = 0
    for key in SCHEMAS[name].get("foreignKeys", []):
        target = tables[key["reference"]["resource"] or name]
        fields, names = key["fields"], key["reference"]["fields"]
        referring = tables[name].select(fields).drop_nulls()
        keys = target.select(names)
        count += referring.join(keys, left_on=fields, right_on=names, how="anti").height
    return count


def main() -> None:
    """Check all tables, and then the keys between them."""
    folder = Path(sys.argv[1]) / "data"
    faults = 0
    tables = {}
    for name, schema in SCHEMAS.items():
        tables[name] = read_table(folder / f"{name}.csv", schema)
        try:
            make_schema(schema).validate(tables[name], lazy=True)
        except SchemaErrors as error:
            faults += len(error.failure_cases)
    faults += sum(count_dangling(tables, name) for name in SCHEMAS)
    print(f"{faults} faults")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
