"""What a command loads and what it reaches for: as little as its job needs."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from command_line import copy_package, outcome, run_claimpack, run_python
from packages import edit_descriptor, write_descriptor, write_foreign
from zip_files import Entry, make_zip

WATCH = """
import json, sys
sockets = []
def watch(event, arguments):
    if event.startswith("socket."):
        sockets.append(event)
sys.addaudithook(watch)
sys.argv[0] = "claimpack"
from claimpack.__main__ import main
try:
    main()
finally:
    seen = {"modules": sorted(sys.modules), "sockets": sockets}
    print(json.dumps(seen), file=sys.stderr)
"""
HEAVY = {"duckdb", "frictionless", "jinja2", "jsonschema", "pandas", "pyarrow", "rich"}


def watch(*arguments: str | Path) -> tuple[set[str], list[str]]:
    """Which heavy modules a command loads, and what it asks of the network."""
    run = run_python("-c", WATCH, *arguments)
    modules, sockets = set(), []
    for line in run.stderr.splitlines():  # of the command, and of its child if any
        seen = json.loads(line)
        modules |= HEAVY.intersection(seen["modules"])
        sockets += seen["sockets"]
    return modules, sockets


def test_the_help_loads_nothing_heavy() -> None:
    assert watch("--help") == (set(), [])


@pytest.mark.parametrize("command", ["build", "rules", "schema"])
def test_a_command_loads_neither_duckdb_nor_schema_libraries_for_its_help(
    command: str,
) -> None:
    loaded, _ = watch(command, "--help")

    assert loaded <= {"pyarrow", "duckdb"}


@pytest.mark.parametrize("command", ["convert", "show"])
def test_the_help_of_a_command_loads_nothing_heavy(command: str) -> None:
    assert watch(command, "--help") == (set(), [])


def test_the_help_and_the_list_of_query_load_nothing_heavy() -> None:
    assert watch("query", "--help") == (set(), [])
    assert watch("query", "--list")[0] <= {"pyarrow"}


@pytest.mark.locked  # pyarrow 21 loads pandas, where it is installed
def test_a_query_opens_no_socket_and_loads_no_schema_library(tmp_path: Path) -> None:
    copy_package(tmp_path)

    loaded, sockets = watch("query", "SELECT 1 AS x FROM claims LIMIT 1", tmp_path)

    assert loaded == {"duckdb", "pyarrow"}
    assert sockets == []


def test_a_query_finds_no_numpy(tmp_path: Path) -> None:
    """It takes a tenth of a second to load, and pyarrow loads it where it is found."""
    copy_package(tmp_path)
    code = f"{WATCH}    print(sys.modules['numpy'], file=sys.stderr)"

    run = run_python("-c", code, "query", "SELECT 1 AS x FROM claims LIMIT 1", tmp_path)

    assert run.stderr.splitlines()[-1] == "None"


def test_a_row_is_shown_with_pyarrow_alone_and_without_a_socket(tmp_path: Path) -> None:
    copy_package(tmp_path)

    assert watch("show", "e24", tmp_path) == ({"pyarrow"}, [])


@pytest.mark.locked  # pyarrow 21 loads pandas, where it is installed
def test_a_validation_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    copy_package(tmp_path)

    assert watch("validate", tmp_path)[0] == {"duckdb", "pyarrow"}


def test_a_validation_opens_no_socket(tmp_path: Path) -> None:
    copy_package(tmp_path)

    assert watch("validate", tmp_path)[1] == []


def test_a_check_of_annotations_opens_no_socket(tmp_path: Path) -> None:
    copy_package(tmp_path, ("seeds",))

    loaded, sockets = watch("validate", tmp_path / "seeds")

    # pyarrow loads pandas, where it is installed, to make an array from a list.
    assert loaded - {"pandas"} == {"duckdb", "jsonschema", "pyarrow"}
    assert sockets == []


URL = "http://127.0.0.1:9/x.json"


@pytest.mark.parametrize("key", ["$schema", "profile", "homepage", "image"])
def test_a_url_of_the_descriptor_is_not_fetched(tmp_path: Path, key: str) -> None:
    write_foreign(tmp_path, "id\na\n", ["id"])
    edit_descriptor(tmp_path, lambda root: root.update({key: URL}))

    _, sockets = watch("validate", "--rows", tmp_path)

    assert sockets == []


@pytest.mark.parametrize("key", ["path", "schema", "dialect", "$schema", "profile"])
def test_a_url_of_a_resource_is_not_fetched(tmp_path: Path, key: str) -> None:
    write_foreign(tmp_path, "id\na\n", ["id"])
    edit_descriptor(tmp_path, lambda root: root["resources"][0].update({key: URL}))

    _, sockets = watch("validate", tmp_path)

    assert sockets == []


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A web server of this machine: its URL, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}", asked
        http.shutdown()
        thread.join()


@pytest.mark.slow
def test_the_second_opinion_fetches_nothing_either(
    tmp_path: Path, server: tuple[str, list[str]]
) -> None:
    url, asked = server
    write_foreign(tmp_path, "id\na\n", ["id"])
    edit_descriptor(tmp_path, lambda root: root.update(profile=f"{url}/p.json"))

    run = run_claimpack("validate", "--second-opinion", tmp_path)

    assert (run.returncode, run.stderr) == (1, "")
    assert f'cannot retrieve metadata "{url}/p.json"' in run.stdout
    assert asked == []


def link_everywhere(root: Path) -> Path:
    """A package with a URL in every place of its descriptor that may have one."""
    write_foreign(root, "id\na\n", ["id"])
    names = ("$schema", "profile", "homepage", "image", "path", "schema", "dialect")
    urls = dict.fromkeys(names, URL)
    nested = {
        "$ref": URL,
        "sources": [urls],
        "licenses": [urls],
        "contributors": [urls],
    }
    fields = [{"name": "id", "rdfType": URL, "format": "uri"}]
    table = {"name": "t", "path": "t.csv", "schema": {**urls, "fields": fields}}
    resources = [table, {"name": "u", **urls, **nested}, {"name": "v", "path": [URL]}]
    write_descriptor(root, {**urls, **nested, "resources": resources})
    return root


def link_by_share(root: Path) -> Path:
    """A package whose tables lie on a server of the network."""
    write_foreign(root, "id\na\n", ["id"])
    paths = [
        "//127.0.0.1/t.csv",
        "\\\\127.0.0.1\\t.csv",
        "s3://t/t.csv",
        "file://127.0.0.1/t",
    ]
    resources = [{"name": "t", "path": path, "type": "table"} for path in paths]
    write_descriptor(root, {"resources": resources})
    return root


def pack_links(root: Path) -> Path:
    """A zip archive with a package with URLs in it."""
    return Path(shutil.make_archive(str(root), "zip", link_everywhere(root)))


def pack_address(root: Path) -> Path:
    """A zip archive with a URL for a path."""
    root.with_suffix(".zip").write_bytes(make_zip(Entry(path=URL)))
    return root.with_suffix(".zip")


HOSTILE: dict[str, tuple[Callable[[Path], Path], int]] = {
    "URLs everywhere": (link_everywhere, 1),
    "paths to other machines": (link_by_share, 1),
    "URLs in an archive": (pack_links, 1),
    "a URL for a path of an archive": (pack_address, 3),
}


def without_interfaces() -> list[str]:
    """The command that runs another where there is no network; skips without it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("this system has no unshare command")
    command = [unshare, "--map-root-user", "--net"]
    if subprocess.run([*command, "true"], check=False, capture_output=True).returncode:
        pytest.skip("network namespaces are not permitted here")
    return command


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_package_is_judged_without_any_network(
    tmp_path: Path, case: str
) -> None:
    make, code = HOSTILE[case]
    package = make(tmp_path / "p")
    watched = [sys.executable, "-c", WATCH, "validate", "--rows", str(package)]

    outcomes = {
        outcome(
            subprocess.run(
                [*prefix, *watched], capture_output=True, check=False, encoding="utf-8"
            )
        )
        for prefix in ([], without_interfaces())
    }

    ((found, _, stderr),) = outcomes
    assert found == code
    assert json.loads(stderr.splitlines()[-1])["sockets"] == []
