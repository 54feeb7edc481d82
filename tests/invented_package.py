"""The package of the two invented articles, for the tests that build it."""

from __future__ import annotations

import shutil
from pathlib import Path

from claimpack.build import build_package
from claimpack.schema_files import load_shipped_schema

INVENTED = Path(__file__).parent / "invented"
FIRST = "invented-2031-05-07"
FOLLOW_UP = "invented-2031-05-14"


def copy_invented(root: Path) -> Path:
    """Copy what the package is built from, and return its folder."""
    shutil.copytree(INVENTED / "seeds", root / "seeds")
    shutil.copy2(INVENTED / "datapackage.json", root)
    return root


def build_invented(root: Path) -> Path:
    """Build the package in a folder, and return the folder of its tables."""
    report = build_package(copy_invented(root), load_shipped_schema())
    assert report.findings == ()
    return root / "data"
