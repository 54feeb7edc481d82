"""What the documents quote, name and count is so.

The codebook quotes the first article, the invented ones and their annotations, the list
of limits names constants, and decision notes are short. Each of these is compared with
its origin.
"""

import ast
import importlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pytest

from claimpack import quantities
from claimpack.document import Claim, Document, Quantity, TimeExpression
from claimpack.files import Folder
from claimpack.findings import Location
from claimpack.metadata import COMPUTED
from claimpack.resolution import Resolved, resolve_document
from claimpack.schema_files import load_shipped_schema
from claimpack.seeds import read_seeds
from invented_package import FIRST, FOLLOW_UP, INVENTED

REPOSITORY = Path(__file__).parent.parent
PACKAGE = REPOSITORY / "scripts" / "claimpack"
ARTICLE = REPOSITORY / "seeds" / "000_8b7fbf13361c99b6.txt"

CODEBOOK = (REPOSITORY / "docs" / "codebook.md").read_text(encoding="utf-8")
LIMITS = (REPOSITORY / "docs" / "limits.md").read_text(encoding="utf-8")
CHANGELOG = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
CONFIGURATION = (REPOSITORY / "seeds" / "annotation.conf").read_text(encoding="utf-8")
DECISIONS = sorted((REPOSITORY / "docs" / "decisions").glob("*.md"))

GUIDE, _, SETTLED = CODEBOOK.partition("\n## 12. Settled by the second fixture\n")
ABOUT_FIRST, ABOUT_FOLLOW_UP = re.split(r"\n### 12\.[12] .+\n", SETTLED)[1:]


class Quoting(NamedTuple):
    """A part of the codebook, the article that it quotes, and how much, at least."""

    part: str
    article: Path
    fewest_lines: int
    fewest_sentences: int

    @property
    def text(self) -> str:
        """The text of the article."""
        return self.article.read_bytes().decode()

    @property
    def annotation(self) -> list[str]:
        """The lines of its annotation."""
        return self.article.with_suffix(".ann").read_bytes().decode().splitlines()


QUOTINGS = {
    "the first article": Quoting(GUIDE, ARTICLE, 50, 20),
    "the invented article": Quoting(
        ABOUT_FIRST, INVENTED / "seeds" / f"{FIRST}.txt", 20, 8
    ),
    "its follow-up": Quoting(
        ABOUT_FOLLOW_UP, INVENTED / "seeds" / f"{FOLLOW_UP}.txt", 8, 5
    ),
}
of_each_article = pytest.mark.parametrize("quoting", QUOTINGS.values(), ids=QUOTINGS)

INLINE_CODE = re.compile(r"`([^`\n]+)`")
EXAMPLE_LINE = re.compile(r"(?:[TERAN]|#)[0-9]+ .+")
ANNOTATION_ID = re.compile(r"[TE][0-9]+")
LIMIT_ROW = re.compile(
    r"\| [^|]+ \| ([0-9,]+) \| `([a-z_.]+)\.([A-Z_]+|[a-z_]+\(\))` \|.*"
)
NAME_OF_A_LIMIT = re.compile(
    r"(?:LARGEST|LONGEST|WIDEST|DEEPEST|HIGHEST|MOST|FEWEST)_[A-Z_]+|WINDOW"
)


def list_code(document: str) -> list[str]:
    """What stands in backticks within a line."""
    return INLINE_CODE.findall(re.sub(r"(?ms)^```.*?^```$", "", document))


def list_example_lines(document: str) -> list[str]:
    """The lines of an annotation that a document quotes, a tab shown as a space."""
    return [code for code in list_code(document) if EXAMPLE_LINE.fullmatch(code)]


def list_quoted_sentences(document: str) -> list[str]:
    """The sentences in quotation blocks, one a line."""
    return [
        line.removeprefix("> ")
        for line in document.splitlines()
        if line.startswith("> ")
    ]


def iter_configured_names(configuration: str) -> Iterator[str]:
    """Every label, role, relation and attribute that brat is told of."""
    for line in configuration.splitlines():
        if not line or line.startswith(("[", "<")):
            continue
        name, _, arguments = line.partition("\t")
        yield name
        for argument in arguments.split(", "):
            role = re.match(r"([A-Za-z]+)[?*+]?:", argument)
            if role and role[1] not in {"Arg", "Value"}:
                yield role[1]


def to_code(value: str) -> str:
    """The code that a value in brat stands for: `BeforeOverlap` is before_overlap."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", value).lower()


def iter_used_codes(annotation: list[str]) -> Iterator[str]:
    """Every code that a claim of the annotation comes to, as the tables have it."""
    yield "positive"
    for line in annotation:
        first, body, *rest = line.split("\t")
        label, *words = body.split(" ")
        if first.startswith("A"):
            yield from map(to_code, words[1:])
            yield from ["negative"] * (label == "Negated")
        if first.startswith("E"):
            label = label.partition(":")[0]
            is_claim = label in {"Claim", "Attribution", "Event"}
            yield from [] if is_claim else [label.upper()]
        if first.startswith("R"):
            yield label.lower()
        if label == "Quantity":
            quantity = quantities.parse(rest[0])
            if isinstance(quantity, Quantity):
                yield quantity.modifier


def list_names(document: str) -> set[str]:
    """The words that stand in backticks."""
    return set(re.findall(r"[A-Za-z0-9_-]+", " ".join(list_code(document))))


def list_numbers(module: str, name: str) -> set[int]:
    """The numbers that may stand in the list of limits for a name of the code.

    For a constant it is its value, for a pattern the length of the longest match,
    for the Arrow types the highest integer, for a function any number in its source.
    """
    if name.endswith("()"):
        return set(iter_numbers_of_function(module, name.removesuffix("()")))
    return {measure_limit(module, name)}


def iter_numbers_of_function(module: str, name: str) -> Iterator[int]:
    """The whole numbers in the source of a function, its decorators included."""
    folder = PACKAGE.joinpath(*module.split("."))
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    for function in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(function, ast.FunctionDef) and function.name == name:
            for node in ast.walk(function):
                if isinstance(node, ast.Constant) and isinstance(node.value, int):
                    yield node.value


def measure_limit(module: str, name: str) -> int:
    """The number that a constant of the code stands for."""
    value = getattr(importlib.import_module(f"claimpack.{module}"), name)
    if isinstance(value, re.Pattern):
        begin = "T" if value.fullmatch("T1") else ""
        lengths = range(1, 1000)
        return max(n for n in lengths if value.fullmatch(begin + "1" * n))
    if isinstance(value, dict):
        assert value["integer"] == pa.int32()
        return 2**31 - 1
    assert isinstance(value, int)
    return value


def list_limits(document: str) -> dict[str, int]:
    """The number that a document gives for each constant."""
    return {
        f"{module}.{name}": int(number.replace(",", ""))
        for number, module, name in LIMIT_ROW.findall(document)
    }


def iter_constants(tree: ast.Module) -> Iterator[str]:
    """The names that a module gives a value at its top level."""
    for node in tree.body:
        for target in node.targets if isinstance(node, ast.Assign) else []:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            yield from (name.id for name in names if isinstance(name, ast.Name))


def name_module(path: Path) -> str:
    """The name of a file of the package as a module, without `claimpack`."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def list_limits_of_code() -> list[str]:
    """Every constant of the code whose name says that it is a limit."""
    return [
        f"{name_module(path)}.{name}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for name in iter_constants(ast.parse(path.read_text(encoding="utf-8")))
        if NAME_OF_A_LIMIT.fullmatch(name)
    ]


def drop_edtf(times: tuple[TimeExpression, ...]) -> tuple[TimeExpression, ...]:
    """The words alone, without the annotator's reading of them."""
    return tuple(time._replace(edtf=None) for time in times)


def drop_readings(claim: Claim) -> Claim:
    """The claim without any EDTF reference on the words that date it or its saying."""
    attributions = (
        attribution._replace(times=drop_edtf(attribution.times))
        for attribution in claim.attributions
    )
    times = drop_edtf(claim.times)
    return claim._replace(times=times, attributions=tuple(attributions))


def drop_event_date(claim: Claim) -> Claim:
    """The claim without its note EventDate."""
    return claim._replace(event_date_edtf=None)


def read_first_article() -> Document:
    """The first article with its annotation."""
    seeds = read_seeds(Folder(REPOSITORY), load_shipped_schema())
    (member,) = seeds.corpus.members
    return member.document


def resolve_claims(document: Document, change: Callable[[Claim], Claim]) -> Resolved:
    """The dates of a document after a change of each claim."""
    claims = tuple(map(change, document.claims))
    resolved, _ = resolve_document(
        replace(document, claims=claims), lambda _: Location()
    )
    return resolved


def test_the_codebook_names_all_that_brat_is_told_of() -> None:
    unnamed = set(iter_configured_names(CONFIGURATION)) - list_names(CODEBOOK)

    assert unnamed == set()


@of_each_article
def test_the_codebook_names_every_code_of_an_article(quoting: Quoting) -> None:
    unnamed = set(iter_used_codes(quoting.annotation)) - list_names(CODEBOOK)

    assert unnamed == set()


@of_each_article
def test_every_line_that_the_codebook_quotes_stands_in_the_annotation(
    quoting: Quoting,
) -> None:
    quoted = list_example_lines(quoting.part)
    known = {line.replace("\t", " ") for line in quoting.annotation}

    assert [line for line in quoted if line not in known] == []
    assert len(quoted) >= quoting.fewest_lines


@of_each_article
def test_every_id_that_the_codebook_refers_to_is_in_the_annotation(
    quoting: Quoting,
) -> None:
    known = {line.partition("\t")[0] for line in quoting.annotation}
    referred = set(filter(ANNOTATION_ID.fullmatch, list_code(quoting.part)))

    assert referred - known == set()


@of_each_article
def test_every_sentence_that_the_codebook_quotes_stands_in_the_article(
    quoting: Quoting,
) -> None:
    quoted = list_quoted_sentences(quoting.part)

    assert [sentence for sentence in quoted if sentence not in quoting.text] == []
    assert len(quoted) >= quoting.fewest_sentences


def test_without_its_edtf_references_the_first_article_has_the_same_dates() -> None:
    document = read_first_article()

    with_references, _ = resolve_document(document, lambda _: Location())
    without_them = resolve_claims(document, drop_readings)

    assert without_them.said == with_references.said
    assert without_them.event_dates == with_references.event_dates


def test_the_first_article_needs_the_event_dates_that_the_codebook_names() -> None:
    document = read_first_article()

    with_notes, _ = resolve_document(document, lambda _: Location())
    dates = resolve_claims(document, drop_event_date).event_dates
    changed = [
        claim.node_id.upper()
        for claim in document.claims
        if dates.get(claim.node_id) != with_notes.event_dates.get(claim.node_id)
    ]

    assert sorted(changed) == ["E29", "E71"]
    assert "has two: `E29`, a state about no event, and `E71`, bounded" in CODEBOOK


def test_the_codebook_explains_every_key_of_the_metadata() -> None:
    columns = set(load_shipped_schema().tables["documents"].field_names)

    assert columns - COMPUTED - list_names(CODEBOOK) == set()


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_note_is_short_and_has_its_four_parts(path: Path) -> None:
    note = path.read_text(encoding="utf-8")

    parts = re.findall(r"^\*\*([A-Z][a-z]+)\.\*\*|^\*\*Facts\*\*", note, re.MULTILINE)

    assert len(note.splitlines()) <= 20
    assert parts == ["Question", "", "Choice", "Price"]
    assert re.match(rf"# {path.stem[:4]} .+\n", note)


def test_decision_notes_have_numbers_of_their_own() -> None:
    numbers = [path.stem[:4] for path in DECISIONS]

    assert numbers == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("constant", list_limits(LIMITS))
def test_a_limit_in_the_list_is_that_of_the_code(constant: str) -> None:
    module, _, name = constant.rpartition(".")

    assert list_limits(LIMITS)[constant] in list_numbers(module, name)


def test_every_limit_of_the_code_is_in_the_list() -> None:
    assert set(list_limits_of_code()) - set(list_limits(LIMITS)) == set()


def test_the_changelog_begins_with_the_version_of_the_data() -> None:
    descriptor = json.loads((REPOSITORY / "datapackage.json").read_bytes())

    versions = re.findall(r"^## ([0-9.]+)", CHANGELOG, re.MULTILINE)

    assert versions[0] == descriptor["version"]


def test_the_changelog_keeps_the_order_of_its_parts() -> None:
    order = ["Security", "Removed", "Deprecated", "Added", "Changed", "Fixed", "Tools"]

    for release in CHANGELOG.split("\n## ")[1:]:
        parts = re.findall(r"^### (.+)$", release, re.MULTILINE)
        tools = re.findall(r"^#### (.+)$", release, re.MULTILINE)
        assert parts == [part for part in order if part in parts]
        assert tools == [part for part in order if part in tools]
