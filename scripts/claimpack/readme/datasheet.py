"""The part of a README that follows from the package.

The headings are those of a datasheet (Gebru et al., "Datasheets for Datasets", 2021);
one of which the package says nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimpack.catalogues.bibtex import write_bibtex
from claimpack.catalogues.citation import MESSAGE
from claimpack.catalogues.publication import Contributor, Files, Licence, Publication
from claimpack.readme import model_words
from claimpack.readme.background import Agreement, Annotation, Background
from claimpack.readme.quick_starts import MOST_PATHS, iter_quick_starts
from claimpack.readme.words import (
    begin_line,
    fence,
    in_line,
    link,
    link_file,
    list_items,
    quote_block,
    tabulate,
)
from claimpack.render.summary import count_words

NOTE = """\
<!-- Written by `claimpack export readme` from datapackage.json and the tables: what
stands between the two lines is not edited by hand. -->"""
GRAIN = re.compile(
    r"\b(?:one|each|a) row (?:per|is|for each) .+?(?=[.;](?:\s|$)|$)",
    re.IGNORECASE | re.DOTALL,
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s")
CARERS = {"maintainer", "contact", "contactperson"}


def write_part(publication: Publication, background: Background) -> str:
    """Return the part of a README in Markdown.

    Rows are told where the publication has their number.
    """
    annotation = background.annotation
    sections = {
        "Motivation": iter_motivation(publication),
        "Composition": iter_composition(publication),
        "Collection process": iter_collection(publication),
        "Preprocessing and labeling": iter_labeling(background),
        "Uses": iter_uses(publication, background),
        "Distribution": iter_distribution(publication, annotation),
        "Maintenance": iter_maintenance(publication, background),
    }
    blocks = [NOTE]
    for heading, found in sections.items():
        words = list(found)
        blocks += [f"## {heading}", *words] if words else []
    return "\n\n".join(blocks) + "\n"


def iter_motivation(publication: Publication) -> Iterator[str]:
    """Yield what it is for, in its own words, and who made it."""
    if publication.description:
        yield quote_block(publication.description)
    if publication.contributors:
        yield list_items([*map(name_contributor, publication.contributors)])


def name_contributor(contributor: Contributor) -> str:
    """Return who did something, and what."""
    roles = ", ".join(map(in_line, sorted(contributor.roles)))
    name = link(contributor.name, contributor.url)
    return f"{name}: {roles}" if roles else name


def iter_composition(publication: Publication) -> Iterator[str]:
    """Yield what is in there: tables, files, and what they are about."""
    if tables := publication.tables:
        counts = [table.row_count for table in tables]
        yield tabulate(
            {
                "table": [in_line(table.name) for table in tables],
                "grain": [in_line(describe_row(table)) for table in tables],
                "rows": ["" if it is None else f"{it:,}" for it in counts],
            }
        )
    if any(files.twin_of for files in publication.files):
        yield "A table that is there as CSV and as Parquet has the same rows in both."
    if files := publication.files:
        sizes = [it.size_bytes for it in files]
        yield tabulate(
            {
                "file": [link_files(it.paths) for it in files],
                "bytes": ["" if size is None else f"{size:,}" for size in sizes],
                "SHA-256": [in_line(it.hashes.get("sha256", "")) for it in files],
            }
        )
    if any(len(files.paths) > 1 for files in publication.files):
        yield "Of a table in several files, bytes and hash are those of all, joined."
    about = {
        "Languages": ", ".join(publication.languages),
        "Time": publication.temporal and publication.temporal.edtf,
        "Place": publication.spatial,
        "Keywords": ", ".join(publication.keywords),
    }
    if items := [f"{name}: {in_line(it)}" for name, it in about.items() if it]:
        yield list_items(items)


def link_files(paths: Sequence[str]) -> str:
    """Return links to files; of many, to the first and the last."""
    if len(paths) <= MOST_PATHS:
        return ", ".join(map(link_file, paths))
    ends = f"{link_file(paths[0])} to {link_file(paths[-1])}"
    return f"{ends} ({len(paths):,} files)"


def describe_row(table: Files) -> str:
    """Return what one row is: as the description says, else its first sentence.

    >>> words = "All towns: one row per town, by name. More."
    >>> describe_row(Files(name="towns", paths=(), hashes={}, description=words))
    'one row per town, by name'
    """
    description = table.description or table.title or ""
    if found := GRAIN.search(description):
        return found[0][0].lower() + found[0][1:]
    return SENTENCE_END.split(description.strip())[0].removesuffix(".")


def iter_collection(publication: Publication) -> Iterator[str]:
    """Yield what it was made of."""
    if publication.origins:
        yield "Made from:"
        yield list_items([link(it.title, it.url) for it in publication.origins])


def iter_labeling(background: Background) -> Iterator[str]:
    """Yield how articles were annotated, and how far annotators agree."""
    if annotation := background.annotation:
        yield list_items([*iter_annotation(annotation)])
    if background.agreement:
        yield "### Agreement"
        yield model_words.AGREEMENT
        yield tabulate_agreement(background.agreement)


def iter_annotation(annotation: Annotation) -> Iterator[str]:
    """Yield the items about annotation."""
    articles = count_words(annotation.article_count, "article")
    if annotation.guides:
        guides = ", ".join(map(in_line, annotation.guides))
        yield f"Version of the annotation guide: {guides}"
    if annotation.annotators:
        yield f"Annotated by: {'; '.join(map(in_line, annotation.annotators))}"
    yield (
        f"Every row checked by somebody other than the annotator: "
        f"{annotation.reviewed_count:,} of {articles}"
    )
    yield f"Model of the tables: claimpack {in_line(annotation.model)}"


def tabulate_agreement(agreement: tuple[Agreement, ...]) -> str:
    """Return the table of the figures."""
    return tabulate(
        {
            "marks": [in_line(it.kind) for it in agreement],
            "a": [f"{it.count_a:,}" for it in agreement],
            "b": [f"{it.count_b:,}" for it in agreement],
            "F1, exact": [format_figure(it.exact_f1) for it in agreement],
            "F1, overlapping": [format_figure(it.overlapping_f1) for it in agreement],
            "alpha": [format_figure(it.alpha) for it in agreement],
        }
    )


def format_figure(figure: float | None) -> str:
    """Return a figure with two digits after the point; nothing for None."""
    return "" if figure is None else f"{figure:.2f}"


def iter_uses(publication: Publication, background: Background) -> Iterator[str]:
    """Yield how tables are read, and what cannot be read from them."""
    if annotation := background.annotation:
        yield "### What a row does not assert"
        yield model_words.ASSERTIONS
        yield "### Limits"
        yield list_items([*model_words.LIMITS, *iter_access_limits(annotation)])
    if starts := list(iter_quick_starts(publication, background)):
        yield from ("### Quick starts", *starts)


def iter_access_limits(annotation: Annotation) -> Iterator[str]:
    """Yield what is not there of the texts of articles."""
    for access, limit in model_words.ACCESS_LIMITS.items():
        if count := annotation.text_accesses.get(access, 0):
            yield limit.format(articles=count_words(count, "article"))


def iter_distribution(
    publication: Publication, annotation: Annotation | None
) -> Iterator[str]:
    """Yield where it is, how it is cited, and what may be done with it."""
    places = {
        "Version": publication.version and in_line(publication.version),
        "DOI": publication.doi and link(publication.doi, name_doi(publication.doi)),
        "Home page": publication.homepage
        and link(publication.homepage, publication.homepage),
        "Published": publication.created_on,
    }
    if items := [f"{name}: {it}" for name, it in places.items() if it]:
        yield list_items(items)
    if publication.title:
        yield from ("### How to cite", MESSAGE, f"> {cite(publication)}")
        yield fence("bibtex", write_bibtex(publication))
        if annotation:
            yield model_words.QUOTING
    if publication.licences:
        yield "### Licences"
        yield list_items([*map(name_licence, publication.licences)])
        if annotation:
            yield model_words.TEXTS


def name_doi(doi: str) -> str:
    """Return the address of a DOI."""
    return f"https://doi.org/{doi}"


def cite(publication: Publication) -> str:
    """Return the citation of a package in a line."""
    year = (publication.created_on or "")[:4]
    names = "; ".join(it.sorted_name for it in publication.creators)
    who = " ".join([begin_line(names), f"({year})" if year else ""]).strip()
    version = f", version {in_line(publication.version)}" if publication.version else ""
    url = name_doi(publication.doi) if publication.doi else publication.homepage
    what = f"*{in_line(publication.title or '')}*{version}."
    parts = [who and f"{who.rstrip('.')}.", what, url and link(url, url)]
    return " ".join(filter(None, parts))


def name_licence(licence: Licence) -> str:
    """Return a licence, with its id at SPDX; its title says what it covers."""
    known = f" ({licence.known.spdx})" if licence.known else ""
    return f"{link(licence.title, licence.url)}{known}"


def iter_maintenance(publication: Publication, background: Background) -> Iterator[str]:
    """Yield what is promised of versions, and who looks after them."""
    carers = [it for it in publication.contributors if it.roles & CARERS]
    if carers:
        names = ", ".join(link(it.name, it.url) for it in carers)
        yield f"Looked after by {names}."
    if background.keeps_versions:
        yield model_words.VERSIONS
