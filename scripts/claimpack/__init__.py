"""claimpack turns annotated news articles into a validated data package.

In Python, `claimpack.open` gives the tables of a package as a `claimpack.Dataset`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimpack.dataset import Dataset
    from claimpack.dataset import open_dataset as open  # noqa: A004  # as gzip.open

__version__ = "0.1.0"
__all__ = ["Dataset", "__version__", "open"]

OFFERED = {"Dataset": "Dataset", "open": "open_dataset"}
"""What `claimpack.dataset` calls the names that are imported when they are used."""


def __getattr__(name: str) -> object:
    """Return what is offered under a name; pyarrow takes long to import."""
    if name not in OFFERED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("claimpack.dataset"), OFFERED[name])
