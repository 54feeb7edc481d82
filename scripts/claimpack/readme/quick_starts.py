"""A few lines for each tool that read a table of a package.

What is said of a path is a literal of the language: no name leaves it. Paths are
patterns to DuckDB, datasets and Spark, so that their signs are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from glob import escape

from claimpack.catalogues.publication import Files, Publication
from claimpack.readme.background import Background
from claimpack.readme.words import fence, in_line
from claimpack.sqlite.names import quote_name

VIEW = "claims_flat"
"""The table to start with, in a package of our model."""
PATTERN_SIGNS = set("*?[")
MOST_PATHS = 3
"""Files of a table that are named; the parts of a larger one are found by a pattern."""
PART = re.compile(r"((?:[A-Za-z0-9_-]+/)+)part-[0-9]{5,}(\.[a-z]+)")
SPARK_SIGNS = re.compile(r"[\\*?\[\]{}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the rows of a table are read."""

    paths: tuple[str, ...]
    """Relative to the package; several are one table, one after the other."""
    format: str
    """csv or parquet."""

    def choose(self, csv: str, parquet: str = "") -> str:
        """Return what fits the format."""
        return csv if self.format == "csv" else parquet

    @property
    def pattern(self) -> str | None:
        """What finds just these files; None where they are few, or called otherwise."""
        found = [PART.fullmatch(path) for path in self.paths]
        patterns = {"*".join(match.groups()) for match in found if match}
        if len(found) <= MOST_PATHS or None in found or len(patterns) > 1:
            return None
        return patterns.pop()

    @property
    def imports(self) -> str:
        """The lines of Python before those that read."""
        return "from glob import glob\n\n" if self.pattern else ""

    def write_paths(self, write: Callable[[str], str] = str) -> str:
        """Return the files in Python; `write` escapes the signs of a path."""
        if self.pattern:
            return f"sorted(glob({quote_code(self.pattern)}))"
        return name_paths(map(write, self.paths))


def iter_quick_starts(
    publication: Publication, background: Background
) -> Iterator[str]:
    """Yield the blocks of Markdown; none where the package has no table."""
    table = choose_table(publication, background)
    if table is None:
        return
    places = list_places(publication, background, table)
    yield f"Run them in the folder of the package. They read {in_line(table.name)}."
    for name, start in STARTS.items() if places else ():
        place = places[-1] if name == "R" else places[0]
        if can_read(name, place, table.row_count):
            yield from (f"#### {name}", start(place))
    yield from ("#### SQLite", start_sqlite(publication.name, table))


def choose_table(publication: Publication, background: Background) -> Files | None:
    """Return the table to start with: one that is read by all and has rows, if any."""

    def rank(table: Files) -> tuple[bool, bool, bool]:
        places = list_places(publication, background, table)
        return not places, table.row_count == 0, table.name != VIEW

    return min(publication.tables, key=rank, default=None)


def list_places(
    publication: Publication, background: Background, table: Files
) -> list[Place]:
    """Return where any reader finds the rows of a table: in Parquet first."""
    parquet = publication.find_parquet(table)
    places = [Place(paths=parquet.paths, format="parquet")] if parquet else []
    if table.name in background.plain_tables:
        places.append(Place(paths=table.paths, format="csv"))
    return places


def can_read(tool: str, place: Place, row_count: int | None) -> bool:
    """Return whether a tool reads a table; each was tried.

    datasets 5.2 fails on no rows. Spark 4.3 hides files whose names begin with `_` or
    `.`, and takes escaped signs for a pattern again where a cell of CSV may have lines.
    """
    if tool == "datasets":
        return row_count != 0
    if tool == "Spark":
        is_hidden = any(
            path.rpartition("/")[2][:1] in {"_", "."} for path in place.paths
        )
        is_pattern = SPARK_SIGNS.search("".join(place.paths)) is not None
        return not is_hidden and (place.format == "parquet" or not is_pattern)
    return True


def start_duckdb(place: Place) -> str:
    """Return the lines for DuckDB."""
    options = place.choose(', header=True, delimiter=",", sample_size=-1')
    paths = place.write_paths(escape)
    return fence(
        "python",
        f"{place.imports}import duckdb\n\n"
        f"records = duckdb.read_{place.format}({paths}{options})\n"
        'print(records.count("*"))\n'
        "print(records.limit(5))",
    )


def start_pandas(place: Place) -> str:
    """Return the lines for pandas, with types that know missing values."""
    options = place.choose(', keep_default_na=False, na_values=[""]')

    def read(path: str) -> str:
        call = f"pd.read_{place.format}({path}, "
        return f'{call}dtype_backend="numpy_nullable"{options})'

    records = read_each(place, read, "pd.concat({}, ignore_index=True)")
    return fence(
        "python",
        f"{place.imports}import pandas as pd\n\n"
        f"{records}\nrecords.info()\nprint(records)",
    )


def start_polars(place: Place) -> str:
    """Return the lines for polars; of CSV it looks at all rows to know the types."""
    options = place.choose(", infer_schema_length=None")
    if PATTERN_SIGNS & set("".join(place.paths)):
        options += ", glob=False"

    def read(path: str) -> str:
        return f"pl.read_{place.format}({path}{options})"

    records = read_each(place, read, 'pl.concat({}, how="vertical_relaxed")')
    return fence(
        "python",
        f"{place.imports}import polars as pl\n\n{records}\nprint(records)",
    )


def start_r(place: Place) -> str:
    """Return the lines for R, which reads CSV by itself, and Parquet with arrow."""
    options = place.choose(', na.strings = "", check.names = FALSE, encoding = "UTF-8"')
    reader = place.choose("read.csv", "arrow::read_parquet")
    paths = ", ".join(map(quote_code, place.paths))
    if len(place.paths) == 1:
        lines = [f"path <- {paths}", f"records <- {reader}(path{options})"]
    else:
        each = f"lapply(paths, {reader}{options})"
        pattern = place.pattern and f"sort(Sys.glob({quote_code(place.pattern)}))"
        paths = pattern or f"c({paths})"
        lines = [f"paths <- {paths}", f"records <- do.call(rbind, {each})"]
    return fence("r", "\n".join([*lines, "str(records)"]))


def start_spark(place: Place) -> str:
    """Return the lines for Spark."""
    options = ", header=True, inferSchema=True, multiLine=True, escape='\"'"
    names = [SPARK_SIGNS.sub(r"\\\g<0>", path) for path in place.paths]
    paths = place.write_paths() if place.pattern else name_paths(names)
    parquet = f"*{paths}" if place.pattern else ", ".join(map(quote_code, names))
    return fence(
        "python",
        f"{place.imports}from pyspark.sql import SparkSession\n\n"
        "spark = SparkSession.builder.getOrCreate()\n"
        f"records = spark.read.{place.format}"
        f"({place.choose(paths + options, parquet)})\n"
        "records.printSchema()\n"
        "print(records.count())",
    )


def start_datasets(place: Place) -> str:
    """Return the lines for Hugging Face datasets."""
    options = place.choose(', keep_default_na=False, na_values=[""]')
    paths = place.write_paths(escape)
    return fence(
        "python",
        f"{place.imports}from datasets import load_dataset\n\n"
        f"files = {paths}\n"
        f'records = load_dataset("{place.format}", data_files=files, split="train"'
        f"{options})\n"
        "print(records)",
    )


def start_sqlite(package: str | None, table: Files) -> str:
    """Return how a database is made of the package, and the lines that read it."""
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", package or "").strip("-") or "package"
    query = quote_code(" ".join(["SELECT count(*) FROM", quote_name(table.name)]))
    make = fence("sh", f"claimpack sqlite --output {stem}.sqlite .")
    read = fence(
        "python",
        "import sqlite3\n\n"
        f'database = sqlite3.connect("{stem}.sqlite")\n'
        f"print(database.execute({query}).fetchone())\n"
        "database.close()",
    )
    return f"{make}\n\n{read}"


STARTS: Mapping[str, Callable[[Place], str]] = {
    "DuckDB": start_duckdb,
    "pandas": start_pandas,
    "polars": start_polars,
    "R": start_r,
    "Spark": start_spark,
    "datasets": start_datasets,
}
"""The lines for each tool that reads the files themselves."""


def read_each(place: Place, read: Callable[[str], str], join: str) -> str:
    """Return the lines that read one file, or several one after the other.

    `join` takes the place of `{}` with a list.
    """
    if len(place.paths) == 1:
        return f"records = {read(name_paths(place.paths))}"
    each = f"[{read('path')} for path in paths]"
    return f"paths = {place.write_paths()}\nrecords = {join.replace('{}', each)}"


def name_paths(paths: Iterable[str]) -> str:
    """Return one path as a literal of Python, several as a list."""
    literals = list(map(quote_code, paths))
    return literals[0] if len(literals) == 1 else f"[{', '.join(literals)}]"


def quote_code(text: str) -> str:
    r"""Return a text as a literal that Python and R read alike, on one line.

    >>> print(quote_code("a b"), quote_code('"a"'), quote_code("a\n"))
    "a b" '"a"' "a\n"
    """
    literal = repr(text)
    return literal if {"'", '"'} & set(text) else f'"{literal[1:-1]}"'
