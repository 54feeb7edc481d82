"""Cells in words: dates, numbers, codes and the names behind ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from claimpack.cells import Value, format_cell
from claimpack.flat import GAP
from claimpack.row_source import Row
from claimpack.schema import Field, Schema
from claimpack.show.layout import Entry


def cite(text: object) -> str:
    """Return words of the article in quotation marks.

    >>> cite("a statement")
    '“a statement”'
    """
    return f"“{text}”"


def name_row(row: Row, name: str, key: str) -> str:
    """Return the name of a row with its id, by which it can be shown in turn.

    >>> name_row({"event_id": "burst", "label": "Dam burst"}, "label", "event_id")
    'Dam burst (burst)'
    """
    return f"{row[name]} ({row[key]})"


def name_entity(entity: Row) -> str:
    """Return the name of an entity with its id."""
    return name_row(entity, "name", "entity_id")


def name_event(event: Row) -> str:
    """Return the label of an event with its id."""
    return name_row(event, "label", "event_id")


def join_spans(spans: Iterable[Row], *roles: str) -> str:
    """Return the words of the spans in these roles, in the order of the text."""
    chosen = {
        (int(str(span["char_start"])), int(str(span["char_end"])), str(span["text"]))
        for span in spans
        if span["role"] in roles and span["text"]
    }
    return join_words(sorted(chosen))


def join_words(places: Iterable[tuple[int, int, str]]) -> str:
    """Return words from places of one text, in their order, as one text.

    A place is where they begin, where they end, and the words.

    >>> join_words([(0, 3, "The"), (4, 7, "dam"), (20, 25, "burst")])
    'The dam … burst'
    """
    text, last = "", 0
    for start, end, words in places:
        if text and start < last:
            continue  # they stand there already, as a part of wider words
        separator = {0: "", 1: " "}.get(start - last, GAP) if text else ""
        text, last = text + separator + words, end
    return text


def describe_date(row: Row, stem: str, spans: Iterable[Row] = ()) -> str | None:
    """Return the interval of a date in words, None where there is no date.

    The EDTF stands behind it where it says more (a month, a year, a qualifier), and
    the words that date it, if any of the spans are such words.

    >>> from datetime import date
    >>> first, last = date(2024, 12, 1), date(2024, 12, 31)
    >>> row = {"said_edtf": "2024-12", "said_start": first, "said_end": last}
    >>> describe_date(row, "said")
    'between 2024-12-01 and 2024-12-31 (2024-12)'
    """
    edtf, start, end = (row.get(f"{stem}_{part}") for part in ("edtf", "start", "end"))
    if edtf is None:
        return None
    interval, plain = describe_interval(start, end)
    words = join_spans(spans, "time")
    parts = [interval if edtf == plain else f"{interval} ({edtf})"]
    return ", ".join([*parts, cite(words)] if words else parts)


def describe_interval(start: Value, end: Value) -> tuple[str, str]:
    """Return an interval in words and as EDTF of days; None stands for an open end."""
    if start is None and end is None:
        return "at any time", "../.."
    if start == end:
        return f"on {start}", str(start)
    if start is None:
        return f"no later than {end}", f"../{end}"
    if end is None:
        return f"no earlier than {start}", f"{start}/.."
    return f"between {start} and {end}", f"{start}/{end}"


def describe_quantity(claim: Row) -> str | None:
    """Return the number of a row of `claims_flat` in words, None where it has none.

    >>> describe_quantity({"measure": "killed", "quantity_modifier": "more_than",
    ...     "quantity_text": "over 40", "quantity": 40.0, "quantity_low": 41.0})
    '“over 40” killed: quantity 40 (more_than), low 41, no high'
    """
    modifier, words = claim.get("quantity_modifier"), claim.get("quantity_text")
    if modifier is None:
        return None
    said = f"{cite(words)} {claim['measure']}" if words else str(claim["measure"])
    bounds = [name_number(claim, f"quantity_{side}", side) for side in ("low", "high")]
    if bounds == ["no low", "no high"]:
        bounds = ["no bounds"]
    number = name_number(claim, "quantity", "quantity")
    return f"{said}: {number} ({modifier}), {', '.join(bounds)}"


def name_number(row: Row, column: str, name: str) -> str:
    """Return a number behind its name, or that there is none."""
    number = row.get(column)
    return f"no {name}" if number is None else f"{name} {format_cell(number)}"


def describe_cell(field: Field, value: Value, schema: Schema) -> str:
    """Return a cell as CSV has it, a code with its label where that says more."""
    text = format_cell(value)
    codes = schema.vocabularies[field.vocabulary].codes if field.vocabulary else ()
    label = next((code.label for code in codes if code.code == text), text)
    if label.casefold() == text.replace("_", " ").casefold():
        return text
    return f"{text} ({label})"


def list_other_cells(
    schema: Schema, table: str, row: Row, apart: Collection[str]
) -> list[Entry]:
    """Return an entry for each filled cell but those in the columns told apart."""
    names = schema.tables[table].field_names
    return list_cells(schema, table, row, [name for name in names if name not in apart])


def list_cells(
    schema: Schema, table: str, row: Row, columns: Iterable[str]
) -> list[Entry]:
    """Return an entry for each of the columns whose cell is not empty."""
    fields = {field.name: field for field in schema.tables[table].fields}
    return [
        (name.replace("_", " "), describe_cell(fields[name], value, schema))
        for name in columns
        if (value := row[name]) is not None
    ]
