"""The tables that the articles of one shard give: a pure function of them.

A shard by itself is checked as a package would be. What only all shards together can
tell is left to `claimpack.sharding.merge`: entities and events that articles of several
mention, and links between articles.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pyarrow as pa
from pyarrow import compute

from claimpack.arrow_columns import pack_words
from claimpack.checks.package import check_tables
from claimpack.corpus import (
    LINK_COLUMNS,
    ArticleRows,
    collect_article,
    join_register,
    keep_used,
    list_names,
)
from claimpack.derivation import code_rows
from claimpack.findings import Location
from claimpack.flat import flatten_claims
from claimpack.origins import file_findings
from claimpack.registers import Register
from claimpack.row_source import Row
from claimpack.schema import Schema
from claimpack.sharding.drafts import Again, Draft
from claimpack.sharding.plans import Item, Plan
from claimpack.sharding.summaries import (
    Refused,
    Room,
    ShardSummary,
    name_link,
    summarize_part,
)
from claimpack.shards import order_article
from claimpack.spans import SpanRow
from claimpack.tables import Rows
from claimpack.writers import arrange_columns, arrange_rows, build_arrow, sort_rows

SPANS = "spans"
SHARED = ("entities", "events")
"""Tables whose rows articles have together."""
ARTICLES_PER_BATCH = 100
"""Articles whose rows are held as Python has them, before they become tables."""
OF_TEXT = pack_words(["text"])[0]
"""What links of the text have as their basis, not those of a curator."""
SURE_RULES = frozenset(
    {
        *("codes-differ", "view-differs", "view-dates", "mark-fragments", "mark-place"),
        *("span-document", "cue-words", "source-words", "medium-words"),
    }
)
"""Rules that nobody has had a chance to break yet: the codes and the view have just
been derived, and all that tells of a mark is copied from one cut of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltShard:
    """What the articles of a shard give."""

    summary: ShardSummary
    tables: Mapping[str, pa.Table]
    """Those that articles fill, and the view; of entities and events those rows that
    only one article can mention. Empty where there is an error."""


def build_shard(items: Sequence[Item], plan: Plan) -> BuiltShard:
    """Return what the articles of a shard give."""
    documents = {item.document_id for item in items}
    refused = {key: it for key, it in plan.refused.items() if key in documents}
    with pausing_collection():
        while True:
            draft = Draft(plan=plan, items=items, refused=refused)
            built = finish_draft(draft)
            if not draft.invalid:
                return built
            # What is wrong with one article may stand in the rows of others.
            refused = {**draft.refused, **draft.invalid}


@contextmanager
def pausing_collection() -> Iterator[None]:
    """Keep the cyclic collector off: what is made here has no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def finish_draft(draft: Draft) -> BuiltShard:
    """Return the shard, as far as it can be built."""
    plan, schema = draft.plan, draft.plan.schema
    collected = ArticleRows(rows={name: [] for name in schema.tables})
    names = list_names(plan.registers, schema)
    batches: list[dict[str, pa.Table]] = []
    for number, member in enumerate(draft.iter_members(), start=1):
        collect_article(collected, member, plan.registers, names)
        if number % ARTICLES_PER_BATCH == 0:
            batches.append(take_batch(draft, collected))
    batches.append(take_batch(draft, collected))
    tables = {}
    if not draft.has_errors and not draft.invalid:
        tables = join_batches(draft, batches)
        check_draft(draft, collected, tables)
    summary = Room().take(summarize(draft, collected, tables))
    return BuiltShard(summary=summary, tables=tables)


def take_batch(draft: Draft, collected: ArticleRows) -> dict[str, pa.Table]:
    """Return the tables of the articles since the last batch, and forget their rows.

    They are not sorted. Rows of Python take ten times the memory of tables.
    """
    for document_id, findings in collected.findings.items():
        draft.note(draft.between, document_id, findings)
    collected.findings.clear()
    own = pop_own(draft, collected)
    tables = {}
    if not draft.has_errors and not draft.invalid:
        rows = complete_rows(draft, collected, own)
        tables = arrange_batch(draft, rows, collected.spans)
    note_links(draft, collected)
    for rows_of_table in collected.rows.values():
        rows_of_table.clear()
    collected.spans.clear()
    return tables


def arrange_batch(
    draft: Draft, rows: Rows, spans: Sequence[SpanRow]
) -> dict[str, pa.Table]:
    """Return the tables of some rows and spans, in the order of the schema."""
    tables, schemas = draft.plan.schema.tables, draft.arrow_schemas
    columns = dict(zip(SpanRow._fields, zip(*spans, strict=True), strict=False))
    return {
        name: arrange_columns(table, schemas[name], columns, len(spans))
        if name == SPANS
        else arrange_rows(table, schemas[name], rows[name])
        for name, table in tables.items()
        if name in {*rows, SPANS}
    }


def pop_own(draft: Draft, collected: ArticleRows) -> Rows:
    """Return the entities and events that only one article can mention.

    Those that others may mention too are left.
    """
    own: Rows = {}
    for name, rows in zip(SHARED, (collected.entities, collected.events), strict=True):
        keys = list(filter(draft.is_own, rows))
        own[name] = [rows.pop(key) for key in keys]
    return own


def note_links(draft: Draft, collected: ArticleRows) -> None:
    """Note which claims a curator has linked."""
    ends = {
        entry.values[name]
        for entry in draft.plan.registers.links
        for name in ("claim_id", "target_id")
    }
    if ends:
        claims = {str(row["claim_id"]) for row in collected.rows["claims"]}
        draft.linked_claims |= claims & ends


def complete_rows(draft: Draft, collected: ArticleRows, own: Rows) -> Rows:
    """Return the rows of the tables but `spans`, and those that others may have too.

    Links of a curator that begin here are there, wherever they end.
    """
    plan, rows = draft.plan, {**collected.rows, **own}
    del rows["codes"], rows[SPANS]
    claims = {str(row["claim_id"]) for row in rows["claims"]}
    rows["claim_links"] = rows["claim_links"] + [
        {**{name: entry.values[name] for name in LINK_COLUMNS}, "basis": "curator"}
        for entry in plan.registers.links
        if entry.values["claim_id"] in claims
    ]
    known = list_known(draft, collected)
    named = {name: [*own[name], *known[name].values()] for name in SHARED}
    spans = [
        span._asdict()
        for span in collected.spans
        if span.claim_id or span.attribution_id
    ]
    rows["claims_flat"] = flatten_claims({**rows, **named, SPANS: spans})
    return rows


def list_known(draft: Draft, collected: ArticleRows) -> dict[str, dict[str, Row]]:
    """Return by table the rows that articles may have together, by id."""
    plan = draft.plan
    entities = {**collected.entities, **plan.shared_entities}
    events = {**collected.events, **plan.shared_events}
    return {
        "entities": join_register(plan.registers.entities, entities),
        "events": join_register(plan.registers.events, events),
    }


def join_batches(
    draft: Draft, batches: Sequence[dict[str, pa.Table]]
) -> dict[str, pa.Table]:
    """Return the tables of all batches together, sorted; batches have none then."""
    return {
        name: sort_rows(
            draft.plan.schema.tables[name],
            # Popped, so that the rows are not there twice for long.
            pa.concat_tables([batch.pop(name) for batch in batches]),
        )
        for name in list(batches[0])
    }


def check_draft(
    draft: Draft, collected: ArticleRows, tables: Mapping[str, pa.Table]
) -> None:
    """Note what is wrong with the rows that articles give."""
    plan, schema, links = draft.plan, draft.plan.schema, tables["claim_links"]
    are_own = compute.equal(links.column("basis"), OF_TEXT)
    checked = {
        **tables,
        "claim_links": links.filter(are_own),
        "codes": build_arrow(schema.tables["codes"], code_rows(schema)),
    }
    shared = keep_used(collected.mentioned, **list_known(draft, collected))
    for name, rows in zip(SHARED, shared, strict=True):
        others = build_arrow(schema.tables[name], rows)
        checked[name] = pa.concat_tables([tables[name], others])
    again = replace(plan.registers, members=Again(draft.items, plan))
    faults = check_tables(checked, without_sure_rules(schema))
    for document_id, finding in file_findings(faults, checked, again):
        if document_id in draft.paths:  # all else is looked at once, when merged
            draft.note(draft.built, document_id, [finding])


def without_sure_rules(schema: Schema) -> Schema:
    """Return the schema without the rules that all rows keep which are made here."""
    rules = tuple(rule for rule in schema.rules if rule.code not in SURE_RULES)
    return replace(schema, rules=rules)


def summarize(
    draft: Draft, collected: ArticleRows, tables: Mapping[str, pa.Table]
) -> ShardSummary:
    """Return what is known of a shard without looking into its tables."""
    registers, mentioned = draft.plan.registers, collected.mentioned
    return ShardSummary(
        documents=tuple(draft.paths),
        broken=tuple(draft.broken),
        refused=tuple(sorted(draft.refused.values(), key=place_refused)),
        left_out=draft.left_out,
        reading=draft.reading,
        between=draft.between,
        built=draft.built,
        registered_entities=list_registered(mentioned.entities, registers.entities),
        registered_events=list_registered(mentioned.events, registers.events),
        shared_entities=collected.entities,
        shared_events=collected.events,
        link_places=find_link_places(draft, collected),
        linked_claims=tuple(sorted(draft.linked_claims)),
        parts={
            name: summarize_part(draft.plan.schema.tables[name], table)
            for name, table in tables.items()
        },
    )


def place_refused(refused: Refused) -> str:
    """Return a key by which articles that are left out stand in the order of all."""
    return order_article(refused.document_id)


def find_link_places(draft: Draft, collected: ArticleRows) -> dict[str, Location]:
    """Return where articles make links that a curator makes too."""
    made = {
        tuple([entry.values[name] for name in LINK_COLUMNS])
        for entry in draft.plan.registers.links
    }
    places = collected.link_places.items()
    return {name_link(key): place for key, place in places if key in made}


def list_registered(keys: Iterable[str], register: Register) -> tuple[str, ...]:
    """Return those of the ids that a register has, in order."""
    return tuple(sorted(key for key in keys if key in register.entries))
