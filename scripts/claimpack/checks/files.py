"""Files of a package: whole, unchanged since the build, and none too many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.gate import Digest
from claimpack.sources import DeclaredPart, Package, Resource

UNREADABLE = Rule(
    code="scheme-error",
    severity=Severity.ERROR,
    template="the file cannot be read: {reason}",
    explanation="A resource without its file, or behind a link, cannot be checked.",
)
BYTE_COUNT = Rule(
    code="byte-count",
    severity=Severity.ERROR,
    template="the size of the file is {found} bytes",
    explanation="The file is not the one that the descriptor was written for.",
)
HASH_COUNT = Rule(
    code="hash-count",
    severity=Severity.ERROR,
    template="the hash of the file is {found}",
    explanation="The file is not the one that the descriptor was written for.",
)
HASH_NOT_CHECKED = Rule(
    code="hash-not-checked",
    severity=Severity.WARNING,
    template="the hash {hash} is of a kind that is not checked",
    explanation="Only MD5, SHA-1, SHA-256 and SHA-512 are computed.",
)
ROW_COUNT = Rule(
    code="row-count",
    severity=Severity.ERROR,
    template="the number of rows in the file is {found}",
    explanation=(
        "Of each part of a table the descriptor says how many rows it has: a part of "
        "another build would move all rows after it."
    ),
)
STRAY_FILE = Rule(
    code="stray-file",
    severity=Severity.ERROR,
    template="the file {path} belongs to no resource",
    explanation=(
        "A file beside the tables is taken for one of them, but nothing describes or "
        "checks it. In packages of other models this is a warning."
    ),
)
UNFINISHED_BUILD = Rule(
    code="unfinished-build",
    severity=Severity.ERROR,
    template="unfinished build: some files are old and some new",
    explanation="A build was killed while it replaced files; the next completes it.",
)
RULES = (
    UNREADABLE,
    BYTE_COUNT,
    HASH_COUNT,
    HASH_NOT_CHECKED,
    ROW_COUNT,
    STRAY_FILE,
    UNFINISHED_BUILD,
)

ALGORITHMS = ("md5", "sha1", "sha256", "sha512")


def find_unfinished_build(path: str) -> Finding:
    """Return the finding that a build was committed but not completed."""
    return make_finding(
        UNFINISHED_BUILD,
        Location(path=path),
        expected="a package that was published as a whole",
        hint="run `claimpack build`, which completes it",
    )


def list_algorithms(declared: Resource | DeclaredPart) -> list[str]:
    """Return the algorithm of a declared hash, none where it is none we know."""
    if declared.hash is None:
        return []
    algorithm, _ = split_hash(declared.hash)
    return [algorithm] if algorithm in ALGORITHMS else []


def split_hash(declared: str) -> tuple[str, str]:
    """Return the algorithm and the digest of a hash; without algorithm it is MD5."""
    algorithm, colon, digest = declared.rpartition(":")
    return algorithm.lower() if colon else "md5", digest


def check_bytes(
    location: Location, declared: Resource | DeclaredPart, digest: Digest
) -> Iterator[Finding]:
    """Yield where a file has another size or hash than is declared."""
    if declared.size_bytes not in (None, digest.size_bytes):
        yield make_finding(
            BYTE_COUNT,
            location,
            found=digest.size_bytes,
            expected=f"{declared.size_bytes} bytes, as the descriptor says",
        )
    if declared.hash is None:
        return
    algorithm, expected = split_hash(declared.hash)
    if algorithm not in ALGORITHMS:
        yield make_finding(HASH_NOT_CHECKED, location, hash=quote(declared.hash))
        return
    found = digest.show(algorithm)
    if found != expected.lower():
        yield make_finding(
            HASH_COUNT,
            location,
            found=found,
            expected=quote(expected),
            hint="restore the file, or build the package again",
        )


def check_row_count(
    location: Location, part: DeclaredPart, row_count: int
) -> Iterator[Finding]:
    """Yield where a part of a table has another number of rows than is declared."""
    if part.row_count not in (None, row_count):
        yield make_finding(
            ROW_COUNT,
            location,
            found=row_count,
            expected=f"{part.row_count}, as the descriptor says",
            hint="restore the file, or build the package again",
        )


def check_strays(folder: PackageFiles, package: Package) -> Iterator[Finding]:
    """Yield each file in a folder of tables that no resource names."""
    paths = {path for resource in package.resources for path in resource.paths}
    plain = {
        "/".join(part for part in path.split("/") if part != ".") for path in paths
    }
    folders = sorted({path.rpartition("/")[0] for path in plain} - {""})
    for name in folders:
        for path in list_folder(folder, name):
            if not any(
                known == path or known.startswith(f"{path}/") for known in plain
            ):
                finding = make_finding(
                    STRAY_FILE,
                    Location(path=path),
                    path=quote(path),
                    hint="move the file out of the folder, or describe it",
                )
                severity = finding.severity if package.is_model else Severity.WARNING
                yield replace(finding, severity=severity)


def list_folder(folder: PackageFiles, name: str) -> list[str]:
    """Return what is in a folder of the package; nothing where it cannot be listed."""
    try:
        return list(folder.iter_files(name, ""))
    except SourceError:
        return []  # the resource's own file then has a finding
