"""The ids of what a Croissant file describes, of which no two are the same."""

from __future__ import annotations

import json
from urllib.parse import quote

from claimpack.catalogues.paths import encode_path
from claimpack.catalogues.publication import Column, Files
from claimpack.catalogues.unique_names import UniqueNames


class Ids:
    """The ids of files, tables, columns and code lists: each has its own."""

    def __init__(self) -> None:
        """Begin without an id."""
        self.names = UniqueNames()

    def of_files(self, files: Files) -> str:
        """Return the id of a file, which is its path, or of several."""
        path = files.paths[0] if len(files.paths) == 1 else f"files/{files.name}"
        return self.names.give(files, encode_path(path))

    def of_table(self, table: Files) -> str:
        """Return the id of the record set of a table."""
        return self.names.give((table, "rows"), quote(table.name))

    def of_column(self, table: Files, column: Column) -> str:
        """Return the id of a column in its record set."""
        wanted = f"{self.of_table(table)}/{quote(column.name, safe='')}"
        return self.names.give(column, wanted)

    def of_codes(self, table: Files, column: Column) -> str:
        """Return the id of the code list of a column.

        Columns share one where its name and its codes are the same.
        """
        name = name_codes(table, column)
        return self.names.give((name, json.dumps(column.codes)), quote(f"codes/{name}"))

    def of_code(self, table: Files, column: Column) -> str:
        """Return the id of the one field of the code list of a column."""
        codes = self.of_codes(table, column)
        return self.names.give((codes, "field"), f"{codes}/code")


def name_codes(table: Files, column: Column) -> str:
    """Return the name of the code list of a column."""
    return column.code_list or f"{table.name}.{column.name}"
