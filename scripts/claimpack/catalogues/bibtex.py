"""A citation in BibTeX, for the catalogues that show one."""

from __future__ import annotations

import re
from urllib.parse import quote

from claimpack.catalogues.publication import Contributor, Publication
from claimpack.catalogues.unseen import drop_unseen

SPECIAL = re.compile(r"[\\{}$&#%_~^]")
PARTING = re.compile(r",|\band\b", re.IGNORECASE)
"""What stands between names, and between their parts."""
ENCODED = re.compile(r"[\\{}]")
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
        "doi": encode_braces(publication.doi or ""),
        "url": encode_braces(publication.homepage or ""),
    }
    lines = [f"  {key} = {{{value}}}" for key, value in entry.items() if value]
    key = re.sub(r"[^A-Za-z0-9._-]", "", publication.name or "") or "package"
    return ",\n".join([f"@misc{{{key}", *lines]) + "\n}"


def name_author(author: Contributor) -> str:
    """Return a name that BibTeX takes apart as it is meant; a group stays whole."""
    if author.family_name and author.given_name:
        return f"{hold(author.family_name)}, {hold(author.given_name)}"
    return f"{{{escape(author.name)}}}"


def hold(part: str) -> str:
    """Return a part of a name, in braces where BibTeX would take it apart."""
    words = escape(part)
    return f"{{{words}}}" if PARTING.search(words) else words


def encode_braces(address: str) -> str:
    """Return a DOI or URL in which no sign ends its field; all else is as it stands.

    >>> encode_braces("10.5072/a_{b}")
    '10.5072/a_%7Bb%7D'
    """
    return ENCODED.sub(lambda found: quote(found[0]), drop_unseen(address))


def escape(text: str) -> str:
    r"""Return a text, on one line, without signs that TeX or a terminal obeys.

    >>> print(escape("Rise & fall of 5 %"))
    Rise \& fall of 5 \%
    """
    line = " ".join(drop_unseen(" ".join(text.split())).split())
    return SPECIAL.sub(lambda found: COMMANDS.get(found[0], f"\\{found[0]}"), line)
