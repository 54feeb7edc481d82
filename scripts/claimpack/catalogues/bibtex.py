"""A citation in BibTeX, for the catalogues that show one."""

from __future__ import annotations

import re

from claimpack.catalogues.publication import Contributor, Publication

SPECIAL = re.compile(r"[\\{}$&#%_~^]")
COMMANDS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def write_bibtex(publication: Publication) -> str:
    """Return the entry of a package, without what it does not say."""
    entry = {
        "author": " and ".join(map(name_author, publication.creators)),
        "title": f"{{{escape(publication.title or '')}}}",
        "year": (publication.created_on or "")[:4],
        "version": escape(publication.version or ""),
        "publisher": escape(
            publication.publisher.name if publication.publisher else ""
        ),
        "doi": publication.doi,
        "url": publication.homepage,
    }
    lines = [f"  {key} = {{{value}}}" for key, value in entry.items() if value]
    key = re.sub(r"[^A-Za-z0-9._-]", "", publication.name or "") or "package"
    return ",\n".join([f"@misc{{{key}", *lines]) + "\n}"


def name_author(author: Contributor) -> str:
    """Return a name that BibTeX takes apart as it is meant; a group stays whole."""
    if author.family_name and author.given_name:
        return f"{escape(author.family_name)}, {escape(author.given_name)}"
    return f"{{{escape(author.name)}}}"


def escape(text: str) -> str:
    r"""Return a text without signs that mean something in TeX, on one line.

    >>> print(escape("Rise & fall of 5 %"))
    Rise \& fall of 5 \%
    """
    return SPECIAL.sub(
        lambda found: COMMANDS.get(found[0], f"\\{found[0]}"), " ".join(text.split())
    )
