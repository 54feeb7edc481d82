"""A made corpus: annotated articles with 80 marks, 16 nodes and 12 further lines each.

An article has four claims, each about an event, with a source, a number and a date;
four more events, and mentions of entities, most of which are in no register. Seeded,
so that the same number gives the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimpack.shard_folders import name_shard
from claimpack.sharding.plans import ARTICLES_PER_SHARD
from claimpack.shards import PackedArticle, write_shard

CLAIMS, OTHER_EVENTS = 4, 4
TIMES_OF_EVENT = 2
MENTIONS = 80 - CLAIMS * 11 - OTHER_EVENTS * (2 + TIMES_OF_EVENT)
"""So many further mentions give an article 80 marks."""
ENTITIES, EVENTS = 500, 200
"""Rows of the registers."""
NUMBERS = ("At least 40", "About 2,000", "1,100", "more than 300", "dozens of")
GROUPS = ("people", "soldiers", "residents", "civilians")
DAYS = ("Monday", "Tuesday", "last week", "12 March", "yesterday")
PLACES = ("Arvika", "Lindholm", "Torsby", "the border")
OFFICES = ("the ministry", "the rescue service", "the army", "a spokesman")
CUES = ("said", "announced", "added", "reported")
VERBS = (("killed", "Assault"), ("sent", "Mobilize"), ("warned", "Request"))
FILLERS = ("on the road", "in the north", "after the flood", "with the council")
ENTITY_HEADER = (
    "entity_id,name,entity_type,is_named,sector,country,part_of_id,wikidata_id,"
    "geonames_id,latitude,longitude,description\n"
)


@dataclass(slots=True, kw_only=True)
class Draft:
    """An article while it is written: its words, and the lines of its annotation."""

    number: int
    chance: random.Random
    words: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def say(self, words: str) -> tuple[int, int]:
        """Append words and a space; return where they stand."""
        start = self.length
        self.words.append(words)
        self.length += len(words) + 1
        return start, start + len(words)

    def name(self, kind: str) -> str:
        """Return a new id."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{kind}{self.counts[kind]}"

    def mark(self, label: str, words: str) -> str:
        """Append words with a mark; return its id."""
        start, end = self.say(words)
        return self.cover(label, start, end)

    def cover(self, label: str, start: int, end: int) -> str:
        """Mark words that stand there."""
        mark_id = self.name("T")
        words = " ".join(self.words)[start:end]
        self.lines.append(f"{mark_id}\t{label} {start} {end}\t{words}\n")
        return mark_id

    def add(self, kind: str, words: str) -> str:
        """Append a line; return its id."""
        line_id = self.name(kind)
        self.lines.append(f"{line_id}\t{words}\n")
        return line_id

    def choose(self, words: Sequence[str]) -> str:
        """Return one of some words."""
        return self.chance.choice(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeArticle:
    """An article with its annotation, as the files of a seed folder hold them."""

    document_id: str
    text: str
    annotation: str
    metadata: str


def make_articles(numbers: Iterable[int]) -> Iterator[MadeArticle]:
    """Yield the articles of some numbers."""
    for number in numbers:
        draft = Draft(number=number, chance=random.Random(number))  # noqa: S311  # nothing is secret
        for _ in range(CLAIMS):
            add_claim(draft)
        for _ in range(OTHER_EVENTS):
            add_event(draft)
        for _ in range(MENTIONS):
            draft.mark(draft.choose(("Person", "Group")), draft.choose(OFFICES))
            draft.say(draft.choose(FILLERS))
        month, day = 1 + number % 12, 1 + number % 28
        yield MadeArticle(
            document_id=f"a{number:07}",
            text=" ".join(draft.words) + "\n",
            annotation="".join(draft.lines),
            metadata=f'{{"published_edtf": "2024-{month:02}-{day:02}", '
            '"language": "en", "text_access": "full", "publisher": "Nobody"}',
        )


def add_claim(draft: Draft) -> None:
    """Add a claim about an event, with its source."""
    verb, label = draft.chance.choice(VERBS)
    start = draft.length
    quantity = draft.mark("Quantity", draft.choose(NUMBERS))
    group = draft.mark("Group", draft.choose(GROUPS))
    draft.say("were")
    trigger = draft.mark(label, verb)
    draft.say("near")
    place = draft.mark("Place", draft.choose(PLACES))
    draft.say("on")
    time = draft.mark("Time", draft.choose(DAYS))
    content = draft.cover("Claim", start, draft.length - 1)
    source = draft.mark("Organization", draft.choose(OFFICES))
    cue = draft.mark("Attribution", draft.choose(CUES))
    said = draft.mark("Time", draft.choose(DAYS))
    medium = draft.mark("Medium", "a report")
    hedge = draft.mark("Hedge", "reportedly")
    draft.say(".")
    event = draft.add("E", f"{label}:{trigger} Recipient:{group} When:{time}")
    parts = f"Quantity:{quantity} QuantityOf:{group} When:{time} Place:{place}"
    claim = draft.add("E", f"Claim:{content} About:{event} {parts} Hedge:{hedge}")
    more = f"Source:{source} Said:{said} Medium:{medium}"
    draft.add("E", f"Attribution:{cue} Of:{claim} {more}")
    draft.add("#", f"AnnotatorNotes {claim}\tPeople were {verb} there.")
    draft.add("A", f"Measure {claim} killed")
    entity = f"office-{draft.chance.randrange(ENTITIES)}"
    draft.add("N", f"Reference {source} Entity:{entity}\tan office")


def add_event(draft: Draft) -> None:
    """Add an event that no claim is about."""
    trigger = draft.mark("Protest", "rallied")
    roles = f"Actor:{draft.mark('Group', draft.choose(GROUPS))}"
    for number in range(2, TIMES_OF_EVENT + 2):
        roles += f" When{number}:{draft.mark('Time', draft.choose(DAYS))}"
    draft.say(".")
    draft.add("E", f"Protest:{trigger} {roles}")


def write_corpus(root: Path, articles: int, size: int = ARTICLES_PER_SHARD) -> None:
    """Write a package whose seeds are so many articles, packed, so many in each."""
    (root / "seeds").mkdir(parents=True)
    (root / "datapackage.json").write_text('{"name": "made"}')
    (root / "seeds/entities.csv").write_text(make_entities())
    for number, start in enumerate(range(0, articles, size)):
        made = make_articles(range(start, min(articles, start + size)))
        packed = [pack(article) for article in made]
        (root / "seeds" / name_shard(number)).write_bytes(write_shard(packed))


def pack(article: MadeArticle) -> PackedArticle:
    """Return an article as a shard has it."""
    return PackedArticle(
        document_id=article.document_id,
        path=f"{article.document_id}.ann",
        text=article.text,
        format="brat",
        annotations=article.annotation,
        metadata=article.metadata,
    )


def make_entities() -> str:
    """Return the register of the offices."""
    rows = [
        f"office-{n},Office {n},organization,true,,,,,,,,\n" for n in range(ENTITIES)
    ]
    return ENTITY_HEADER + "".join(rows)
