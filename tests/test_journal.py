"""A build publishes all its files or none, whenever and however it is stopped.

One long file: every test is about the same two states of a package, OLD and BUILT.
"""

import errno
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from claimpack import journal
from claimpack.errors import BuildError
from claimpack.files import sha256_hex
from claimpack.journal import building, publish, resume, unfinished

OLD = {
    "data/claims.csv": b"claim_id\nold\n",
    "data/same.csv": b"same\n",
    "data/gone.csv": b"gone\n",
    "datapackage.json": b'{"version": "1"}\n',
}
BUILT = {
    "data/claims.csv": b"claim_id\nnew\n",
    "data/same.csv": b"same\n",
    "datapackage.json": b'{"version": "2"}\n',
    "schemas/rows/claims.json": b"{}\n",
}
CHANGED = [
    "data/claims.csv",
    "schemas/rows/claims.json",
    "data/gone.csv",
    "datapackage.json",
]
"""What the build changes, in its order."""


def write_package(root: Path) -> Path:
    """The folder, with the old package in it."""
    for path, content in OLD.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def read_package(root: Path) -> dict[str, bytes]:
    """The content of every file below the folder, also of what should not be there."""
    paths = sorted(path for path in root.rglob("*") if not path.is_dir())
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write_package(tmp_path / "package")


def build(root: Path) -> list[str]:
    """Publish the new package over the old one."""
    resume(root)
    return publish(root, BUILT, removed=["data/gone.csv", "data/never.csv"])


def fail_with(number: int) -> Callable[..., NoReturn]:
    """A function that fails as the system does."""

    def fail(*_arguments: object, **_options: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


def message_of(call: Callable[[], object]) -> str:
    """The sentence with which the call fails, which must be for exit code 4."""
    with pytest.raises(BuildError) as caught:
        call()
    assert caught.value.exit_code == 4
    return str(caught.value)


@pytest.fixture
def stopped(package: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package whose build was committed, then stopped before anything was moved."""
    with monkeypatch.context() as patch:
        patch.setattr(journal, "complete", fail_with(errno.EIO))
        with pytest.raises(BuildError):
            build(package)
    return package


def test_a_build_writes_what_changed_and_removes_what_is_gone(package: Path) -> None:
    changed = build(package)

    assert changed == CHANGED
    assert read_package(package) == BUILT


def test_a_file_that_did_not_change_is_not_touched(package: Path) -> None:
    before = (package / "data/same.csv").stat()

    build(package)

    assert (package / "data/same.csv").stat() == before


def test_a_second_build_of_the_same_changes_nothing(package: Path) -> None:
    build(package)
    before = package.stat()

    assert build(package) == []
    assert package.stat() == before


def test_the_named_file_is_replaced_last(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved: list[str] = []
    replace = os.replace

    def watch(source: Path, target: Path) -> None:
        moved.append(str(Path(target).relative_to(package)))
        replace(source, target)

    monkeypatch.setattr(os, "replace", watch)
    publish(package, BUILT, "data/claims.csv")

    assert moved == [
        ".build/journal.json",
        "datapackage.json",
        "schemas/rows/claims.json",
        "data/claims.csv",
    ]


@pytest.fixture
def package_under_umask(package: Path) -> Iterator[Path]:
    umask = os.umask(0o777)
    yield package
    os.umask(umask)


def test_modes_do_not_depend_on_the_umask_and_old_files_keep_theirs(
    package_under_umask: Path,
) -> None:
    root = package_under_umask
    (root / "data/claims.csv").chmod(0o640)

    build(root)

    paths = ["data/claims.csv", "schemas/rows/claims.json", "schemas/rows", "schemas"]
    modes = [stat.S_IMODE((root / path).stat().st_mode) for path in paths]
    assert modes == [0o640, 0o644, 0o755, 0o755]


def test_a_set_user_bit_is_not_carried_over(package: Path) -> None:
    (package / "data/claims.csv").chmod(0o4755)

    build(package)

    assert stat.S_IMODE((package / "data/claims.csv").stat().st_mode) == 0o755


@pytest.mark.parametrize("path", ["../a.csv", ".git/config", "data/./a.csv", "a/.b"])
def test_a_path_with_a_dotted_part_is_not_published(package: Path, path: str) -> None:
    message = message_of(lambda: publish(package, {**BUILT, path: b"x"}))

    assert message.endswith(", then build again; the package is unchanged.")
    assert read_package(package) == OLD


def test_a_link_is_not_published_through(package: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (package / "schemas").symlink_to(tmp_path / "elsewhere")

    assert message_of(lambda: build(package)) == (
        "schemas/rows/claims.json: found a symbolic link; expected a regular file; put"
        " a copy of the file itself in its place, then build again; the package is"
        " unchanged."
    )
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_linked_stage_is_not_followed(package: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "0").write_bytes(b"keep")
    (package / ".build").symlink_to(tmp_path / "elsewhere")

    message = message_of(lambda: build(package))

    assert message.startswith(".build: found a symbolic link; expected a regular file;")
    assert (tmp_path / "elsewhere" / "0").read_bytes() == b"keep"


def test_a_folder_in_the_place_of_a_file_stops_the_build(package: Path) -> None:
    (package / "schemas/rows/claims.json").mkdir(parents=True)

    assert message_of(lambda: build(package)) == (
        "schemas/rows/claims.json: found a folder; expected a regular file; put a copy"
        " of the file itself in its place, then build again; the package is unchanged."
    )
    assert read_package(package) == OLD


def test_a_fifo_in_the_place_of_a_removed_file_stops_the_build(package: Path) -> None:
    (package / "data/gone.csv").unlink()
    os.mkfifo(package / "data/gone.csv")

    assert "data/gone.csv: found a FIFO" in message_of(lambda: build(package))


def test_a_file_in_the_place_of_a_folder_stops_the_build(package: Path) -> None:
    (package / "schemas").write_bytes(b"")

    assert message_of(lambda: build(package)) == (
        f"{package}/schemas: found a file in the place of a folder; expected a folder;"
        " move the file and build again; the package is unchanged."
    )


def test_a_package_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert message_of(lambda: build(tmp_path / "none")) == (
        f"{tmp_path}/none: found no such folder; expected the folder of a package;"
        " create it and build again; the package is unchanged."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_real", [True, False], ids=["real", "patched"])
def test_a_folder_without_permission_stops_the_build(
    package: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_real: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    (package / "data").chmod(0o555)
    if is_real and os.access(package / "data", os.W_OK):
        pytest.skip("permission bits do not bind this user")
    if not is_real:
        monkeypatch.setattr(os, "access", lambda path, _: path != package / "data")

    assert message_of(lambda: build(package)) == (
        f"{package}/data: found no permission to write; expected a folder to write to;"
        " change that and build again; the package is unchanged."
    )
    assert read_package(package) == OLD


REASONS = {
    errno.ENOSPC: "found the disk full; expected room for the new files; free some"
    " space",
    errno.EDQUOT: "found the disk quota used up; expected room for the files; free some"
    " space",
    errno.EROFS: "found a read-only file system; expected one to write to; copy the"
    " package",
    errno.EACCES: "found no permission to write; expected a folder to write to; change"
    " that",
    errno.EIO: 'found the error "Input/output error"; expected none; look at the disk',
}


@pytest.mark.parametrize("name", ["open", "mkdir", "fsync", "fchmod", "replace"])
@pytest.mark.parametrize("number", REASONS, ids=errno.errorcode.get)
def test_an_error_before_the_commit_leaves_the_old_package(
    package: Path, monkeypatch: pytest.MonkeyPatch, name: str, number: int
) -> None:
    with monkeypatch.context() as patch:
        # What is there is compared by way of os.open: a package without files.
        if name == "open":
            patch.setattr(journal, "has_content", lambda *_: False)
        patch.setattr(os, name, fail_with(number))

        message = message_of(lambda: build(package))

    assert message.endswith(
        f": {REASONS[number]} and build again; the package is unchanged."
    )
    left = {path for path in read_package(package) if path.startswith(".build")}
    assert left == set() or name in {"open", "fsync"}  # then it could not be cleared
    assert {path: (package / path).read_bytes() for path in OLD} == OLD
    assert build(package)[-1] == "datapackage.json"
    assert read_package(package) == BUILT


def test_an_error_after_the_commit_says_that_the_next_build_completes_it(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def fail_on_descriptor(source: Path, target: Path) -> None:
        if Path(target).name == "datapackage.json":
            raise OSError(errno.EPERM, "Operation not permitted", source, None, target)
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail_on_descriptor)
        message = message_of(lambda: build(package))

    assert message == (
        f"{package}/datapackage.json: found no permission to write; expected a folder"
        " to write to; change that and build again; that completes the unfinished"
        " build."
    )
    assert unfinished(package)
    assert resume(package)[-1] == "datapackage.json"
    assert read_package(package) == BUILT


def test_a_stage_that_cannot_be_removed_is_reported(
    stopped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "rmdir", fail_with(errno.EIO))
        message = message_of(lambda: resume(stopped))

    assert message == (
        f'{stopped}: found the error "Input/output error"; expected none; look at the'
        " disk and build again; that completes the unfinished build."
    )
    assert state_of(stopped) == "new"


def test_a_folder_that_cannot_be_synced_does_not_stop_the_build(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def refuse_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    build(package)

    assert read_package(package) == BUILT


@pytest.fixture
def mount() -> Iterator[Callable[..., None]]:
    """Mounts as `mount` does, for the time of the test; skips where that is refused."""
    mounted: list[Path] = []

    def mount(target: Path, *options: str) -> None:
        command = ["mount", *options, str(target)]
        try:
            done = subprocess.run(command, check=False, capture_output=True, text=True)
        except FileNotFoundError:
            pytest.skip("this system has no mount command")
        if done.returncode:
            pytest.skip(f"mounting is refused here: {done.stderr.strip()}")
        if target not in mounted:
            mounted.append(target)

    yield mount
    for target in mounted:
        subprocess.run(["umount", str(target)], check=True)  # noqa: S607  # as above


def test_a_really_full_disk_leaves_the_old_package(
    tmp_path: Path, mount: Callable[..., None]
) -> None:
    (tmp_path / "disk").mkdir()
    mount(tmp_path / "disk", "-t", "tmpfs", "-o", "size=128k", "claimpack-test")
    package = write_package(tmp_path / "disk" / "package")
    before = read_package(package)

    message = message_of(
        lambda: publish(package, {**BUILT, "data/large.parquet": bytes(200_000)})
    )

    assert message == (
        f"{package}: found the disk full; expected room for the new files; free some"
        " space and build again; the package is unchanged."
    )
    assert read_package(package) == before
    build(package)
    assert read_package(package) == BUILT


def test_a_really_read_only_disk_leaves_the_old_package(
    package: Path, mount: Callable[..., None]
) -> None:
    mount(package, "--bind", str(package))
    mount(package, "-o", "remount,bind,ro")
    before = read_package(package)

    message = message_of(lambda: build(package))

    assert message == (
        f"{package}/data: found a read-only file system; expected one to write to; copy"
        " the package and build again; the package is unchanged."
    )
    assert read_package(package) == before


def test_a_folder_on_another_disk_stops_the_build(
    package: Path, mount: Callable[..., None]
) -> None:
    (package / "schemas").mkdir()
    mount(package / "schemas", "-t", "tmpfs", "claimpack-test")

    assert message_of(lambda: build(package)) == (
        f"{package}/schemas: found another file system; expected the package on one;"
        " move it as a whole and build again; the package is unchanged."
    )
    assert read_package(package) == OLD


def test_a_folder_that_claims_to_be_on_another_disk_stops_the_build(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Path.stat

    def answer(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        found = ask(path, follow_symlinks=follow_symlinks)
        if path != package / "data":
            return found
        return os.stat_result((*found[:2], found.st_dev + 1, *found[3:]))

    monkeypatch.setattr(Path, "stat", answer)

    assert "found another file system" in message_of(lambda: build(package))


def test_what_an_uncommitted_build_left_is_cleared(package: Path) -> None:
    (package / ".build").mkdir()
    (package / ".build/0").write_bytes(b"half a fi")
    (package / ".build/journal.new").write_bytes(b'{"files"')

    assert not unfinished(package)
    assert resume(package) == []
    assert read_package(package) == OLD
    assert not (package / ".build").exists()


def test_files_of_others_in_the_stage_are_left_alone(package: Path) -> None:
    (package / ".build").mkdir()
    (package / ".build/notes.txt").write_bytes(b"mine")
    (package / ".build/0").write_bytes(b"half a fi")

    build(package)

    assert read_package(package) == {".build/notes.txt": b"mine", **BUILT}


@pytest.mark.skipif(sys.platform == "darwin", reason="it says: no permission")
def test_a_folder_in_the_place_of_a_staged_file_is_named(package: Path) -> None:
    (package / ".build/1").mkdir(parents=True)

    message = message_of(lambda: build(package))

    assert message == (
        f"{package}/.build/1: found a folder in the place of a file; expected a file;"
        " move the folder and build again; the package is unchanged."
    )


def test_an_interrupt_before_the_commit_clears_the_stage(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_root: Path, _changes: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(journal, "commit", interrupt)

    with pytest.raises(KeyboardInterrupt):
        build(package)
    assert read_package(package) == OLD
    assert not (package / ".build").exists()


def test_a_commit_that_is_taken_back_loses_its_journal_before_its_files(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Killed in between, it would else be a committed build without its files.
    removed: list[str] = []
    replace, unlink = os.replace, os.unlink

    def replace_and_fail(source: Path, target: Path) -> NoReturn:
        replace(source, target)
        raise OSError(errno.EIO, "Input/output error")

    def watch(path: Path) -> None:
        removed.append(Path(path).name)
        unlink(path)

    monkeypatch.setattr(os, "replace", replace_and_fail)
    monkeypatch.setattr(os, "unlink", watch)
    message = message_of(lambda: build(package))

    assert message.endswith("build again; the package is unchanged.")
    assert removed == ["journal.json", "0", "1", "3"]
    assert read_package(package) == OLD


def test_the_journal_names_each_file_with_its_sum(stopped: Path) -> None:
    entries = json.loads((stopped / ".build/journal.json").read_bytes())

    assert entries == {
        "files": [
            {"path": path, "sha256": sha256_hex(BUILT[path]) if path in BUILT else None}
            for path in CHANGED
        ]
    }


def test_a_committed_build_is_completed_once(stopped: Path) -> None:
    assert unfinished(stopped)
    assert resume(stopped) == CHANGED
    assert not unfinished(stopped)
    assert resume(stopped) == []
    assert read_package(stopped) == BUILT


def test_the_next_build_first_completes_the_unfinished_one(stopped: Path) -> None:
    with building(stopped) as completed:
        found = {path: (stopped / path).read_bytes() for path in BUILT}
        changed = publish(stopped, {"data/claims.csv": b"newest\n"})

    assert completed == CHANGED
    assert found == BUILT
    assert changed == ["data/claims.csv"]
    assert read_package(stopped) == {**BUILT, "data/claims.csv": b"newest\n"}


def test_a_folder_that_went_missing_is_made_again(stopped: Path) -> None:
    for name in ("claims.csv", "gone.csv"):
        (stopped / "data" / name).unlink()
    (stopped / "data/same.csv").rename(stopped / "same.csv")
    (stopped / "data").rmdir()

    resume(stopped)

    assert (stopped / "data/claims.csv").read_bytes() == BUILT["data/claims.csv"]


DAMAGED = (
    "expected each file as it was staged; remove the folder .build and build again"
)


def message_of_damage(root: Path, cause: str) -> str:
    return (
        f"{root}: found that the unfinished build is damaged ({cause}); {DAMAGED} to"
        " write all files anew."
    )


def test_a_staged_file_that_changed_is_not_published(stopped: Path) -> None:
    (stopped / ".build/1").write_bytes(b"{} \n")
    before = read_package(stopped)

    assert message_of(lambda: resume(stopped)) == message_of_damage(
        stopped,
        f".build/1: the sha256 is {sha256_hex(b'{} ' + bytes([10]))}, not"
        f" {sha256_hex(BUILT['schemas/rows/claims.json'])}",
    )
    assert read_package(stopped) == before


def test_a_staged_file_that_is_missing_stops_the_resumption(stopped: Path) -> None:
    (stopped / ".build/1").unlink()
    before = read_package(stopped)

    assert message_of(lambda: build(stopped)) == message_of_damage(
        stopped,
        "schemas/rows/claims.json: found nothing of that name; expected something that"
        " can be read; check the spelling or restore it",
    )
    assert read_package(stopped) == before


def test_following_the_advice_for_a_damaged_build_helps(stopped: Path) -> None:
    (stopped / ".build/1").unlink()
    for path in (stopped / ".build").iterdir():
        path.unlink()
    (stopped / ".build").rmdir()

    build(stopped)

    assert read_package(stopped) == BUILT


TORN = (
    '.build/journal.json line 1, column 13: found ""pa" (Unterminated string)'
    "; expected JSON; correct that place"
)
NO_ENTRY = ".build/journal.json: entry 1 is no path with its sha256"


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b'{"files": [{"pa', TORN),
        (b"{}", '.build/journal.json: there is no list of "files"'),
        (b"[]", '.build/journal.json: there is no list of "files"'),
        (b'{"files": "a"}', '.build/journal.json: there is no list of "files"'),
        (b'{"files": [{"path": "a.csv"}]}', NO_ENTRY),
        (b'{"files": [{"path": 1, "sha256": null}]}', NO_ENTRY),
    ],
    ids=["torn", "no files", "a list", "a word", "no sum", "no path"],
)
def test_a_torn_journal_stops_the_resumption(
    stopped: Path, content: bytes, cause: str
) -> None:
    (stopped / ".build/journal.json").write_bytes(content)
    before = read_package(stopped)

    assert message_of(lambda: resume(stopped)) == message_of_damage(stopped, cause)
    assert read_package(stopped) == before


@pytest.mark.parametrize(
    "path", ["../outside", "/outside", ".git/hooks/post-commit", "link/outside"]
)
def test_a_foreign_journal_cannot_write_where_it_wants(
    package: Path, tmp_path: Path, path: str
) -> None:
    (package / ".git/hooks").mkdir(parents=True)
    (package / "link").symlink_to(tmp_path)
    (package / ".build").mkdir()
    (package / ".build/0").write_bytes(b"evil")
    entry = {"path": path, "sha256": sha256_hex(b"evil")}
    (package / ".build/journal.json").write_text(json.dumps({"files": [entry]}))

    assert "the unfinished build is damaged" in message_of(lambda: resume(package))
    assert not (tmp_path / "outside").exists()
    assert list((package / ".git/hooks").iterdir()) == []


DRIVER = """
import importlib, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_journal import BuildError, fail_with, journal, resume
case = importlib.import_module(sys.argv[4])

STEPS = "open mkdir chmod fchmod fsync link replace unlink rmdir".split()
folder, act = Path(sys.argv[1]), sys.argv[3]

def kill_at(number):
    passed = 0
    def watch(call):
        def step(*arguments, **options):
            nonlocal passed
            passed += 1
            if passed == number:
                os._exit(9)
            return call(*arguments, **options)
        return step
    for name in STEPS:
        setattr(os, name, watch(getattr(os, name)))

number = 0
status = 9
while status == 9:
    number += 1
    root = case.write_package(folder / f"{number:03}")
    if act == "resume":
        journal.complete, complete = fail_with(5), journal.complete
        try:
            case.build(root)
        except BuildError:
            journal.complete = complete
    child = os.fork()
    if not child:
        kill_at(number)
        case.build(root) if act == "build" else resume(root)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.exit(status)
"""


def kill_at_each_step(folder: Path, act: str, case: str = "test_journal") -> list[Path]:
    """One package for each step at which the act was killed, and one where it was not.

    The steps are the calls that change a file system; the module `case` writes and
    builds the packages. A process of its own forks the children, so that no thread of
    the tests' process is about.
    """
    folder.mkdir()
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", DRIVER, str(folder), here, act, case]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return sorted(folder.iterdir())


def state_of(root: Path) -> str:
    """Which of the states that are allowed the package is in."""
    if unfinished(root):
        return "unfinished"
    files = read_package(root)
    files = {path: files[path] for path in files if not path.startswith(".build/")}
    if files == OLD:
        return "old"
    return "new" if files == BUILT else "mixed"


def test_a_build_killed_at_any_step_leaves_old_unfinished_or_new(
    tmp_path: Path,
) -> None:
    packages = kill_at_each_step(tmp_path / "killed", "build")

    states = [state_of(root) for root in packages]
    assert list(dict.fromkeys(states)) == ["old", "unfinished", "new"]
    assert states == sorted(states, key=["old", "unfinished", "new"].index)
    assert len(states) > 30
    for root, state in zip(packages, states, strict=True):
        completed = resume(root)
        assert bool(completed) == (state == "unfinished")
        assert state_of(root) == ("old" if state == "old" else "new")
        build(root)
        assert read_package(root) == BUILT


def test_a_resumption_killed_at_any_step_can_be_resumed(tmp_path: Path) -> None:
    packages = kill_at_each_step(tmp_path / "killed", "resume")

    states = [state_of(root) for root in packages]
    assert list(dict.fromkeys(states)) == ["unfinished", "new"]
    assert len(states) > 10
    for root in packages:
        resume(root)
        assert read_package(root) == BUILT
