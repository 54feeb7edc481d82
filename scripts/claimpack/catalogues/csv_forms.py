"""What the readers of others must be told of a CSV file, and what they cannot be told.

Sources: pandas, `read_csv`, whose options `datasets` hands on; mlcroissant 1.1, which
gives it none. Croissant itself has no words for a dialect.
"""

from __future__ import annotations

from typing import Any

from claimpack.catalogues.publication import Files
from claimpack.content import UTF8
from claimpack.csv_files import DEFAULT_DIALECT, Dialect

TAB = "\t"


def list_pandas_options(files: Files) -> dict[str, Any]:
    """Return what pandas must be told to read a CSV file, beside its defaults.

    `sep` is always told: `datasets` takes it from the name of the file otherwise.
    """
    dialect, encoding = files.dialect, files.wrapping.encoding
    plain = DEFAULT_DIALECT.options
    options: dict[str, Any] = {"sep": dialect.delimiter}
    options |= {
        key: value
        for key, value in dialect.options.items()
        if key != "delimiter" and value != plain[key]
    }
    if not dialect.header_rows:
        options["names"] = [column.name for column in files.columns]
    if dialect.null_sequence is not None:
        options["na_values"] = [dialect.null_sequence]
    if encoding != UTF8:
        options["encoding"] = encoding
    return options


def find_pandas_obstacle(files: Files) -> str | None:
    """Return what pandas cannot be told of a CSV file; None where there is nothing."""
    dialect = files.dialect
    if dialect.header_rows not in ((1,), ()):
        return "its labels are not in the first row alone"
    if dialect.comment_rows or dialect.comment_char is not None:
        return "some of its rows are comments"
    return None


def find_croissant_obstacle(files: Files) -> str | None:
    """Return what Croissant has no words for in a CSV file; None: there is nothing."""
    if files.wrapping.encoding != UTF8:
        return f"Croissant has no words for its encoding, {files.wrapping.encoding}"
    if files.dialect not in (DEFAULT_DIALECT, Dialect(delimiter=TAB)):
        return "Croissant has no words for its dialect"
    return None
