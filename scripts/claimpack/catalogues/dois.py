"""DOIs: in which forms people write them, and what is none though it looks like one.

Source: DOI Handbook, "Numbering": a prefix that begins with `10.`, a slash, a suffix.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

FORMS = re.compile(r"(?i:(?:info:|urn:)?doi[:/]\s*|((?:https?://)?[a-z.]*\bdoi\.org/))")
"""What stands before a DOI; the group: an address, in which signs may be encoded."""
DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\x00-\x1f\x7f-\x9f]+")


def find_doi(words: str) -> str | None:
    """Return the DOI that some words are, without what stands before it, else None.

    >>> find_doi("https://doi.org/10.5072/a%3Cb"), find_doi("doi:10.5072")
    ('10.5072/a<b', None)
    """
    form = FORMS.match(words)
    rest = words[form.end() :] if form else words
    name = unquote(rest) if form and form[1] else rest
    return name if DOI.fullmatch(name) else None


def is_meant_as_doi(words: str) -> bool:
    """Return whether words look as if they were a DOI.

    >>> [is_meant_as_doi(words) for words in ("doi:towns", "10.1/a", "towns")]
    [True, True, False]
    """
    return bool(FORMS.match(words)) or words.startswith("10.")


def format_address(doi: str) -> str:
    """Return where a DOI leads.

    >>> format_address("10.5072/a<b")
    'https://doi.org/10.5072/a%3Cb'
    """
    return f"https://doi.org/{quote(doi)}"
