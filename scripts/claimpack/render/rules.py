"""Rules as text: the list of all, and one with its example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimpack.render.summary import escape
from claimpack.rule_book import TITLES, Entry, group_by_part

FIRST_SENTENCE_END = ". "


def render_rules(entries: Sequence[Entry]) -> str:
    """Return a line per rule, below a heading per part."""
    width = max(len(entry.code) for entry in entries)
    blocks = []
    for part, group in group_by_part(entries).items():
        lines = [
            f"  {entry.code:<{width}}  {entry.severity:<7}  {shorten(entry)}"
            for entry in group
        ]
        blocks.append("\n".join([TITLES[part], *lines]))
    return "\n\n".join(blocks)


def shorten(entry: Entry) -> str:
    """Return the first sentence of the explanation, without its full stop."""
    return entry.explanation.split(FIRST_SENTENCE_END)[0].removesuffix(".")


def render_rule(entries: Iterable[Entry]) -> str:
    """Return the rules of one code in full, with their examples."""
    return "\n\n".join("\n".join(iter_entry_lines(entry)) for entry in entries)


def iter_entry_lines(entry: Entry) -> Iterator[str]:
    """Yield the lines about one rule."""
    yield f"{entry.code} ({entry.severity}): {lower_first(TITLES[entry.part])}"
    yield ""
    yield entry.explanation
    if entry.example is not None:
        yield from iter_example_lines("Valid", entry.example.valid)
        yield from iter_example_lines("Invalid", entry.example.invalid)


def lower_first(words: str) -> str:
    """Return the words as they stand within a sentence."""
    return words[0].lower() + words[1:]


def iter_example_lines(title: str, files: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the files, indented below their paths."""
    yield ""
    yield f"{title}:"
    for path, content in files.items():
        yield f"  {path}"
        yield from (f"    {line}".rstrip(" ") for line in show_content(content))


def show_content(content: str) -> list[str]:
    r"""Return the lines of a file; what is not printed is escaped, but tabs are kept.

    >>> show_content("T1\tPerson 0 3\tEva\r\n")
    ['T1\tPerson 0 3\tEva\\r']
    """
    lines = content.removesuffix("\n").split("\n")
    return ["\t".join(map(escape, line.split("\t"))) for line in lines]
