"""The rules of the model and the spans of a large package, slice by slice.

All tables of such a package lie on disk. What is found is what would be found if they
were in memory, in the same order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import chain

import pyarrow as pa
from pyarrow import compute

from claimpack.arrow_columns import pack_integers, pack_words
from claimpack.checks.breaches import Breach
from claimpack.checks.derived import summarize
from claimpack.checks.model import fit_numbers
from claimpack.checks.reread import without_findings
from claimpack.checks.rule_functions import can_tell
from claimpack.checks.rules import (
    find_all_breaches,
    find_tables,
    list_asked,
    make_rule_finding,
    place_breach,
)
from claimpack.checks.slices import (
    GUESTS,
    MENTIONED,
    Slicing,
    place_words,
    plan_slices,
)
from claimpack.checks.spans import check_spans
from claimpack.csv_scan import ROWS_OF_BATCH
from claimpack.files import PackageFiles
from claimpack.findings import Finding
from claimpack.schema import CrossRule, Schema
from claimpack.sources import TableRows

CODES = "codes"
"""The table that each slice has as a whole."""
WHOLE_FUNCTIONS = frozenset(
    {"no-cycle-of-parts", "no-cycle-of-links", "codes-are-derived"}
)
"""Functions of rules that follow rows from document to document."""
WHOLE_QUERY = "RECURSIVE"
"""A word of queries that do."""
SUMMARIZED = frozenset({"view-is-derived"})
"""Functions of which only the first breach is told, with a count."""
WORD = re.compile(r"[a-z_]+")


@dataclass(slots=True, kw_only=True)
class Gathered:
    """What was found in the slices."""

    numbers: list[Finding] = field(default_factory=list)
    """Of integers that are too large."""
    spans: list[Finding] = field(default_factory=list)
    """Of texts and spans."""
    breaches: dict[str, list[Breach]] = field(default_factory=lambda: defaultdict(list))
    """By code of the rule, with the indices of the whole tables."""
    untold: set[str] = field(default_factory=set)
    """Codes of the rules that could not be asked of all slices."""
    damaged: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """By table the rows that turned out to be damaged."""


def check_large(
    folder: PackageFiles,
    tables: Mapping[str, TableRows],
    schema: Schema,
    rows_of_slice: int,
) -> Iterator[Finding]:
    """Yield what the model says of large tables that are of it.

    `rows_of_slice` is how many rows a slice has, of all tables, about.
    """
    gathered = Gathered()
    rules = list_asked(schema, tables)
    sliced = [rule for rule in rules if not is_whole(rule)]
    for slice_tables in iter_slices(tables, rows_of_slice, gathered):
        gathered.spans += check_spans(folder, slice_tables)
        gather_breaches(sliced, schema, slice_tables, gathered)
    yield from sorted(gathered.numbers, key=lambda it: place_number(it, tables))
    yield from sorted(gathered.spans, key=place_span)
    for rule in rules:
        if is_whole(rule):
            find_whole_breaches(rule, schema, tables, gathered)
        yield from tell_breaches(rule, tables[rule.table], gathered)


def is_whole(rule: CrossRule) -> bool:
    """Return whether a rule is about the tables as a whole."""
    is_recursive = rule.query is not None and WHOLE_QUERY in rule.query
    return is_recursive or rule.function in WHOLE_FUNCTIONS


def place_number(finding: Finding, tables: Mapping[str, TableRows]) -> list[int]:
    """Return a key by which such findings stand in order: table, column, row."""
    place = finding.location
    rows = tables[str(place.resource)]
    column = rows.table.field_names.index(str(place.field))
    return [list(tables).index(rows.resource), column, place.row or 0]


def place_span(finding: Finding) -> tuple[bool, int]:
    """Return a key by which such findings stand in order: documents first."""
    return finding.location.resource == "spans", finding.location.row or 0


def iter_slices(
    tables: Mapping[str, TableRows], rows_of_slice: int, gathered: Gathered
) -> Iterator[dict[str, TableRows]]:
    """Yield the tables of each slice, and note what is wrong with their numbers."""
    slicing = plan_slices(tables, rows_of_slice)
    guests = {
        name: find_guests(name, tables[name], slicing)
        for name in GUESTS & tables.keys()
    }
    codes = {
        name: rows.hold(rows.values.read_all())
        for name, rows in tables.items()
        if name == CODES
    }
    for root, ranges in slicing.iter_ranges():
        own = {name: cut(tables[name], ranges[name]) for name in slicing.runs}
        fitted = fit(own, gathered)
        invited = {name: invite(name, fitted, guests[name], root) for name in guests}
        yield {**fitted, **invited, **codes}


def cut(rows: TableRows, ranges: Sequence[range]) -> TableRows:
    """Return some rows of a stored table."""
    values = rows.values
    cells = values.join(values.read(each.start, each.stop) for each in ranges)
    origins = ranges[0] if len(ranges) == 1 else list(chain.from_iterable(ranges))
    damaged = rows.damaged and {
        index for index, origin in enumerate(origins) if origin in rows.damaged
    }
    return replace(
        rows.hold(cells),
        row_count=cells.num_rows,
        damaged=frozenset(damaged),
        origins=origins,
    )


def fit(own: Mapping[str, TableRows], gathered: Gathered) -> dict[str, TableRows]:
    """Return tables as `fit_numbers` does, and note what is wrong with them."""
    fitted: dict[str, TableRows] = {}

    def iter_findings() -> Iterator[Finding]:
        fitted.update((yield from fit_numbers(own)))

    gathered.numbers += iter_findings()
    for name, rows in fitted.items():
        beyond = rows.damaged - own[name].damaged
        gathered.damaged[name].update(rows.origins[index] for index in beyond)
    return fitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Guests:
    """Rows of a table that rows of other slices mention."""

    cells: pa.Table
    homes: pa.Array
    """The slice of each, or the one that stands for it."""


def find_guests(name: str, rows: TableRows, slicing: Slicing) -> Guests:
    """Return the rows of entities or events that rows of other slices mention."""
    key, values = GUESTS[name], rows.values
    ids = pack_words(sorted(slicing.mentioned[name]))
    pieces = [
        cells.filter(compute.is_in(cells.column(key), value_set=ids))
        for _, cells in (values.iter_chunks() if len(ids) else ())
    ]
    whole = rows.hold(values.join(pieces))
    cells = without_findings(fit_numbers({name: whole}))[name].cells
    homes = place_words(slicing.bounds, cells.column(key)).to_pylist()
    return Guests(cells=cells, homes=pack_integers(map(slicing.find_root, homes)))


def invite(
    name: str, tables: Mapping[str, TableRows], guests: Guests, root: int
) -> TableRows:
    """Return a table of a slice with the rows behind its own that it mentions."""
    rows, key = tables[name], guests.cells.column(GUESTS[name])
    masks = [
        compute.is_in(key, value_set=tables[other].cells.column(field).combine_chunks())
        for other, fields in MENTIONED.items()
        for field, target in fields.items()
        if target == name and other in tables
    ]
    is_mentioned = reduce(compute.or_, masks) if masks else compute.is_null(key)
    is_other = compute.not_equal(guests.homes, root)
    invited = guests.cells.filter(compute.and_(is_mentioned, is_other))
    return replace(rows, cells=pa.concat_tables([rows.cells, invited]))


def gather_breaches(
    rules: Sequence[CrossRule],
    schema: Schema,
    tables: Mapping[str, TableRows],
    gathered: Gathered,
) -> None:
    """Note the breaches of rules in the tables of a slice."""
    gathered.untold.update(
        rule.code for rule in rules if not can_tell(rule, tables, schema)
    )
    told = [rule for rule in rules if rule.code not in gathered.untold]
    for rule, breaches in find_all_breaches(told, schema, tables):
        rows = tables[rule.table]
        gathered.breaches[rule.code] += (
            move(breach, rows, tables)
            for breach in breaches
            if breach.index is None or breach.index < len(rows.origins)
        )


def move(breach: Breach, rows: TableRows, tables: Mapping[str, TableRows]) -> Breach:
    """Return a breach in a slice with the indices of the whole tables."""
    if breach.index is None:
        return replace(breach, origin=tables["claims"].origins[breach.origin])
    return replace(breach, index=rows.origins[breach.index])


def find_whole_breaches(
    rule: CrossRule,
    schema: Schema,
    tables: Mapping[str, TableRows],
    gathered: Gathered,
) -> None:
    """Note the breaches of a rule that is about whole tables."""
    held = {
        name: hold_columns(rule, tables[name]) for name in find_tables(rule, schema)
    }
    own = held[rule.table]
    damaged = own.damaged | gathered.damaged[rule.table]
    held[rule.table] = replace(own, damaged=damaged)
    for _, breaches in find_all_breaches([rule], schema, held):
        gathered.breaches[rule.code] += breaches


def hold_columns(rule: CrossRule, rows: TableRows) -> TableRows:
    """Return a table with those columns in memory that a rule names.

    Of a table that the rule does not tell of, each row of a batch once.
    """
    values = rows.values
    if rows.resource == CODES:
        return rows.hold(values.read_all())
    texts = (rule.query, rule.message, rule.field)
    named = set(WORD.findall(" ".join(map(str, texts))))
    names = [name for name in rows.table.field_names if name in named]
    if rows.resource == rule.table:
        return rows.hold(values.read_all(names))
    pieces = (
        cells.group_by(names).aggregate([]) for _, cells in values.iter_chunks(names)
    )
    return rows.hold(values.join(pieces, names))


def tell_breaches(
    rule: CrossRule, rows: TableRows, gathered: Gathered
) -> Iterator[Finding]:
    """Yield the breaches of a rule by row, if it could be asked of all slices."""
    if rule.code in gathered.untold:
        return
    breaches = sorted(gathered.breaches[rule.code], key=place_breach)
    if rule.function in SUMMARIZED:
        breaches = list(summarize(breaches))
    piece = None
    for breach in breaches:
        if breach.index is None:
            yield make_rule_finding(rule, rows, breach)
            continue
        row = breach.index % ROWS_OF_BATCH
        if piece is None or piece.origins[0] != breach.index - row:
            piece = read_piece(rows, breach.index - row)
        yield make_rule_finding(rule, piece, replace(breach, index=row))


def iter_pieces(tables: Mapping[str, TableRows]) -> Iterator[dict[str, TableRows]]:
    """Yield tables one after the other, some rows of each at a time."""
    for name, rows in tables.items():
        for start in range(0, rows.row_count, ROWS_OF_BATCH):
            yield {name: read_piece(rows, start)}


def read_piece(rows: TableRows, start: int) -> TableRows:
    """Return the rows of a table from one on, a batch of them at most."""
    stop = min(rows.row_count, start + ROWS_OF_BATCH)
    piece = cut(rows, [range(start, stop)])
    return without_findings(fit_numbers({rows.resource: piece}))[rows.resource]
