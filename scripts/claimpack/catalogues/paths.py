"""Paths of files as addresses."""

from __future__ import annotations

import re
from urllib.parse import quote

WEB = re.compile(r"https?://\S+")
RESERVED = "/:?#[]@!$&'()*+,;=%~"
"""What means something in an address, and may be encoded in it already."""


def encode_path(path: str) -> str:
    """Return a path as an address relative to the package; an address stays one.

    >>> encode_path("my data/50%.csv"), encode_path("https://example.org/a%20b?c=1")
    ('my%20data/50%25.csv', 'https://example.org/a%20b?c=1')
    """
    return quote(path, safe=RESERVED) if WEB.match(path) else quote(path)
