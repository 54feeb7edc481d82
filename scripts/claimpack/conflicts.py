"""Claims that exclude, replace or reword one another, each with its sentence.

Which they are is what the question `conflicts` answers (queries/conflicts.sql).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

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
    SELECT * FROM spans
    WHERE role = 'content' AND list_contains(string_split($ids, ' '), claim_id)
"""
DOCUMENTS = """
    SELECT * FROM documents
    WHERE list_contains(string_split($ids, ' '), document_id)
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
    articles = list_articles(pairs)
    sentences = read_sentences(opened, package, articles)
    for side in SIDES:
        cells = [sentences[it] for it in pairs[f"{side}claim_id"].to_pylist()]
        column = pa.array(cells, pa.string())
        pairs = pairs.append_column(f"{side}sentence", column)
    return pairs


def list_articles(pairs: pa.Table) -> dict[str, str]:
    """Return the article of each claim of the pairs, by the id of the claim."""
    columns = [
        pairs[f"{side}{name}"].to_pylist()
        for side in SIDES
        for name in ("claim_id", "document_id")
    ]
    return dict([*zip(*columns[:2], strict=True), *zip(*columns[2:], strict=True)])


def read_sentences(
    opened: Opened, package: Dataset, articles: Mapping[str, str]
) -> dict[str, str | None]:
    """Return the sentence of each claim; None where no word of it may be shown."""
    ids = " ".join(sorted(set(articles.values())))
    documents = index(package.sql(DOCUMENTS, ids=ids).to_pylist(), "document_id")
    spans = package.sql(SPANS, ids=" ".join(articles)).to_pylist()
    spans_of = group(spans, "claim_id")
    return {
        claim_id: read_words(opened, claim_id, documents[article], spans_of[claim_id])
        for claim_id, article in articles.items()
    }


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
