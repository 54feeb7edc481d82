"""A rebuild gives the published content, whatever versions are installed.

Parquet bytes differ between versions of pyarrow, so a rebuild is compared by the
content hash that the build writes; that the Parquet files have this content is what
the validation says. `make test` runs this with the locked versions, `make lowest` with
the lowest supported ones.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
INPUTS = ["datapackage.json", "CHANGELOG.md", "schemas", "seeds"]


def content_hashes(package: Path) -> dict[str, str]:
    """Each resource's name with the hash of its content, as the build wrote it."""
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    return {
        resource["name"]: resource["contentHash"]
        for resource in descriptor["resources"]
        if "contentHash" in resource
    }


def copy_inputs(package: Path) -> None:
    """Copy what a build reads, and nothing that a build wrote."""
    for name in INPUTS:
        source = REPOSITORY / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, package / name)
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    descriptor["resources"] = []
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")


def run_claimpack(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line with the Python and the packages of this test run."""
    return subprocess.run(
        [sys.executable, "-m", "claimpack", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.mark.slow
def test_a_rebuild_has_the_published_content_hashes_and_is_valid(
    tmp_path: Path,
) -> None:
    copy_inputs(tmp_path)

    build = run_claimpack("build", str(tmp_path))
    validation = run_claimpack("validate", str(tmp_path))

    assert build.returncode == 0, build.stdout + build.stderr
    assert validation.returncode == 0, validation.stdout + validation.stderr
    assert content_hashes(tmp_path) == content_hashes(REPOSITORY) != {}
