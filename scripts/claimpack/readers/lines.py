"""The lines of a file on which bytes of it stand, asked for in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimpack.annotations import Origin


def iter_origins(path: str, content: bytes, offsets: Iterable[int]) -> Iterator[Origin]:
    """Yield the line of each byte; the bytes are in the order of the file.

    All of one line share its words, however many there are. The content is UTF-8.
    """
    origin, last = Origin(path=path, line=1, excerpt=""), 0
    line_end = -1
    for offset in offsets:
        if offset > line_end:
            start = content.rfind(b"\n", 0, offset) + 1
            line_end = content.find(b"\n", offset)
            line_end = len(content) if line_end < 0 else line_end
            line = origin.line + content.count(b"\n", last, offset)
            origin = Origin(path, line, content[start:line_end].decode())
            last = offset
        yield origin
