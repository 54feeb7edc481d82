"""Readers: the bytes of one annotation file become `claimpack.annotations`.

A reader is a function of one file. It yields a reading for each text in there, and
never raises for what it reads: every defect is a finding. `formats` lists them all; how
to add one is in docs/readers.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from claimpack.annotations import Reading
from claimpack.readers.brat import read_brat

READERS: Mapping[str, Callable[[bytes, str, str], Reading]] = {"brat": read_brat}
"""Reader by the name of its format."""
