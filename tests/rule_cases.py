"""Smallest changes of the valid package, for each rule one that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from claimpack.cells import Value
from packages import QUANTITY, Rows, make_attribution, make_entity, make_span

Change = Callable[[Rows], object]


def update(table: str, index: int, **cells: Value) -> Change:
    """A change of some cells of one row."""
    return lambda rows: rows[table][index].update(cells)


def add(table: str, *new: dict[str, Any]) -> Change:
    """A change that adds rows."""
    return lambda rows: rows[table].extend(new)


def drop(table: str, **cells: Value) -> Change:
    """A change that takes away the rows that have these cells."""

    def change(rows: Rows) -> None:
        rows[table] = [row for row in rows[table] if not cells.items() <= row.items()]

    return change


def both(*changes: Change) -> Change:
    """Several changes as one."""
    return lambda rows: [change(rows) for change in changes]


def attribute(attribution_id: str, **cells: Value) -> Change:
    """A change that adds a source of the first claim, with its words."""
    row = make_attribution("d1.e1", attribution_id=attribution_id, **cells)
    words = {"source": row["source_text"], "cue": row["cue"]}
    spans = [
        make_span(role, text, attribution_id) for role, text in words.items() if text
    ]
    return both(add("attributions", row), add("spans", *spans))


def quantity(
    modifier: str,
    *numbers: float | None,
    measure: str = "killed",
    unit: str | None = "person",
) -> Change:
    """The second claim with a quantity: as said, low and high."""
    names = ("quantity", "quantity_low", "quantity_high")
    return update(
        "claims",
        1,
        quantity_modifier=modifier,
        measure=measure,
        unit=unit,
        **dict(zip(names, numbers, strict=True)),
    )


def quantity_words(words: str) -> Change:
    """Other words of the second claim's quantity; the text is not at hand then."""
    return both(
        update("documents", 0, text_path=None),
        update("spans", 2, text=words, char_end=20 + len(words)),
    )


def nothing(_: Rows) -> None:
    """No change at all."""


WRITER = {
    "source_kind": "writer",
    "source_id": None,
    "source_text": None,
    "cue": None,
}
NO_WORDS = {"source_text": None, "cue": None}
WITHHELD = both(
    update("documents", 0, text_access="none"),
    lambda rows: [row.update(text=None) for row in rows["spans"]],
)
NO_QUANTITY = both(
    update("claims", 1, **dict.fromkeys(QUANTITY)), drop("spans", role="quantity")
)

BROKEN: dict[str, Change] = {
    "span-order": update("spans", 9, char_end=4),
    "mark-fragments": update("spans", 0, fragment=2),
    "mark-place": update("spans", 4, mark_id="t24-28"),
    "mark-order": both(
        update("spans", 0, mark_id="t9", fragment=2),
        add(
            "spans", make_span("content", "killing", "d1.e1", span_id="x", mark_id="t9")
        ),
    ),
    "span-owner": update("spans", 2, entity_id="anna"),
    "span-metonymic": update("spans", 7, is_metonymic=None),
    "span-document": both(
        lambda rows: rows["documents"].append(
            {**rows["documents"][0], "document_id": "d2"}
        ),
        update("spans", 4, document_id="d2", mark_id="t9"),
    ),
    "span-text-withheld": update("spans", 0, text=None),
    "span-text-shipped": both(
        update("documents", 0, text_access="none"),
        lambda rows: [row.update(NO_WORDS) for row in rows["attributions"]],
        lambda rows: [
            row.update(text=None)
            for row in rows["spans"]
            if row["role"] in ("source", "cue")
        ],
    ),
    "cue-words": update("attributions", 0, cue="lied"),
    "source-words": drop("spans", role="source", attribution_id="d1.e1.a"),
    "medium-words": add("spans", make_span("medium", "said", "d1.e1.a")),
    "attribution-words-shipped": WITHHELD,
    "claim-text": update("claims", 0, claim_text=" \u00a0\u200b"),
    "claim-content": drop("spans", role="content", claim_id="d1.e2"),
    "claim-attribution": both(
        drop("attributions", claim_id="d1.e2"),
        drop("spans", attribution_id="d1.e2.a"),
    ),
    "levels-contiguous": update("attributions", 0, level=2),
    "joint-sources": attribute("d1.e1.b", cue="killing"),
    "attribution-cue": both(
        update("attributions", 0, cue=None),
        drop("spans", role="cue", attribution_id="d1.e1.a"),
    ),
    "source-entity": update("attributions", 0, source_id="dam"),
    "writer-alone": attribute("d1.e1.b", level=2, **WRITER),
    "writer-source": both(
        update("attributions", 0, **{**WRITER, "source_text": "Anna"}),
        drop("spans", role="cue", attribution_id="d1.e1.a"),
    ),
    "writer-words": both(
        update("attributions", 0, **WRITER, addressee_id="anna"),
        drop("spans", attribution_id="d1.e1.a"),
    ),
    "named-source": update("entities", 0, is_named=False),
    "unnamed-source": update("attributions", 0, source_kind="unnamed"),
    "quantity-span": drop("spans", role="quantity"),
    "quantity-modifier": update("claims", 1, **dict.fromkeys(QUANTITY)),
    "one-quantity": add(
        "spans", make_span("quantity", "killing", "d1.e2", span_id="d1.q2")
    ),
    "quantity-columns": both(NO_QUANTITY, update("claims", 1, unit="person")),
    "quantity-measure": update("claims", 1, measure=None),
    "measure-unit": quantity("exact", 40, 40, 40, unit="USD"),
    "quantity-order": quantity("between", None, 50, 40),
    "exact-bounds": quantity("exact", 40, 40, None),
    "more-than-bounds": quantity("more_than", 40, 40, None),
    "at-least-bounds": quantity("at_least", 40, 41, None),
    "less-than-bounds": quantity("less_than", 40, None, 40),
    "at-most-bounds": quantity("at_most", 40, None, 39),
    "between-bounds": quantity("between", 45, 40, 50),
    "vague-bounds": quantity("vague", None, 10, 99),
    "vague-floor": both(quantity_words("dozens"), quantity("vague", None, 10, None)),
    "quantity-value": quantity("approx", float("inf"), None, None),
    "approx-bounds": quantity("approx", 40, 36, 44),
    "hedge": update("claims", 0, certainty="probable"),
    "document-title": update(
        "documents", 0, title=" ", title_start=None, title_end=None
    ),
    "title-bounds": update("documents", 0, title_end=None),
    "document-dates": update("documents", 0, published_end=None),
    "event-dates": update("events", 0, event_date_start=date(2031, 5, 6)),
    "claim-dates": update("claims", 0, event_date_edtf="2031-02-30"),
    "attribution-dates": update("attributions", 1, said_start=date(2031, 5, 5)),
    "codes-differ": update("codes", 0, label="Other"),
    "claim-place": update("claims", 0, place_id="dam"),
    "event-label": update("events", 0, label="\t"),
    "event-place": update("events", 0, place_id="anna"),
    "event-mode": update("events", 0, event_type="COERCE", event_mode="drone"),
    "claim-precision": update("claims", 0, place_precision=1),
    "event-precision": update("events", 0, place_precision=1),
    "entity-name": update("entities", 0, name=" "),
    "coordinates-of-place": update("entities", 0, latitude=1.0, longitude=1.0),
    "geonames-of-place": update("entities", 0, geonames_id="1"),
    "coordinate-pair": update("entities", 1, entity_type="place", latitude=1.0),
    "participant-event": update("claims", 0, event_id=None),
    "link-to-itself": update("claim_links", 0, target_id="d1.e2"),
    "link-cycle": add(
        "claim_links",
        {
            "claim_id": "d1.e1",
            "relation": "restates",
            "target_id": "d1.e2",
            "basis": "text",
        },
    ),
    "entity-cycle": both(
        update("entities", 0, part_of_id="dam"),
        update("entities", 1, part_of_id="anna"),
    ),
    "event-cycle": update("events", 0, part_of_id="burst"),
    "event-used": add("events", {"event_id": "flood", "label": "Flood"}),
    "entity-used": add("entities", make_entity("bob", "person")),
}
"""By code: the smallest change of the valid package that breaks the rule."""

COMPANIONS = {
    "claim-content": {"constraint-error"},
    "claim-attribution": {"constraint-error"},
    "span-order": {"span-text"},
    "vague-floor": {"text-not-here"},
    "attribution-dates": {"view-dates"},
    "document-dates": {"view-dates"},
    "claim-dates": {"view-dates"},
}
"""What the change breaks besides, in `spans` or in `claims_flat`."""
OF_THE_VIEW = {"view-dates", "view-differs"}
"""Broken by a view that is written apart from the other tables (test_rules)."""

GOOD: dict[str, Change] = {
    "the package as it is": nothing,
    "no quantity": NO_QUANTITY,
    "more than 40 people": quantity("more_than", 40, 41, None),
    "more than 40 km": quantity("more_than", 40, 40, None, measure="other", unit="km"),
    "at least 40": quantity("at_least", 40, 40, None),
    "fewer than 40 people": quantity("less_than", 40, None, 39),
    "less than 40 %": quantity(
        "less_than", 40, None, 40, measure="share", unit="percent"
    ),
    "up to 40": quantity("at_most", 40, None, 40),
    "between 40 and 50": quantity("between", None, 40, 50),
    "dozens": quantity("vague", None, 12, None),
    "many": quantity("vague", None, None, None),
    "about 40": quantity("approx", 40, None, None),
    "nearly 40": quantity("approx", 40, None, 40),
    "about 40 to 50": quantity("approx", None, 40, 50),
    "a writer alone": both(
        update("attributions", 0, **WRITER),
        drop("spans", attribution_id="d1.e1.a"),
    ),
    "an unnamed source without an entity": both(
        update(
            "attributions", 0, source_kind="unnamed", source_id=None, source_text=None
        ),
        drop("spans", role="source", attribution_id="d1.e1.a"),
    ),
    "two levels, the second unnamed": attribute(
        "d1.e1.b", level=2, source_kind="unnamed", source_id=None, source_text=None
    ),
    "joint sources": attribute(
        "d1.e1.b",
        source_id="dam",
        source_text="Dam",
        said_edtf="2031-05-06",
        said_start=date(2031, 5, 6),
        said_end=date(2031, 5, 6),
    ),
    "a cue in two fragments": both(
        update("attributions", 0, cue="Anna said"),
        update("spans", 4, mark_id="t9", fragment=2),
        add("spans", make_span("cue", "Anna", "d1.e1.a", span_id="x", mark_id="t9")),
    ),
    "a hedge": both(
        update("claims", 0, certainty="possible"),
        add("spans", make_span("hedge", "said", "d1.e1")),
    ),
    "an eventuality": both(
        update("claims", 0, certainty="possible"),
        update("attributions", 0, act="eventuality"),
    ),
    "a time of an event": add(
        "spans", make_span("time", "said", "x", event_id="burst")
    ),
    "no words shipped": both(
        WITHHELD, lambda rows: [row.update(NO_WORDS) for row in rows["attributions"]]
    ),
    "the whole of a used event and its place": both(
        add(
            "entities",
            make_entity("land", "place", latitude=0.5, longitude=1.5),
            make_entity("county", "place", part_of_id="land"),
        ),
        add(
            "events",
            {
                "event_id": "flood",
                "label": "Flood",
                "place_id": "county",
                "place_precision": 3,
                "event_date_edtf": "2031-05/..",
                "event_date_start": date(2031, 5, 1),
            },
        ),
        update("events", 0, part_of_id="flood"),
    ),
}
