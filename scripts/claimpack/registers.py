"""Registers: the entities and events that a corpus knows, with permanent ids.

`entities.csv` and `events.csv` stand beside the annotations, have the columns of
the tables of those names, and are edited by hand. `links.csv` holds the links
between claims of different articles that a curator made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from claimpack.cells import Value, iter_cell_faults, parse_cell
from claimpack.csv_files import CsvContent, Record, describe_header
from claimpack.csv_lines import parse_csv
from claimpack.document import Unresolved
from claimpack.edtf import find_days
from claimpack.findings import (
    Finding,
    Location,
    Rule,
    Severity,
    make_finding,
    quote,
)
from claimpack.identifiers import ID_FORM, is_valid_id
from claimpack.schema import Field, Table

FORM = Rule(
    code="register-form",
    severity=Severity.ERROR,
    template="{found}",
    explanation=(
        "A register is a CSV file (RFC 4180, UTF-8) with the columns of its table, "
        "in their order; a row that cannot be read cannot be referred to."
    ),
)
CELL = Rule(
    code="register-cell",
    severity=Severity.ERROR,
    template="{field} is {found}",
    explanation="A cell of a register must be what its column in the table allows.",
)
DUPLICATE = Rule(
    code="register-duplicate",
    severity=Severity.ERROR,
    template="{found} stands twice in the register, first on line {first}",
    explanation="An id stands for one thing, for good.",
)
DATES = Rule(
    code="register-dates",
    severity=Severity.ERROR,
    template="{field} is {found}, which {edtf} does not give",
    explanation="The first and last day of a date are computed from its EDTF form.",
)
RULES = (FORM, CELL, DUPLICATE, DATES)

BLANK_ROW = "blank-row"
"""Of `csv_lines`: the one fault that leaves the other rows sure."""
UNREADABLE = "the register cannot be read"
CELLS = re.compile(r'(?:"(?:[^"]|"")*"|[^,]*)(?:,|$)')
"""One cell of a line, quoted or not, with the comma after it."""

LINK_FIELDS = (
    Field(name="claim_id", type="string", is_required=True),
    Field(name="relation", type="string", is_required=True),
    Field(name="target_id", type="string", is_required=True),
    Field(name="note", type="string"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a register."""

    values: Mapping[str, Value]
    """By column, in their order; None where the cell is empty."""
    location: Location
    """The line on which the row begins."""

    def locate(self, field: str | None) -> Location:
        """Return the place of a cell; of the row as a whole for None."""
        if field is None:
            return self.location
        return locate_cell(self.location, list(self.values).index(field))


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The rows of a register by id, in the order of the file."""

    path: str
    entries: Mapping[str, Entry]
    refused: frozenset[str] = frozenset()
    """Ids of the rows that have a finding and are left out."""
    is_known: bool = True
    """False where some rows cannot be read at all, so that they may have any id."""

    def lacks(self, key: str) -> bool:
        """Return whether no row has the id, not even one that is left out."""
        return self.is_known and key not in self.entries and key not in self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The typed rows of a hand-edited CSV file, and what is wrong with it."""

    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    refused: tuple[Record, ...] = ()
    """The rows that have a finding and are left out."""
    is_readable: bool = True
    """False where the file could not be read as rows, and there are none."""


def read_register(
    path: str, content: bytes, table: Table
) -> tuple[Register, list[Finding]]:
    """Return the register that a CSV file holds, and what is wrong with it.

    Rows with a wrong cell are left out, so that nothing is built from them, and so is
    a row whose id stands before.
    """
    sheet = read_sheet(path, content, table.fields)
    findings = list(sheet.findings)
    refused = {record.cells[0] for record in sheet.refused}
    is_known = sheet.is_readable and all(map(is_valid_id, refused))
    entries: dict[str, Entry] = {}
    (key_name,) = table.primary_key
    for entry in sheet.entries:
        key = str(entry.values[key_name])
        if not is_valid_id(key):
            refused.add(key)
            findings.append(report_id(entry, key_name))
        elif key in entries:
            findings.append(report_duplicate(entry, key, entries[key]))
        else:
            entries[key] = entry
            findings += iter_date_findings(entry)
    register = Register(
        path=path, entries=entries, refused=frozenset(refused), is_known=is_known
    )
    return register, findings


def report_id(entry: Entry, key_name: str) -> Finding:
    """Return the finding of an id that is longer than one that people choose."""
    return make_finding(
        CELL,
        entry.locate(key_name),
        field=key_name,
        found=quote(entry.values[key_name]),
        expected=ID_FORM,
    )


def report_duplicate(entry: Entry, key: str, first: Entry) -> Finding:
    """Return the finding of an id that an earlier row has."""
    return make_finding(
        DUPLICATE,
        entry.location,
        found=quote(key),
        first=first.location.line,
        expected="an id of its own",
        hint="a new thing gets a new id; ids are never used again",
    )


def read_sheet(path: str, content: bytes, fields: Sequence[Field]) -> Sheet:
    """Return the rows of a CSV file whose columns are `fields`.

    Blank rows are passed over; any other fault of the form leaves no row sure.
    """
    parsed = parse_csv(content)
    lines = content.decode("utf-8", "replace").split("\n")
    findings = list(iter_form_findings(path, parsed, fields, lines))
    if not is_readable(parsed, fields):
        return Sheet(findings=tuple(findings), is_readable=False)
    entries, refused = [], []
    for record in parsed.records:
        location = locate_line(path, lines, record.line)
        faults = list(iter_record_findings(location, record, fields))
        findings += faults
        if faults:
            refused.append(record)
        else:
            entries.append(read_entry(location, record, fields))
    return Sheet(
        entries=tuple(entries), findings=tuple(findings), refused=tuple(refused)
    )


def is_readable(parsed: CsvContent, fields: Sequence[Field]) -> bool:
    """Return whether the rows are sure to be rows of these columns."""
    names = tuple([field.name for field in fields])
    faults = [fault for fault in parsed.faults if fault.code != BLANK_ROW]
    return not faults and parsed.header == names


def read_entry(location: Location, record: Record, fields: Sequence[Field]) -> Entry:
    """Return the typed cells of a row that has no finding."""
    cells = zip(fields, record.cells, strict=True)
    values = {field.name: parse_cell(cell, field) for field, cell in cells}
    return Entry(values=values, location=location)


def locate_line(path: str, lines: Sequence[str], number: int) -> Location:
    """Return the place of a line, counted from 1."""
    excerpt = lines[number - 1].removesuffix("\r")
    return Location(path=path, line=number, column=1, excerpt=excerpt)


def locate_cell(location: Location, index: int) -> Location:
    """Return the place of a cell of the row that begins at a location.

    A cell that stands below that line, after a quoted line end, is at its beginning.
    """
    starts = [match.start() for match in CELLS.finditer(location.excerpt or "")]
    column = starts[index] + 1 if index < len(starts) else 1
    return replace(location, column=column)


def iter_form_findings(
    path: str, parsed: CsvContent, fields: Sequence[Field], lines: Sequence[str]
) -> Iterator[Finding]:
    """Yield what keeps the file, or a row of it, from being read in these columns."""
    for fault in parsed.faults:
        is_blank = fault.code == BLANK_ROW
        yield make_finding(
            FORM,
            locate_line(path, lines, fault.line),
            found="the row is blank" if is_blank else f"{UNREADABLE}: {fault.found}",
            expected="a row with cells" if is_blank else fault.expected,
            hint="delete the line" if is_blank else None,
        )
    names = [field.name for field in fields]
    difference = describe_header(parsed.header, names)
    if difference is not None and parsed.header:
        found, expected = difference
        yield make_finding(
            FORM,
            locate_line(path, lines, 1),
            found=f"{UNREADABLE}: its header is {found}",
            expected=expected,
            hint="the columns are those of the table, in that order",
        )


def iter_record_findings(
    location: Location, record: Record, fields: Sequence[Field]
) -> Iterator[Finding]:
    """Yield what is wrong with the cells of one row."""
    if len(record.cells) != len(fields):
        yield make_finding(
            FORM,
            location,
            found=f"the row has {len(record.cells)} cells",
            expected=f"{len(fields)} cells",
            hint="a comma inside a cell needs quotes around the cell",
        )
        return
    for index, (field, cell) in enumerate(zip(fields, record.cells, strict=True)):
        for fault in iter_cell_faults(cell, field):
            yield make_finding(
                CELL,
                locate_cell(location, index),
                field=field.name,
                found=fault.found,
                expected=fault.expected,
            )


def iter_date_findings(entry: Entry) -> Iterator[Finding]:
    """Yield where the days of a date are not those of its EDTF form."""
    for name, edtf in entry.values.items():
        if not name.endswith("_edtf"):
            continue
        days = find_days(edtf)
        if isinstance(days, Unresolved):
            yield make_finding(
                CELL,
                entry.locate(name),
                field=name,
                found=quote(edtf),
                expected=f"an EDTF date ({days.reason})",
            )
            continue
        for suffix, expected in zip(("start", "end"), days, strict=True):
            field = f"{name.removesuffix('_edtf')}_{suffix}"
            found = entry.values[field]
            if found != expected:
                yield make_finding(
                    DATES,
                    entry.locate(field),
                    field=field,
                    found=quote(found) if found else "empty",
                    edtf=quote(edtf) if edtf else "an empty date",
                    expected=str(expected) if expected else "an empty cell",
                )
