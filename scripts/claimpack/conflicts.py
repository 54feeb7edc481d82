"""Claims that exclude, replace or reword one another, each with its sentence.

Which they are is what the question `conflicts` answers (queries/conflicts.sql).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import pyarrow as pa
from pyarrow import compute

from claimpack.dataset import Dataset
from claimpack.flat import group, index
from claimpack.opening import Opened
from claimpack.row_source import Row
from claimpack.show.sentence import read_sentence
from claimpack.show.words import join_words

KINDS = ("conflict", "correction", "retraction", "update", "drift")
"""What the first claim of a pair is to the other one, in the order of the answer."""
SIDES = ("", "other_")
"""What the columns of the one claim and of the other one begin with."""
SPANS = """
    SELECT claim_id, role, char_start, char_end, text
    FROM spans
    WHERE role = 'content' AND list_contains(string_split($ids, chr(10)), claim_id)
"""
DOCUMENTS = """
    SELECT document_id, text_path, text_sha256
    FROM documents
    WHERE list_contains(string_split($ids, chr(10)), document_id)
"""


def find_pairs(
    package: Dataset, tolerance: float, kinds: Collection[str] = KINDS
) -> pa.Table:
    """Return the pairs of some kinds: a row per pair, as the question has them.

    Raises:
        UsageError: the tolerance is no share, or a table is not there.

    """
    pairs = package.ask("conflicts", tolerance=tolerance)
    return pairs.filter(compute.is_in(pairs["kind"], pa.array(kinds, pa.string())))


def add_sentences(opened: Opened, package: Dataset, pairs: pa.Table) -> pa.Table:
    """Return pairs with two more columns: `sentence` and `other_sentence`.

    Without the text of an article they have the marked words, and null for none.
    """
    sentences = read_sentences(opened, package, list_articles(pairs))
    for side in SIDES:
        cells = [sentences.get(it) for it in pairs[f"{side}claim_id"].to_pylist()]
        column = pa.array(cells, pa.string())
        pairs = pairs.append_column(f"{side}sentence", column)
    return pairs


def list_articles(pairs: pa.Table) -> dict[str, str]:
    """Return the article of each claim of the pairs, by the id of the claim."""
    return {
        claim_id: article
        for side in SIDES
        for claim_id, article in zip(
            pairs[f"{side}claim_id"].to_pylist(),
            pairs[f"{side}document_id"].to_pylist(),
            strict=True,
        )
    }


def read_sentences(
    opened: Opened, package: Dataset, articles: Mapping[str, str]
) -> dict[str, str | None]:
    """Return the sentence of each claim; None where no word of it may be shown.

    A claim whose article is not there, as in a package that is not valid, has none.
    """
    found = package.sql(DOCUMENTS, ids=join_ids(articles.values())).to_pylist()
    documents = index(found, "document_id")
    spans = package.sql(SPANS, ids=join_ids(articles)).to_pylist()
    spans_of = group(spans, "claim_id")
    return {
        claim_id: read_words(opened, claim_id, documents[article], spans_of[claim_id])
        for claim_id, article in articles.items()
        if article in documents
    }


def join_ids(ids: Iterable[str | None]) -> str:
    """Return ids as one text, each once; no id has a line end in it."""
    return "\n".join(sorted({it for it in ids if it is not None}))


def read_words(
    opened: Opened, claim_id: str, document: Row, spans: Sequence[Row]
) -> str | None:
    """Return the sentence of a claim as one text; None for no words."""
    claim = {"claim_id": claim_id, "document_id": document["document_id"]}
    rows = {
        "claims": [claim],
        "documents": [document],
        "attributions": [],
        "spans": spans,
    }
    stretches = read_sentence(opened.files, rows, claim_id).stretches
    places = [(it.char_start, it.char_end, it.text) for it in stretches]
    return " ".join(join_words(places).split()) or None
