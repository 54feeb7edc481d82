"""The tables that `load_dataset` loads, and what it is told of them.

Source: Hugging Face Hub, "Manual Configuration". All tables are read in one format, so
those that lack it are on the card alone. The types of columns are left to the Parquet
files, which know them.
"""

from __future__ import annotations

import re
from glob import escape
from typing import Any

from claimpack.catalogues.csv_forms import find_pandas_obstacle, list_pandas_options
from claimpack.catalogues.publication import Files, Publication
from claimpack.catalogues.unique_names import UniqueNames
from claimpack.findings import quote

REFUSED = re.compile(r"[<>:/\\|?*]")
"""What the name of a configuration must not have."""
SUFFIXES = {"parquet": (".parquet",), "csv": (".csv", ".csv.gz", ".tsv", ".tsv.gz")}
"""How files of a format are called, by which `load_dataset` knows them."""
NAMES = {"parquet": "Parquet", "csv": "CSV"}


def list_configs(publication: Publication) -> list[dict[str, Any]]:
    """Return the configuration of each table that is loaded."""
    names = UniqueNames()
    return [
        {"config_name": names.give(table, name_table(table)), **name_files(files)}
        for table, files in list_tables(publication)
    ]


def list_tables(publication: Publication) -> list[tuple[Files, Files]]:
    """Return each table that is loaded, and its files, all of one format."""
    form = choose_format(publication)
    found = [(it, find_place(publication, it, form)) for it in publication.tables]
    return [
        (table, place)
        for table, place in found
        if place and not find_obstacle(table, place)
    ]


def choose_format(publication: Publication) -> str:
    """Return the format in which most tables can be loaded, or lie; else Parquet."""

    def rank(form: str) -> tuple[int, int]:
        found = [(it, find_place(publication, it, form)) for it in publication.tables]
        there = [(table, place) for table, place in found if place]
        return sum(1 for each in there if not find_obstacle(*each)), len(there)

    return max(SUFFIXES, key=rank)


def find_place(publication: Publication, table: Files, form: str) -> Files | None:
    """Return where a table lies in a format; None where it does not."""
    if form == "parquet":
        return publication.find_parquet(table)
    return table if table.format == form else None


def find_obstacle(table: Files, place: Files) -> str | None:
    """Return why `load_dataset` 5.2 cannot load a table; None where it can.

    It chooses its reader by how the files are called, and fails where there is no row.
    """
    if table.row_count == 0:
        return "it has no rows"
    if place.obstacle:
        return place.obstacle
    suffixes = SUFFIXES[place.format or ""]
    if not all(path.lower().endswith(suffixes) for path in place.paths):
        return f"the name of its file does not end in {suffixes[0]}"
    return find_pandas_obstacle(place) if place.format == "csv" else None


def list_left_out(publication: Publication) -> dict[str, str]:
    """Return why some tables are on the card alone, by their names."""
    form = choose_format(publication)
    found = {}
    for table in publication.tables:
        place = find_place(publication, table, form)
        other = f"it is not in {NAMES[form]}, in which others are loaded"
        obstacle = find_obstacle(table, place) if place else other
        if obstacle:
            found[table.name] = obstacle
    return found


def explain_need(publication: Publication) -> str:
    """Return what tables are needed for, and why those that are there do not do."""
    obstacles = list_left_out(publication).items()
    return "; ".join(
        ["what is loaded", *(f"{quote(name)}: {why}" for name, why in obstacles)]
    )


def name_table(table: Files) -> str:
    """Return the name of a table without the signs that `load_dataset` refuses."""
    return REFUSED.sub("-", table.name)


def name_files(files: Files) -> dict[str, Any]:
    """Return the files of a table as its one split, and how its CSV is read.

    No sign of a path is a wildcard.
    """
    paths = [escape(path) for path in files.paths]
    split = {"split": "train", "path": paths if len(paths) > 1 else paths[0]}
    options = list_pandas_options(files) if files.format == "csv" else {}
    return {"data_files": [split], **options}
