"""Columns of a batch: which cells break what the schema says, each word checked once.

A column of a million cells often has a few words. So the words of a batch are told
apart first, in Arrow; what each word is worth is decided in one place, in Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.arrow_columns import find_filled, pack_integers, pack_words
from claimpack.cells import CELL_TYPES
from claimpack.field_types import CellReader, Constraint, Value

VALUE_TYPES = {
    **CELL_TYPES,
    "datetime": pa.timestamp("us"),
    "time": pa.time64("us"),
    "year": pa.int64(),
}
"""How the values of each type are held; those of other types are canonical texts."""
PLAIN_WORDS = {
    "integer": r"\A-?[0-9]{1,18}\z",
    "number": r"\A-?[0-9]{1,18}(?:\.[0-9]{1,18})?\z",
}
"""Words of a type, in its default format, that Arrow casts to their values."""
NO_TEXT = pack_words([None])[0]
NOBODY = pack_integers([])
FEW_WORDS = 64
"""More words of a column are matched with a pattern before they are judged."""
MANY_WORDS = 4096
"""After a batch with more words, cells are matched before words are told apart."""
MOST_WORDS = 1 << 16
"""Words of a column that are remembered from one batch to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One declared column, as far as its cells are checked."""

    name: str
    reader: CellReader
    constraints: tuple[Constraint, ...] = ()
    missing_values: frozenset[str] = frozenset({""})
    """Words that stand for no value."""
    is_required: bool = False
    codes: tuple[str, ...] = ()
    """Words of a closed column, for hints."""

    @property
    def is_free(self) -> bool:
        """Whether every word may stand in it."""
        return self.reader.accepts_all and not self.constraints

    def read(self, word: str | None) -> Value | None:
        """Return the value of a word, None for no value and for no word of the type."""
        if word is None or word in self.missing_values:
            return None
        try:
            return self.reader.parse(word)
        except ValueError:
            return None

    def drop_missing(self, cells: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
        """Return the cells with null for those that stand for no value."""
        if not self.missing_values:
            return cells
        if self.missing_values == {""}:
            is_filled = find_filled(cells)
            if compute.all(is_filled).as_py():
                return cells
            return compute.if_else(is_filled, cells, NO_TEXT)
        words = pack_words(sorted(self.missing_values))
        is_missing = compute.is_in(cells, value_set=words)
        return compute.if_else(is_missing, NO_TEXT, cells)

    def key_texts(self, cells: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
        """Return the cells as texts that are equal where the values are."""
        if self.reader.accepts_all:
            return self.drop_missing(cells)
        encoded = encode(cells)
        values = map(self.read, encoded.dictionary.to_pylist())
        texts = [None if v is None else self.reader.write(v) for v in values]
        return pack_words(texts).take(encoded.indices)

    def type_values(self, cells: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
        """Return the cells in the Arrow type of the column.

        They stay text where it has none, and where it does not hold one of them: an
        integer beyond 64 bits, a time finer than microseconds. A moment with a time
        zone is held in UTC, without saying so.
        """
        texts = self.plain_texts(cells)
        if texts is None:
            texts = self.key_texts(cells)
        try:
            return cast_texts(texts, self.reader.type)
        except pa.ArrowInvalid:
            return texts

    def plain_texts(self, cells: Any) -> Any | None:  # noqa: ANN401  # as above
        """Return cells that Arrow reads as the type does, null for an empty one.

        None where there may be others: those are written anew, one by one.
        """
        pattern = PLAIN_WORDS.get(self.reader.type) if self.reader.lexical else None
        if pattern is None or self.missing_values != {""}:
            return None
        texts = compute.if_else(find_filled(cells), cells, NO_TEXT)
        is_plain = compute.all(compute.match_substring_regex(texts, pattern))
        return texts if is_plain.as_py() is not False else None

    @property
    def proof(self) -> str | None:
        """A pattern of words that nothing is wrong with; None where none is known.

        Many words are sooner matched than judged one by one.
        """
        kept = [each.pattern for each in self.constraints if each.pattern]
        if len(kept) < len(self.constraints):
            return None
        if self.reader.accepts_all:
            return kept[0] if len(kept) == 1 else None
        return self.reader.lexical if not kept else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFault:
    """What is wrong with a word in a column, whatever cell it stands in."""

    code: str
    """Frictionless's name of the error: type-error or constraint-error."""
    expected: str
    is_missing: bool = False
    """Whether the word stands for no value."""


Verdict = tuple[WordFault, ...]
"""All that is wrong with a word; empty for nothing."""
SOUND: Verdict = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCells:
    """The cells of a column in one batch, and what their words are worth."""

    encoded: Any
    """The cells as a dictionary column of pyarrow; null: the row has no cell."""
    verdicts: Sequence[Verdict]
    """Each that there is in the column."""
    places: Any
    """For each word of the dictionary the place of its verdict, as a pyarrow array."""

    @property
    def row_places(self) -> Any:  # noqa: ANN401  # pyarrow ships no types
        """For each row the place of the verdict on its cell; null for no cell."""
        return compute.take(self.places, self.encoded.indices)

    def faulty_rows(self, code: str | None = None) -> list[int]:
        """Return the rows with a fault, or with one of some code, in order."""
        wrong = pack_integers(
            place
            for place, verdict in enumerate(self.verdicts)
            if any(code in (None, fault.code) for fault in verdict)
        )
        is_faulty = compute.is_in(self.row_places, wrong)
        return compute.indices_nonzero(is_faulty).to_pylist()  # type: ignore[no-any-return]  # pyarrow ships no types

    def faults_of(self, row: int) -> tuple[str, Verdict]:
        """Return the word of a row that has a cell, and what is wrong with it."""
        word = self.encoded.indices[row].as_py()
        verdict = self.verdicts[self.places[word].as_py()]
        return self.encoded.dictionary[word].as_py(), verdict

    def tally(self, first_row: int) -> Counter[str]:
        """Return how many faults of each code the cells have from a row on."""
        counts: Counter[str] = Counter()
        for entry in compute.value_counts(self.row_places.slice(first_row)).to_pylist():
            if entry["values"] is not None:
                for fault in self.verdicts[entry["values"]]:
                    counts[fault.code] += entry["counts"]
        return counts


class ColumnChecker:
    """Judges the words of one column, each once."""

    def __init__(self, column: Column) -> None:
        """Begin with no word known."""
        self.column = column
        self.is_varied = False
        """Whether the last batch had many words."""
        self.known: dict[Any, int] = {}
        self.places: dict[Verdict, int] = {SOUND: 0}
        self.wrong_type = WordFault(code="type-error", expected=column.reader.expected)
        self.missing = WordFault(
            code="constraint-error", expected="a value", is_missing=True
        )
        self.constraints = [
            (each, WordFault(code="constraint-error", expected=each.expected))
            for each in column.constraints
        ]

    def check(self, cells: Any) -> JudgedCells | None:  # noqa: ANN401  # pyarrow ships no types
        """Return what the cells of a batch are worth, None for nothing wrong."""
        # To tell words apart takes longer than to match them where nearly all differ.
        if self.is_varied and self.find_suspects(cells) is NOBODY:
            return None
        encoded = encode(cells)
        words = encoded.dictionary
        self.is_varied = len(words) > MANY_WORDS
        suspects = self.find_suspects(words) if len(words) > FEW_WORDS else None
        if suspects is None:
            places = list(map(self.judge, words.to_pylist()))
        else:
            places = [0] * len(words)
            doubtful = words.take(suspects).to_pylist()
            for place, word in zip(suspects.to_pylist(), doubtful, strict=True):
                places[place] = self.judge(word)
        if not any(places):
            return None
        return JudgedCells(
            encoded=encoded, verdicts=list(self.places), places=pack_integers(places)
        )

    def is_filled(self, cells: Any) -> bool:  # noqa: ANN401  # pyarrow ships no types
        """Return whether the column only asks for text, and each cell has some."""
        is_plain = self.column.is_free and self.column.missing_values == {""}
        return is_plain and bool(compute.all(find_filled(cells)).as_py())

    def find_suspects(self, words: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
        """Return the places of the words that no pattern proves to be sound.

        None where no such pattern is known. Null is sound: the row has no cell.
        """
        if self.proof is None:
            return None
        is_proved = compute.match_substring_regex(words, self.proof)
        if compute.all(is_proved).as_py():
            return NOBODY
        return compute.indices_nonzero(compute.invert(is_proved))

    @cached_property
    def proof(self) -> str | None:
        """A pattern of all of a word that is sound; None where none is known."""
        proof = self.column.proof
        if proof is None or not self.column.missing_values <= {""}:
            return None
        may_be_empty = self.column.missing_values and not self.column.is_required
        return rf"\A(?:{proof}){'?' if may_be_empty else ''}\z"

    def judge(self, word: str) -> int:
        """Return the place of the verdict on a word, from memory where it is known."""
        place = self.known.get(word)
        if place is None:
            if len(self.known) >= MOST_WORDS:
                self.known.clear()
            verdict = self.find_faults(word)
            place = self.places.setdefault(verdict, len(self.places))
            self.known[word] = place
        return place

    def find_faults(self, word: str) -> Verdict:
        """Return what is wrong with a word: its type, or else its constraints."""
        column = self.column
        if word in column.missing_values:
            return (self.missing,) if column.is_required else SOUND
        try:
            value = column.reader.parse(word)
        except ValueError:
            return (self.wrong_type,)
        if not self.constraints:
            return SOUND
        return tuple(
            fault
            for constraint, fault in self.constraints
            if not constraint.keeps(word, value)
        )


def cast_texts(texts: Any, name: str) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return canonical texts of a type as the values that they write.

    Raises ArrowInvalid where one of them has no place in the Arrow type.
    """
    kind = VALUE_TYPES.get(name, pa.string())
    if name == "datetime":
        return compute.replace_substring(texts, "Z", "").cast(kind)
    if name == "time":  # pyarrow has no cast from text
        moments = compute.binary_join_element_wise("1970-01-01", texts, "T")
        return cast_texts(moments, "datetime").cast(kind)
    return texts.cast(kind)


def encode(cells: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return the cells as a dictionary column."""
    return cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
