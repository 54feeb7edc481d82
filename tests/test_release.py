"""`claimpack release` gives a version, a changelog, a change file and one archive.

The two invented articles are released as a user would: the first alone, then with a
correction, a withdrawn claim and the second article.
"""

import csv
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from claimpack import __main__ as entry
from claimpack.build import build_package
from claimpack.release.gone_words import GONE, QUOTED
from claimpack.schema_files import load_shipped_schema
from command_line import (
    REPOSITORY,
    copy_package,
    edit,
    read_files,
    run_claimpack,
    stop_build,
)
from invented_package import FIRST, FOLLOW_UP, copy_invented
from packages import edit_descriptor, write_foreign
from repositories import git

REASON = "The banner is no claim of the article."
ARCHIVE = "invented-ferry-{}.zip"
SCHEMA = load_shipped_schema()
Call = Callable[..., tuple[int | str | None, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Releases a package in this process; gives exit code, stdout and stderr."""

    def run(root: Path, *arguments: str | Path) -> tuple[int | str | None, str, str]:
        monkeypatch.chdir(root)
        code = entry.run(["release", *map(str, arguments)])
        return code or 0, *capsys.readouterr()

    return run


def release(root: Path, *arguments: str | Path) -> str:
    """Release the package in a folder, in a process of its own; gives what it says."""
    run = run_claimpack("release", *arguments, cwd=root)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def build(root: Path) -> None:
    """Build the package in a folder."""
    report = build_package(root, SCHEMA)
    assert {finding.code for finding in report.findings} <= {"register-unused"}


def begin(root: Path) -> Path:
    """The package of the first article, built, in version 0.1.0."""
    copy_invented(root)
    for path in [*root.glob(f"seeds/{FOLLOW_UP}*"), root / "seeds/links.csv"]:
        path.unlink()
    edit_descriptor(root, lambda it: it.update(version="0.1.0"))
    build(root)
    return root


WITHDRAWN = (
    "E64",
    "E65",
    "A146",
    "A147",
    "A148",
    "A149",
    "#37",
    "T144",
    "T147",
    "T148",
)
"""The lines of what is written on the banner."""


def go_on(root: Path) -> None:
    """Add the second article, withdraw a claim of the first, and correct another."""
    later = copy_invented(root.parent / "later")
    for path in [*later.glob(f"seeds/{FOLLOW_UP}*"), later / "seeds/links.csv"]:
        shutil.copy2(path, root / "seeds")
    first = root / "seeds" / f"{FIRST}.ann"
    lines = first.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.partition("\t")[0] not in WITHDRAWN]
    first.write_text("".join(kept), encoding="utf-8")
    edit(first, "Certainty E57 Possible", "Certainty E57 Probable")
    build(root)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The package after two releases, and what each of them said."""
    root = begin(tmp_path_factory.mktemp("released") / "package")
    first = release(root, "--first", "--date", "2031-05-08")
    go_on(root)
    return root, first, release(root, "--reason", REASON, "--date", "2031-05-15")


def archive_of(root: Path, version: str) -> Path:
    """The archive of a version."""
    return root / "dist" / ARCHIVE.format(version)


def test_the_changes_say_which_version_it_is(
    released: tuple[Path, str, str],
) -> None:
    _, first, second = released

    assert first.startswith("Version 0.1.0, the first.\nwritten: CHANGELOG.md\n")
    assert second.startswith(
        """\
Version 0.2.0, after 0.1.0 (dist/invented-ferry-0.1.0.zip).
  major: claims: 1 row withdrawn
  major: attributions: 1 row withdrawn
  major: spans: 4 rows withdrawn
  major: claims_flat: 1 row withdrawn
  minor: withdrawn: table added
  minor: documents: 1 row added
"""
    )
    assert second.endswith(
        "Next: commit these files of the package, with the tag v0.2.0.\n"
    )


def test_the_archive_is_told_with_its_size_and_sum(
    released: tuple[Path, str, str],
) -> None:
    root, _, second = released
    content = archive_of(root, "0.2.0").read_bytes()

    assert f"written: dist/invented-ferry-0.2.0.zip ({len(content):,} bytes)" in second
    assert f"sha256 {hashlib.sha256(content).hexdigest()}\n" in second


def test_what_a_catalogue_lacks_is_told_and_left_out(
    released: tuple[Path, str, str],
) -> None:
    root, _, second = released
    left = [line for line in second.splitlines() if line.startswith("left out: ")]

    assert [line.split()[2] for line in left] == [
        *("CITATION.cff:", "datacite.json:", ".zenodo.json:"),
    ]
    assert "found no contributor whose role is creator" in left[0]
    with ZipFile(archive_of(root, "0.2.0")) as archive:
        names = set(archive.namelist())
    assert names >= {"croissant.json", "dataset.jsonld", "huggingface.md"}
    assert not names & {"CITATION.cff", "datacite.json", ".zenodo.json"}


CHANGELOG = """\
# Changelog

## 0.2.0 (2031-05-15)

<!-- claimpack diff: begin -->

### What changed from 0.1.0 to 0.2.0

#### Rows

| table | OLD | NEW | withdrawn | changed | added | cells changed |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| documents | 1 | 2 | 0 | 0 | 1 | 0 |
| entities | 33 | 39 | 0 | 0 | 6 | 0 |
| events | 11 | 14 | 0 | 0 | 3 | 0 |
| claims | 27 | 41 | 1 | 1 | 15 | 1 |
| attributions | 30 | 44 | 1 | 0 | 15 | 0 |
| participants | 31 | 44 | 0 | 0 | 13 | 0 |
| spans | 189 | 285 | 4 | 0 | 100 | 0 |
| claim\\_links | 7 | 18 | 0 | 0 | 11 | 0 |
| claims\\_flat | 27 | 41 | 1 | 1 | 15 | 1 |

#### Declarations

- withdrawn: table added

#### Metadata

- version: 0.1.0 → 0.2.0

#### claims: 1 row withdrawn

- **invented-2031-05-07.e64**

#### claims: 1 row changed

- **invented-2031-05-07.e57**; certainty: possible → probable

#### attributions: 1 row withdrawn

- **invented-2031-05-07.e64.e65**

#### spans: 4 rows withdrawn

- **invented-2031-05-07.t143.1.time.e64.e65**
- **invented-2031-05-07.t144.1.medium.e64.e65**
- **invented-2031-05-07.t147.1.content.e64**
- **invented-2031-05-07.t148.1.cue.e64.e65**

#### claims\\_flat: 1 row withdrawn

- **invented-2031-05-07.e64**

#### claims\\_flat: 1 row changed

- **invented-2031-05-07.e57**; certainty: possible → probable

Cell by cell: [changes/0.1.0..0.2.0.csv](changes/0.1.0..0.2.0.csv).

<!-- claimpack diff: end -->

## 0.1.0 (2031-05-08)
""".replace("\\_", "_")


def test_the_changelog_tells_what_was_withdrawn_and_changed(
    released: tuple[Path, str, str],
) -> None:
    root, *_ = released

    assert (root / "CHANGELOG.md").read_text(encoding="utf-8") == CHANGELOG


def test_the_change_file_is_the_difference_of_the_two_archives(
    released: tuple[Path, str, str],
) -> None:
    root, *_ = released
    old, new = (archive_of(root, version) for version in ("0.1.0", "0.2.0"))

    run = run_claimpack("diff", "--format", "csv", old, new)

    published = read_changes(root / "changes/0.1.0..0.2.0.csv")
    expected = list(csv.DictReader(run.stdout.splitlines()))
    for line in expected:
        is_quoted = line["column"] in QUOTED.get(line["table"], ())
        if is_quoted and line["old"] and not line["new"]:
            line["old"] = GONE
    assert published == expected
    withdrawn = {line["old"] for line in published if line["action"] == "withdraw"}
    assert withdrawn >= {GONE, "position"}


def read_changes(path: Path) -> list[dict[str, str]]:
    """The lines of a change file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_words_that_may_not_be_quoted_any_more_are_not_told_once_more(
    package: Path, call: Call
) -> None:
    edit(package / f"seeds/{FIRST}.meta.json", '"full"', '"none"')
    build(package)
    call(package)

    files = ["CHANGELOG.md", "changes/0.1.0..0.2.0.csv"]
    told = "".join((package / path).read_text(encoding="utf-8") for path in files)
    assert f"spans,change,{FIRST}" in told
    assert GONE in told
    assert "Velmora’s navy" not in told
    assert "no more than 45" not in told
    with ZipFile(archive_of(package, "0.2.0")) as archive:
        packed = b"".join(archive.read(name) for name in archive.namelist())
    assert "Velmora’s navy".encode() not in packed


def test_a_withdrawn_id_leaves_a_tombstone(released: tuple[Path, str, str]) -> None:
    root, *_ = released
    rows = (root / "data/withdrawn.csv").read_text(encoding="utf-8").splitlines()

    assert rows == [
        "id,table,version,reason",
        f"{FIRST}.e64.e65,attributions,0.2.0,{REASON}",
        f"{FIRST}.e64,claims,0.2.0,{REASON}",
        *(
            f"{FIRST}.{each},spans,0.2.0,{REASON}"
            for each in (
                *("t143.1.time.e64.e65", "t144.1.medium.e64.e65"),
                *("t147.1.content.e64", "t148.1.cue.e64.e65"),
            )
        ),
    ]


def test_a_build_keeps_what_the_release_has_written(
    released: tuple[Path, str, str], tmp_path: Path
) -> None:
    root = shutil.copytree(released[0], tmp_path / "package")

    assert build_package(root, SCHEMA).changed == ()


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0"])
def test_the_archive_is_a_valid_package_as_it_is(
    released: tuple[Path, str, str], tmp_path: Path, version: str
) -> None:
    path = archive_of(released[0], version)
    with ZipFile(path) as archive:
        archive.extractall(tmp_path)

    packed = run_claimpack("validate", path)
    unpacked = run_claimpack("validate", "--second-opinion", tmp_path)

    assert (packed.returncode, packed.stdout) == (0, "Valid.\n")
    assert (unpacked.returncode, unpacked.stdout) == (0, "Valid.\n")


def test_the_archive_has_the_files_of_the_package_and_their_sums(
    released: tuple[Path, str, str], tmp_path: Path
) -> None:
    root, *_ = released
    with ZipFile(archive_of(root, "0.2.0")) as archive:
        members = archive.infolist()
        archive.extractall(tmp_path)
    files = read_files(tmp_path)
    sums = files.pop("SHA256SUMS").decode()

    assert sums == "".join(
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)
    )
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.external_attr >> 16 for member in members} == {0o100644}
    own = {name for name in files if (root / name).exists()}
    assert files.keys() - own == {
        *("README.md", "croissant.json", "dataset.jsonld", "huggingface.md"),
    }
    assert all(files[name] == (root / name).read_bytes() for name in own)
    assert {name.partition("/")[0] for name in own} == {
        *("CHANGELOG.md", "datapackage.json", "data", "changes", "seeds"),
    }


def test_sha256sum_agrees(released: tuple[Path, str, str], tmp_path: Path) -> None:
    sha256sum = shutil.which("sha256sum")
    if sha256sum is None:
        pytest.skip("there is no sha256sum")
    with ZipFile(archive_of(released[0], "0.2.0")) as archive:
        archive.extractall(tmp_path)

    run = subprocess.run(
        [sha256sum, "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )

    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


def test_only_texts_that_may_be_shipped_are_in_there(
    released: tuple[Path, str, str], tmp_path: Path
) -> None:
    root = copy_package(tmp_path / "seed")
    release(root, "--first")

    (archive,) = root.glob("dist/*.zip")
    run = run_claimpack("validate", archive)

    with ZipFile(archive) as quotes, ZipFile(archive_of(released[0], "0.2.0")) as full:
        texts = [
            [name for name in packed.namelist() if name.startswith("seeds")]
            for packed in (quotes, full)
        ]
    assert texts == [[], [f"seeds/{FIRST}.txt", f"seeds/{FOLLOW_UP}.txt"]]
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "Valid: 1 note.")
    assert "note[text-not-here]" in run.stdout


def test_spans_are_verified_once_the_text_is_put_beside_the_archive(
    tmp_path: Path,
) -> None:
    root = copy_package(tmp_path / "seed")
    release(root, "--first")
    (archive,) = root.glob("dist/*.zip")
    with ZipFile(archive) as packed:
        packed.extractall(tmp_path / "unpacked")

    shutil.copytree(root / "seeds", tmp_path / "unpacked/seeds")
    whole = run_claimpack("validate", tmp_path / "unpacked")
    (text,) = tmp_path.glob("unpacked/seeds/*.txt")
    text.write_bytes(text.read_bytes() + b" ")
    other = run_claimpack("validate", tmp_path / "unpacked")

    assert (whole.returncode, whole.stdout) == (0, "Valid.\n")
    assert other.returncode == 1
    assert "text-changed" in other.stdout


def test_the_same_package_gives_the_same_archive_and_nothing_else(
    released: tuple[Path, str, str], tmp_path: Path
) -> None:
    root = shutil.copytree(released[0], tmp_path / "elsewhere")
    before = read_files(root)

    said = release(root, "--date", "2039-01-01")
    kept = read_files(root)
    archive_of(root, "0.2.0").unlink()
    previous = archive_of(root, "0.1.0").rename(tmp_path / "before.zip")
    made = release(root, "--previous", previous, "--date", "2039-01-01")

    assert said.startswith("Version 0.2.0, as it was released.\nwritten: dist/")
    assert kept == before
    assert made.startswith("Version 0.2.0, after 0.1.0 (")
    previous.rename(archive_of(root, "0.1.0"))
    assert read_files(root) == before


def test_the_day_is_that_of_the_environment_or_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1935964800")
    release(begin(tmp_path / "a"), "--first")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    before = datetime.now(UTC).date()
    release(begin(tmp_path / "b"), "--first")
    after = datetime.now(UTC).date()
    days = [
        (tmp_path / name / "CHANGELOG.md").read_text(encoding="utf-8").split()[-1]
        for name in "ab"
    ]

    assert days[0] == "(2031-05-08)"
    assert days[1] in {f"({before})", f"({after})"}


def rewrite(root: Path) -> None:
    """Change a description, which asks for a patch."""
    edit_descriptor(root, lambda it: it.update(description="Invented."))


def go_to(version: str) -> Callable[[Path], None]:
    """A change of the description, and of the version."""

    def change(root: Path) -> None:
        rewrite(root)
        edit_descriptor(root, lambda it: it.update(version=version))

    return change


VERSIONS: dict[str, tuple[Callable[[Path], None], list[str], str]] = {
    "words": (rewrite, [], "0.1.1"),
    "words and more": (rewrite, ["--bump", "minor"], "0.2.0"),
    "words and a promise": (rewrite, ["--bump", "major"], "1.0.0"),
    "words and a version": (go_to("0.3.0"), [], "0.3.0"),
    "words and that very version": (go_to("0.2.0"), ["--bump", "minor"], "0.2.0"),
    "nothing": (lambda _: None, ["--bump", "patch"], "0.1.1"),
}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package after its first release."""
    root = begin(tmp_path_factory.mktemp("begun") / "package")
    release(root, "--first", "--date", "2031-05-08")
    return root


@pytest.fixture
def package(begun: Path, tmp_path: Path) -> Path:
    """The package after its first release, to be changed."""
    return shutil.copytree(begun, tmp_path / "package")


@pytest.mark.parametrize("case", VERSIONS)
def test_the_version_goes_as_far_as_asked_for(
    package: Path, call: Call, case: str
) -> None:
    change, options, version = VERSIONS[case]
    change(package)

    code, said, err = call(package, *options)

    assert (code, err) == (0, "")
    assert said.startswith(f"Version {version}, after 0.1.0 (dist/")
    assert f'"version": "{version}"' in (package / "datapackage.json").read_text(
        encoding="utf-8"
    )
    assert archive_of(package, version).exists()


def drop_version(root: Path) -> None:
    """Forget the version."""
    edit_descriptor(root, lambda it: it.pop("version"))


def spoil(root: Path) -> None:
    """Damage a table."""
    with (root / "data/claims.csv").open("a") as file:
        file.write("x\n")


def use_again(root: Path) -> None:
    """Release without a claim, and then bring it back."""
    go_on(root)
    release(root, "--reason", REASON)
    shutil.copy2(root.parent / "later/seeds" / f"{FIRST}.ann", root / "seeds")
    (root / "data/withdrawn.csv").unlink()
    edit_descriptor(root, forget_stones)
    build(root)


def forget_stones(descriptor: dict[str, object]) -> None:
    """Remove the table of tombstones."""
    resources = descriptor["resources"]
    assert isinstance(resources, list)
    del resources[-1]


def lose_table(root: Path) -> None:
    """Withdraw a claim where the table of tombstones is none."""
    go_on(root)
    (root / "other.csv").write_text("id,table\nx,claims\n", encoding="utf-8")
    fields = [{"name": name, "type": "string"} for name in ("id", "table")]
    stones = {"name": "withdrawn", "type": "table", "path": "other.csv"}
    edit_descriptor(
        root,
        lambda it: it["resources"].append({**stones, "schema": {"fields": fields}}),
    )


def make_other(root: Path) -> None:
    """Have an archive already of the version that comes."""
    rewrite(root)
    archive_of(root, "0.1.0").rename(root / "dist/old.zip")
    (root / "dist/invented-ferry-0.1.1.zip").write_bytes(b"another")


def remake(root: Path) -> None:
    """Write other words into the changelog of what was released."""
    edit(root / "CHANGELOG.md", "# Changelog", "# Changes")


REFUSALS: dict[str, tuple[Callable[[Path], object], list[str], int, str]] = {
    "a smaller bump": (
        go_on,
        ["--bump", "patch", "--reason", REASON],
        2,
        "the version: found 0.1.1 for a major change (claims: 1 row withdrawn,",
    ),
    "no bump": (
        rewrite,
        ["--bump", "none"],
        2,
        "the version: found 0.1.0 for a patch change (metadata changed); expected",
    ),
    "ids that are withdrawn without a reason": (
        go_on,
        [],
        2,
        (
            "the release: found 6 withdrawn ids without a tombstone, such as"
            ' "invented-2031-05-07.e64" of claims; expected a reason; say it with'
        ),
    ),
    "a version that is another than asked for": (
        go_to("0.3.0"),
        ["--bump", "minor"],
        2,
        (
            "datapackage.json: found the version 0.3.0; expected 0.1.0, as the last"
            " release has, or 0.2.0, as this one"
        ),
    ),
    "a lower version": (
        go_to("0.0.9"),
        [],
        2,
        "datapackage.json: found the version 0.0.9; expected 0.1.0",
    ),
    "no version": (
        drop_version,
        [],
        3,
        "datapackage.json: found no version; expected three numbers, such as 1.4.2",
    ),
    "a release before the first": (
        lambda _: None,
        ["--first"],
        2,
        ".: found the release dist/invented-ferry-0.1.0.zip; expected none before",
    ),
    "no release before": (
        lambda root: archive_of(root, "0.1.0").unlink(),
        [],
        2,
        ".: found no release before this one, neither an archive nor a tag",
    ),
    "no package before": (
        lambda _: None,
        ["--previous", "seeds"],
        2,
        "seeds: found no datapackage.json",
    ),
    "both": (
        lambda _: None,
        ["--previous", "a.zip", "--first"],
        2,
        "--first and --previous exclude each other.",
    ),
    "a package that is not valid": (
        spoil,
        [],
        3,
        "datapackage.json: found",
    ),
    "a changelog that is another one than was released": (
        remake,
        [],
        2,
        ".: found the file CHANGELOG.md with other content than in 0.1.0; expected the",
    ),
    "another archive of that version": (
        make_other,
        ["--previous", "dist/old.zip"],
        2,
        "found an archive of this version with other content; expected a version that",
    ),
    "no name": (
        lambda root: edit_descriptor(root, lambda it: it.pop("name")),
        [],
        3,
        "datapackage.json: found no name; expected up to 100 letters, digits, hyphens",
    ),
    "a name that is a path": (
        lambda root: edit_descriptor(root, lambda it: it.update(name="../a")),
        [],
        3,
        'datapackage.json: found the name "../a"',
    ),
    "a table of tombstones that is none": (
        lose_table,
        ["--reason", REASON],
        3,
        "withdrawn: found a table that no row can be added to; expected one CSV file",
    ),
    "an id that was withdrawn before": (
        use_again,
        [],
        3,
        'claims: found 1 withdrawn id in use, such as "invented-2031-05-07.e64"',
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_released_is_one_sentence_and_nothing_is_written(
    package: Path, call: Call, case: str
) -> None:
    change, options, code, message = REFUSALS[case]
    change(package)
    before = read_files(package)

    found, said, err = call(package, *options)

    assert (found, said) == (code, "")
    assert message in err
    assert "Traceback" not in err
    assert read_files(package) == before


@pytest.fixture
def repository(begun: Path, tmp_path: Path) -> Path:
    """A repository of git, with the package in a folder of it, released as v0.1.0."""
    top = tmp_path / "repository"
    shutil.copytree(begun, top / "inner", ignore=shutil.ignore_patterns("dist"))
    (top / ".gitignore").write_text("dist/\n", encoding="utf-8")
    git(top, "init", "--quiet")
    git(top, "add", ".")
    git(top, "commit", "--quiet", "-m", "One")
    git(top, "tag", "v0.1.0")
    git(top, "tag", "v0.0.1")
    git(top, "tag", "some-other")
    return top


def test_a_tag_is_a_release_before(
    repository: Path, call: Call, tmp_path: Path
) -> None:
    rewrite(repository / "inner")
    git(repository, "commit", "--quiet", "-am", "Two")

    code, said, err = call(tmp_path, "--output", "made", "repository/inner")

    assert (code, err) == (0, "")
    assert said.startswith(
        "Version 0.1.1, after 0.1.0 (git:v0.1.0:inner).\n  patch: metadata changed\n"
    )
    assert (tmp_path / "made" / ARCHIVE.format("0.1.1")).exists()


def test_a_released_commit_gives_the_archive_that_was_released(
    repository: Path, begun: Path, call: Call
) -> None:
    code, said, _ = call(repository / "inner")

    made = archive_of(repository / "inner", "0.1.0").read_bytes()
    assert (code, said.splitlines()[0]) == (0, "Version 0.1.0, as it was released.")
    assert made == archive_of(begun, "0.1.0").read_bytes()
    assert git(repository, "status", "--porcelain") == ""


def test_what_is_not_committed_is_not_released(repository: Path, call: Call) -> None:
    rewrite(repository / "inner")
    (repository / "new.txt").write_text("beside the package")

    code, _, err = call(repository / "inner")

    assert (code, err) == (
        2,
        (
            "claimpack: .: found inner/datapackage.json not committed; expected a"
            " package that git has as it is; commit it, or remove it.\n"
        ),
    )


def test_the_folder_of_archives_need_not_be_committed(
    repository: Path, call: Call
) -> None:
    (repository / ".gitignore").unlink()
    git(repository, "commit", "--quiet", "-am", "Two")

    codes = [call(repository / "inner", "--output", "made")[0] for _ in "ab"]

    assert codes == [0, 0]


def test_any_data_package_is_released_with_the_files_that_it_names(
    tmp_path: Path, call: Call
) -> None:
    root = write_foreign(tmp_path / "towns", "id\na\n", ["id"], primaryKey=["id"])
    (root / "readme.txt").write_text("Towns.", encoding="utf-8")
    (root / "notes.txt").write_text("Not for others.", encoding="utf-8")
    (root / "meta").mkdir()
    edit_descriptor(root, lambda it: move_schema(root, it))

    code, _, err = call(root, "--first")

    (archive,) = root.glob("dist/*.zip")
    with ZipFile(archive) as packed:
        names = set(packed.namelist())
    assert (code, err) == (0, "")
    assert {"datapackage.json", "meta/t.json", "readme.txt", "t.csv"} <= names
    assert "notes.txt" not in names
    assert run_claimpack("validate", archive).returncode == 0


def move_schema(root: Path, descriptor: dict[str, object]) -> None:
    """Put the schema of the one table into a file of its own."""
    descriptor |= {"name": "towns", "version": "1.0.0"}
    resources = descriptor["resources"]
    assert isinstance(resources, list)
    (root / "meta/t.json").write_text(json.dumps(resources[0]["schema"]))
    resources[0]["schema"] = "meta/t.json"


def test_metadata_beside_the_descriptor_follows_the_version(
    tmp_path: Path, call: Call
) -> None:
    root = copy_package(tmp_path / "seed")
    shutil.copy2(REPOSITORY / "CITATION.cff", root)
    call(root, "--first")
    edit_descriptor(root, lambda it: it.update(keywords=["claims"]))
    citation = run_claimpack("export", "--output", "CITATION.cff", "citation", cwd=root)
    assert citation.returncode == 0

    code, said, _ = call(root)

    assert code == 0
    assert "written: CITATION.cff\n" in said
    assert 'version: "0.1.1"' in (root / "CITATION.cff").read_text(encoding="utf-8")


def test_metadata_that_people_wrote_is_packed_as_it_is(
    tmp_path: Path, call: Call
) -> None:
    root = copy_package(tmp_path / "seed")
    by_hand = {"CITATION.cff": "by hand", ".zenodo.json": '{"by": "hand"}'}
    for path, content in by_hand.items():
        (root / path).write_text(content, encoding="utf-8")

    code, said, _ = call(root, "--first")

    assert code == 0
    assert "CITATION" not in said
    (made,) = root.glob("dist/*.zip")
    with ZipFile(made) as archive:
        packed = {name: archive.read(name).decode() for name in by_hand}
    assert packed == by_hand
    assert {name: (root / name).read_text() for name in by_hand} == by_hand


def add_other_table(root: Path) -> None:
    """Add a table that cannot be compared, and release with it."""
    (root / "a.json").write_text('[{"a": "x"}]', encoding="utf-8")
    table = {"name": "j", "type": "table", "path": "a.json", "format": "json"}
    table["schema"] = {"fields": [{"name": "a", "type": "string"}]}  # type: ignore[assignment]  # JSON
    edit_descriptor(root, lambda it: it["resources"].append(table))
    release(root)
    (root / "a.json").write_text('[{"a": "other"}]', encoding="utf-8")


def write_query(root: Path) -> None:
    """Release with a question, and change it."""
    (root / "queries").mkdir()
    (root / "queries/a.sql").write_text("SELECT 1", encoding="utf-8")
    rewrite(root)
    release(root)
    (root / "queries/a.sql").write_text("SELECT 2", encoding="utf-8")
    archive_of(root, "0.1.1").rename(root / "dist/old.zip")


def ship_text(root: Path) -> None:
    """Describe an article that may not be shipped as a resource."""
    edit(root / f"seeds/{FIRST}.meta.json", '"full"', '"quotes"')
    build(root)
    text = {"name": "text", "path": f"seeds/{FIRST}.txt"}
    edit_descriptor(root, lambda it: it["resources"].append(text))
    for path in (root / "seeds").iterdir():
        if path.suffix != ".txt":
            path.unlink()


def take_sums(root: Path) -> None:
    """Describe a resource that is called as the sums are."""
    (root / "SHA256SUMS").write_text("x", encoding="utf-8")
    sums = {"name": "sums", "path": "SHA256SUMS"}
    edit_descriptor(root, lambda it: it["resources"].append(sums))


def block_stones(root: Path) -> None:
    """Withdraw a claim where a file of another kind has the path of tombstones."""
    go_on(root)
    (root / "data/withdrawn.csv").write_text("precious", encoding="utf-8")
    edit_descriptor(
        root,
        lambda it: it["resources"].append({"name": "x", "path": "data/withdrawn.csv"}),
    )


MORE_REFUSALS: dict[str, tuple[Callable[[Path], object], list[str], int, str]] = {
    "a table that cannot be compared": (
        add_other_table,
        [],
        2,
        "the version: found the table j, which cannot be compared",
    ),
    "a question that nobody compares": (
        write_query,
        ["--previous", "dist/old.zip"],
        2,
        ".: found the file queries/a.sql with other content than in 0.1.1; expected",
    ),
    "an article that may not be shipped": (
        ship_text,
        [],
        3,
        f"seeds/{FIRST}.txt: found an article whose text_access is quotes",
    ),
    "a resource in the place of the sums": (
        take_sums,
        [],
        3,
        "SHA256SUMS: found a resource; expected another name",
    ),
    "a file in the place of tombstones": (
        block_stones,
        ["--reason", REASON],
        3,
        "data/withdrawn.csv: found a file that is no table called withdrawn",
    ),
    "another package before": (
        lambda root: edit_descriptor(root, lambda it: it.update(name="other")),
        ["--previous", "dist/invented-ferry-0.1.0.zip"],
        2,
        'found the package "invented-ferry"; expected an earlier version of "other"',
    ),
}


@pytest.mark.parametrize("case", MORE_REFUSALS)
def test_what_would_mislead_is_refused_and_nothing_is_written(
    package: Path, call: Call, case: str
) -> None:
    change, options, code, message = MORE_REFUSALS[case]
    change(package)
    before = read_files(package)

    found, said, err = call(package, *options)

    assert (found, said) == (code, "")
    assert message in err
    assert read_files(package) == before


def test_tombstones_stand_behind_those_that_are_there(
    released: tuple[Path, str, str], tmp_path: Path, call: Call
) -> None:
    root = shutil.copytree(released[0], tmp_path / "package")
    annotation = root / "seeds" / f"{FIRST}.ann"
    lines = annotation.read_text(encoding="utf-8").splitlines(keepends=True)
    first, last = (
        next(index for index, line in enumerate(lines) if line.startswith(f"{name}\t"))
        for name in ("T140", "#36")
    )
    annotation.write_text("".join(lines[:first] + lines[last + 1 :]), encoding="utf-8")
    links = (root / "seeds/links.csv").read_text(encoding="utf-8")
    rows = [row for row in links.splitlines(keepends=True) if ".e63," not in row]
    (root / "seeds/links.csv").write_text("".join(rows), encoding="utf-8")
    build(root)
    before = (root / "data/withdrawn.csv").read_text(encoding="utf-8")

    code, said, err = call(root, "--reason", "Too many.")

    assert (code, err) == (0, "")
    after = (root / "data/withdrawn.csv").read_text(encoding="utf-8")
    assert after.startswith(before)
    added = after.removeprefix(before).splitlines()
    assert f"{FIRST}.e63,claims,0.3.0,Too many." in added
    assert all(line.endswith(",0.3.0,Too many.") for line in added)
    assert said.startswith("Version 0.3.0, after 0.2.0 (")


def write_two(root: Path, *, has_second: bool) -> None:
    """A package with one table, or with two."""
    write_foreign(root, "id\na\n", ["id"], primaryKey=["id"])
    (root / "u.csv").write_text("id\nz1\nz2\n", encoding="utf-8")
    schema = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    second = {"name": "u", "path": "u.csv", "schema": schema}
    edit_descriptor(root, lambda it: it.update(name="two", version="1.0.0"))
    if has_second:
        edit_descriptor(root, lambda it: it["resources"].append(second))


def test_the_ids_of_a_table_that_is_gone_leave_tombstones(
    tmp_path: Path, call: Call
) -> None:
    root = tmp_path / "two"
    write_two(root, has_second=True)
    release(root, "--first")
    write_two(root, has_second=False)

    without, _, _ = call(root)
    code, said, _ = call(root, "--reason", "No more.")

    assert (without, code) == (2, 0)
    assert said.startswith("Version 2.0.0, after 1.0.0 (")
    assert (root / "data/withdrawn.csv").read_text() == (
        "id,table,version,reason\nz1,u,2.0.0,No more.\nz2,u,2.0.0,No more.\n"
    )


def test_all_that_a_package_names_is_packed(tmp_path: Path, call: Call) -> None:
    root = write_foreign(tmp_path / "p", "id\na\n", ["id"], primaryKey=["id"])
    for folder in ("legal", "rules", "queries", "schemas/rows", "data"):
        (root / folder).mkdir(parents=True)
    (root / "t.csv").rename(root / "data/t.csv")
    wanted = ["legal/terms.txt", "queries/q.sql", "schemas/rows/t.json", "LICENSE-DATA"]
    for path in wanted:
        (root / path).write_text("{}", encoding="utf-8")
    (root / "rules/r.json").write_text('{"rules": []}', encoding="utf-8")
    (root / "license").mkdir()
    edit_descriptor(root, name_files)

    code, _, err = call(root, "--first")

    with ZipFile(root / "dist/p-1.0.0.zip") as archive:
        names = set(archive.namelist())
    assert (code, err) == (0, "")
    assert {*wanted, "rules/r.json", "data/t.csv", "README.md"} <= names


def name_files(descriptor: dict[str, Any]) -> None:
    """Name files of a package, one of them in a long way round."""
    descriptor |= {"name": "p", "version": "1.0.0"}
    descriptor["claimpack"] = {"rules": "rules/r.json"}
    descriptor["licenses"] = [{"title": "Ours", "path": "legal/terms.txt"}]
    descriptor["resources"][0]["path"] = "data/./t.csv"


def test_what_git_ignores_is_not_released(repository: Path, call: Call) -> None:
    (repository / ".gitignore").write_text("dist/\nreadme.txt\n", encoding="utf-8")
    git(repository, "commit", "--quiet", "-am", "Two")
    (repository / "inner/readme.txt").write_text("mine", encoding="utf-8")

    code, _, err = call(repository / "inner")

    assert code == 2
    assert "found readme.txt, which git ignores; expected a package that git has" in err


def test_a_folder_for_archives_that_has_files_of_the_package_is_refused(
    repository: Path, call: Call
) -> None:
    code, _, err = call(
        repository / "inner", "--output", "data", "--previous", "git:v0.1.0:inner"
    )

    assert code == 2
    assert "in the folder for archives; expected" in err


TAGS = {
    "of a program": ("v2.3.0", "Version 0.1.0, as it was released."),
    "that is newer than the package": ("v0.2.0", "Version 0.1.0, as it was released."),
}


@pytest.mark.parametrize("case", TAGS)
def test_a_tag_of_something_else_is_no_release(
    repository: Path, call: Call, case: str
) -> None:
    tag, words = TAGS[case]
    git(repository, "tag", tag)
    git(repository, "config", "column.ui", "always")

    code, said, _ = call(repository / "inner")

    assert (code, said.splitlines()[0]) == (0, words)


def test_git_that_refuses_is_not_taken_for_no_git(repository: Path, call: Call) -> None:
    (repository / ".git/config").write_text("[broken", encoding="utf-8")

    code, _, err = call(repository / "inner")

    assert code == 2
    assert err.startswith("claimpack: .: found that git refuses it: fatal: bad config")


def test_a_release_that_was_killed_is_completed(repository: Path, call: Call) -> None:
    root = repository / "inner"
    rewrite(root)
    git(repository, "commit", "--quiet", "-am", "Two")
    changed = {"CHANGELOG.md": b"# Changelog\n\n## 0.1.1\n"}
    stop_build(root, changed)

    first, _, err = call(root)
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "-m", "Three")
    second, said, _ = call(root)

    assert first == 2
    assert "found inner/CHANGELOG.md not committed" in err
    assert (second, said.splitlines()[0]) == (
        0,
        "Version 0.1.1, after 0.1.0 (git:v0.1.0:inner).",
    )


def test_an_archive_that_cannot_be_written_leaves_all_as_it_was(
    package: Path, call: Call
) -> None:
    rewrite(package)
    (package / "made").write_text("a file")
    before = read_files(package)

    old = archive_of(package, "0.1.0")
    code, said, err = call(package, "--output", "made/in", "--previous", old)

    assert (code, said) == (4, "")
    assert "found a file in the place of a folder" in err
    assert read_files(package) == before


def test_a_readme_tells_of_the_release_where_it_has_a_place_for_it(
    package: Path, call: Call
) -> None:
    (package / "readme.md").write_text(
        "# Ferry\n\n<!-- claimpack: begin -->\n<!-- claimpack: end -->\n\nMore.\n",
        encoding="utf-8",
    )
    rewrite(package)

    code, said, _ = call(package)

    text = (package / "readme.md").read_text(encoding="utf-8")
    with ZipFile(archive_of(package, "0.1.1")) as archive:
        packed = archive.read("readme.md").decode()
        names = archive.namelist()
    assert code == 0
    assert "written: readme.md\n" in said
    assert text.startswith("# Ferry\n\n<!-- claimpack: begin -->\n")
    assert text.endswith("\n<!-- claimpack: end -->\n\nMore.\n")
    assert packed.startswith("# Two invented news articles that test the model\n")
    assert "More." not in packed
    assert "- Version: 0.1.1\n" in text
    assert "- Version: 0.1.1\n" in packed
    assert "README.md" not in names


def test_a_readme_of_people_is_kept_and_where_there_is_none_one_is_packed(
    begun: Path, package: Path, call: Call
) -> None:
    (package / "README.md").write_text("By hand.\n", encoding="utf-8")
    rewrite(package)

    code, _, _ = call(package)

    with (
        ZipFile(archive_of(begun, "0.1.0")) as without,
        ZipFile(archive_of(package, "0.1.1")) as by_hand,
    ):
        made = without.read("README.md").decode()
        kept = by_hand.read("README.md").decode()
    assert code == 0
    assert made.startswith("# Two invented news articles that test the model\n")
    assert not (begun / "README.md").exists()
    assert kept == (package / "README.md").read_text(encoding="utf-8") == "By hand.\n"
