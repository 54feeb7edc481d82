"""All checks of a data package, in one stable order.

`check_package` goes on after every fault that leaves something to look at, so that
one run tells all there is to mend.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from claimpack import journal
from claimpack.checks.dereference import dereference
from claimpack.checks.descriptor import read_package
from claimpack.checks.expectations import check_expectations, list_fillings
from claimpack.checks.files import check_strays, find_unfinished_build
from claimpack.checks.keys import check_keys
from claimpack.checks.large import check_large, iter_pieces
from claimpack.checks.model import check_model, fit_numbers, is_of_model
from claimpack.checks.own_rule_files import (
    OwnRule,
    list_ruled_fields,
    read_own_rules,
)
from claimpack.checks.own_rules import check_own_rules
from claimpack.checks.references import check_references
from claimpack.checks.resources import check_resources
from claimpack.checks.rules import check_rules
from claimpack.checks.spans import check_spans
from claimpack.checks.table_folds import fold_cells
from claimpack.checks.table_plans import (
    list_expected_fields,
    list_key_fields,
    make_plans,
)
from claimpack.checks.tombstones import check_tombstones
from claimpack.engine import ONE_THREAD
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Rest
from claimpack.key_store import open_budget
from claimpack.package import DESCRIPTOR_PATH, csv_path
from claimpack.schema import Schema
from claimpack.sources import Package, TableRows
from claimpack.strict_json import parse_json
from claimpack.value_store import open_room

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS_HELD = 2_000_000
"""Rows of a package of the model whose values are in memory; others are on disk."""
ROWS_OF_SLICE = 300_000
"""Rows of which the rules of the model are asked at a time, where some are on disk."""
MOST_DESCRIBED = 1000
"""Findings of one table, or of one key, that are described; others are counted."""


def check_package(  # noqa: PLR0913  # what is looked at, and how
    folder: PackageFiles,
    schema: Schema,
    *,
    descriptor_path: str = DESCRIPTOR_PATH,
    row_schemas: Traversable | None = None,
    profiles: Mapping[str, Any] | None = None,
    memory_bytes: int | None = None,
    most_rows_held: int = MOST_ROWS_HELD,
    rows_of_slice: int = ROWS_OF_SLICE,
) -> Iterator[Finding | Rest]:
    """Yield all that is wrong with a package.

    Of each table, of each key, and of each rule that the package brings along, the
    first 1,000 findings are described, and the others counted.
    `row_schemas` is a folder with the JSON Schema of a row of each table (for
    `--rows`); `profiles` are the JSON Schemas of descriptors, by file name. With
    `memory_bytes`, keys lie on disk, and half of that is for comparing them. Of a
    package of the model with more than `most_rows_held` rows, their values lie on disk,
    and rules are asked of about `rows_of_slice` at a time.

    Raises:
        SourceError: the descriptor cannot be read.

    """
    if folder.exists(journal.JOURNAL):
        yield find_unfinished_build(descriptor_path)
        return
    content = parse_json(folder.read_bytes(descriptor_path), descriptor_path)
    if profiles is not None:
        # jsonschema takes longer to import than all other checks take to run.
        from claimpack.checks.profile import check_profile

        yield from check_profile(descriptor_path, content, profiles)
    content = yield from dereference(folder, descriptor_path, content)
    package = yield from read_package(descriptor_path, content)
    package = yield from check_references(package)
    yield from check_model(package, schema)
    own_rules = yield from read_own_rules(folder, package, schema)
    with open_room(most_rows_held) as room, open_budget(memory_bytes) as budget:
        plans = make_plans(package, schema, own_rules, budget, room)
        tables = yield from check_resources(folder, package, plans, MOST_DESCRIBED)
        yield from check_strays(folder, package)
        yield from check_keys(tables, MOST_DESCRIBED, budget or room.budget)
        yield from check_tombstones(tables, MOST_DESCRIBED)
        yield from check_values(package, tables, own_rules, is_large=room.is_full)
        if not package.is_model:
            return
        # Of a large package, the keys take more than all that follows.
        ours = {
            name: replace(rows, key_columns=None)
            for name, rows in tables.items()
            if is_of_model(rows, schema)
        }
        tables.clear()
        if room.is_full:
            yield from check_large(folder, ours, schema, rows_of_slice)
        else:
            yield from check_model_tables(folder, ours, schema)
        if row_schemas is not None:
            from claimpack.checks.row_schemas import check_rows_as_json

            for piece in iter_pieces(ours):
                yield from check_rows_as_json(piece, row_schemas)


def check_values(
    package: Package,
    tables: Mapping[str, TableRows],
    own_rules: Sequence[OwnRule],
    *,
    is_large: bool,
) -> Iterator[Finding | Rest]:
    """Yield what a package itself says of its values.

    Of a large one only those columns are read of which it says something.
    """
    held = dict(tables)
    for name, rows in tables.items():
        fields = list_expected_fields(package, rows.table)
        fields |= list_ruled_fields(own_rules, rows.table)
        if rows.stored is not None:
            names = [it for it in rows.stored.names if it in fields or not is_large]
            held[name] = rows.hold(rows.stored.read_all(names))
    yield from check_expectations(package, list_fillings(held))
    yield from check_own_rules(own_rules, package, held, MOST_DESCRIBED)


def check_model_tables(
    folder: PackageFiles, tables: Mapping[str, TableRows], schema: Schema
) -> Iterator[Finding]:
    """Yield what the model says of tables that are of it."""
    held = {name: rows.hold(rows.values.read_all()) for name, rows in tables.items()}
    ours = yield from fit_numbers(held)
    if ours:
        yield from check_spans(folder, ours)
        yield from check_rules(ours, schema)


def check_tables(
    tables: Mapping[str, pa.Table],
    schema: Schema,
    package: Package | None = None,
) -> Iterator[Finding]:
    """Yield all that is wrong with tables of the model that no file holds yet.

    Cells, keys and rules are checked as in a package, and so are the expectations of
    `package` if they are to be in one; the paths are those that the tables will have
    as CSV, and there are no physical lines.
    """
    rows: dict[str, TableRows] = {}
    keys = list_key_fields(schema.tables.values())
    for name, cells in tables.items():
        fold = fold_cells(schema.tables[name], csv_path(name), cells, keys[name])
        yield from fold.collected.findings
        rows[name] = replace(fold.finish(), cells=cells)
    for finding in check_keys(rows, sys.maxsize):
        if isinstance(finding, Finding):  # and so are all of them
            yield finding
    rows = {name: replace(each, key_columns=None) for name, each in rows.items()}
    if package is not None:
        yield from check_expectations(package, list_fillings(rows))
    yield from check_rules(rows, schema, ONE_THREAD)
