"""Mappings: annotations, which mean nothing yet, become a document of claims."""

from __future__ import annotations

from claimpack.mapping.labels import LabelLines, LabelTallies, add_lines, report_labels
from claimpack.mapping.native import Mapped, map_native

__all__ = [
    "LabelLines",
    "LabelTallies",
    "Mapped",
    "add_lines",
    "map_native",
    "report_labels",
]
