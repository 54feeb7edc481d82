"""The site of a large package: what its pages take to write, at growing sizes.

The package is that of this repository many times over (`query.py`): its article, with
34 claims, under other ids, about the same entities and events. CPU is user and system
time, memory the peak of the resident set. `pages.py ARTICLES` takes another size than
1,000 as the greatest; a tenth and a third of it come first.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measuring import measure
from query import write_package

ARTICLES = 1_000
CLAIMS_OF_ARTICLE = 34
PARTS = (10, 3, 1)
"""The sizes are the greatest divided by these."""


def main() -> None:
    """Print what the site takes at each size, also for each article."""
    most = int(sys.argv[1]) if sys.argv[1:] else ARTICLES
    names = ("articles", "files", "MiB of files", "CPU s", "wall s", "MiB", "ms each")
    print("".join(f"{name:>14}" for name in names))
    for part in PARTS:
        print_size(most // part)


def print_size(articles: int) -> None:
    """Write a package and its site, and print what the site takes."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "package"
        root.mkdir()
        write_package(root, articles * CLAIMS_OF_ARTICLE)
        site = Path(scratch) / "site"
        command = [str(Path(sys.executable).parent / "claimpack"), "site"]
        usage = measure([*command, "--unchecked", "--output", str(site), "."], root)
        sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
        each = 1000 * usage.cpu / articles
        print(
            f"{articles:14,}{len(sizes):14,}{sum(sizes) / 2**20:14.1f}"
            f"{usage.cpu:14.2f}{usage.wall:14.2f}{usage.peak_mib:14.0f}{each:14.1f}"
        )


if __name__ == "__main__":
    main()
