"""A citation in the style of the American Psychological Association.

Source: Publication Manual of the APA, 7th edition, sections 9 and 10.9 ("Data sets").
"""

from __future__ import annotations

from collections.abc import Sequence

from claimpack.catalogues.publication import Contributor, Publication
from claimpack.catalogues.unseen import drop_unseen
from claimpack.readme.datasheet import name_doi


def write_apa(publication: Publication) -> str:
    """Return the citation in a line, without what the package does not say."""
    who = join_names([*map(name_author, publication.creators)])
    year = (publication.created_on or "")[:4] or "n.d."
    version = f" (Version {publication.version})" if publication.version else ""
    what = f"{publication.title or 'Untitled'}{version} [Data set]."
    publisher = publication.publisher.name if publication.publisher else ""
    address = publication.homepage or ""
    if publication.doi:
        address = name_doi(publication.doi)
    first = [end(who), f"({year}).", what] if who else [what, f"({year})."]
    line = " ".join(filter(None, [*first, end(publisher), address]))
    return drop_unseen(" ".join(line.split()))


def name_author(author: Contributor) -> str:
    """Return a name as a list of references has it: the given names as initials.

    >>> name_author(Contributor(name="Eva Lind", given_name="Eva", family_name="Lind"))
    'Lind, E.'
    """
    if author.family_name and author.given_name:
        initials = " ".join(f"{name[0]}." for name in author.given_name.split())
        return f"{author.family_name}, {initials}"
    return author.name


def join_names(names: Sequence[str]) -> str:
    """Return names as one text.

    >>> join_names(["Lind, E.", "Moe, A.", "Ruud, K."])
    'Lind, E., Moe, A., & Ruud, K.'
    """
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def end(words: str) -> str:
    """Return words with a full stop behind them, none for no words."""
    return f"{words.rstrip('.')}." if words else ""
