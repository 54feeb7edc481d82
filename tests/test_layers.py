"""Imports point down, and each kind of side effect has one home.

The rules read the source with `ast`; nothing is imported. Each rule is shown to
fail on a few lines of wrong source, so that a silent test is not a passing one.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "scripts" / "claimpack"

LAYERS: dict[str, int] = {
    name: layer
    for layer, names in enumerate(
        (
            "__init__ errors findings",
            """
            files strict_json archives durable scratch memory_bounds staging journal
            build_lock worker_process revisions overlay packing shipped_code
            streamed_publication
            questions
            schema schema_entries schema_files data_dictionary derivation
            cells csv_files csv_columns annotations document document_json
            arrow_columns gate content csv_lines csv_scan field_types
            """,
            """
            edtf dates quantities identifiers metadata registers readers mapping
            annotations_json
            """,
            """
            resolution row_source spans references flat tables corpus members seeds
            unread origins source_files source_corpus
            """,
            """
            writers columns sources parquet_files stored_values typed_rows stored_tables
            package table_parts table_resources shards shard_folders
            key_store value_store engine key_engine guarded_sql runners
            """,
            "checks rule_book",
            """
            build source_build source_shards sharding refresh second_opinion show
            exporters conversion agreement
            render excerpts choice checked reports report_file isolation
            diff release catalogues site query opening dataset claim_cards conflicts
            sqlite readme accepted_links suggestions
            """,
            "commands __main__",
        )
    )
    for name in names.split()
}
"""Layer of each part: a module, or a folder with all that is in it."""

# durable, staging and build_lock serve the journal; packing writes archives;
# schema_files, rule_book and shipped_code read what the tool ships, which may lie in a
# zip file, through importlib.resources; memory_bounds asks the system what the process
# takes.
OWNERS_OF_FILES = {
    *("files", "durable", "staging", "journal", "build_lock", "packing"),
    *("schema_files", "rule_book", "shipped_code"),
    "memory_bounds",
}
# What the package offers to those who import it stands above all that it needs.
OWNERS_OF_OFFERS = {"__init__"}
OWNERS_OF_OUTPUT = {"commands", "__main__"}
OWNERS_OF_DATABASES = {"duckdb": "engine", "sqlite3": "sqlite"}

OPENING_CALLS = {"open", "fdopen"}
PATH_METHODS = {"read_bytes", "read_text", "write_bytes", "write_text"}
OUTPUT_CALLS = {"print", "exit", "quit", "_exit", "echo", "secho", "SystemExit"}


def part_of(module: str) -> str:
    """The part that a module belongs to: `claimpack.readers.brat` gives `readers`."""
    return [*module.split("."), "__init__"][1]


def module_name(path: Path) -> str:
    """The dotted name of a file; a folder's `__init__.py` has the folder's name."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    is_folder = parts[-1] == "__init__"
    return ".".join(parts[:-1] if is_folder else parts)


def iter_imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that is imported, wherever it is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "."
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def iter_calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each call with the last name of what is called: `os.open(path)` gives `open`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


def is_file_call(name: str, call: ast.Call) -> bool:
    """Whether a call opens, reads or writes a file by itself.

    `folder.read_bytes(name)` does not: with a name it is a method of `files.Folder`,
    without one of `Path`. The null device is no file.
    """
    words = [ast.unparse(argument) for argument in call.args]
    if name in OPENING_CALLS:
        return "os.devnull" not in words
    is_method = isinstance(call.func, ast.Attribute)
    is_ours = name == "read_bytes" and words != []
    return name in PATH_METHODS and is_method and not is_ours


def imported_part(name: str) -> str | None:
    """The part of ours that is imported, None for a foreign name.

    `from claimpack import dates` imports the part `dates`; `from claimpack import
    __version__` imports a name of the package itself.
    """
    if name.split(".", maxsplit=1)[0] != "claimpack":
        return None
    part = part_of(name)
    is_own_name = name.count(".") == 1 and part not in LAYERS
    return "__init__" if is_own_name else part


def check_imports(part: str, tree: ast.AST) -> Iterator[str]:
    """Each import that points up, is relative, or takes a database past its owner."""
    for line, name in iter_imports(tree):
        target = imported_part(name)
        library = name.split(".")[0]
        if name == ".":
            yield f"{line}: write imports in full, from claimpack"
        elif OWNERS_OF_DATABASES.get(library, part) != part:
            yield f"{line}: only {OWNERS_OF_DATABASES[library]} imports {library}"
        elif target is not None and target not in LAYERS:
            yield f"{line}: {target} has no layer"
        elif part in OWNERS_OF_OFFERS and target == "dataset":
            continue
        elif target is not None and LAYERS[target] > LAYERS[part]:
            yield f"{line}: {part} imports {target}, which is in a higher layer"


def check_calls(part: str, tree: ast.AST) -> Iterator[str]:
    """Each call that touches a file, prints or exits where that is not allowed."""
    for name, call in iter_calls(tree):
        if is_file_call(name, call) and part not in OWNERS_OF_FILES:
            yield f"{call.lineno}: only files and the journal call {name}"
        if name in OUTPUT_CALLS and part not in OWNERS_OF_OUTPUT:
            yield f"{call.lineno}: only commands and __main__ call {name}"


def check_source(module: str, source: str) -> list[str]:
    """Each breach of the rules in one module, with its line, in order of the rules."""
    part = part_of(module)
    if part not in LAYERS:
        return [f"{part} has no layer: give it one in docs/architecture.md and here"]
    tree = ast.parse(source)
    faults = [*check_imports(part, tree), *check_calls(part, tree)]
    return list(dict.fromkeys(faults))


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=map(module_name, MODULES))
def test_each_module_keeps_to_its_layer(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert check_source(module_name(path), source) == []


WRONG = {
    "an import that points up": (
        "claimpack.errors",
        "import claimpack.files",
        ["1: errors imports files, which is in a higher layer"],
    ),
    "an import from a part that points up": (
        "claimpack.readers.brat",
        "x = 1\nfrom claimpack.checks.rows import check_rows",
        ["2: readers imports checks, which is in a higher layer"],
    ),
    "an import of a part that points up": (
        "claimpack.dates",
        "from claimpack import errors, tables",
        ["1: dates imports tables, which is in a higher layer"],
    ),
    "an import that points up inside a function": (
        "claimpack.schema",
        "def f():\n    from claimpack.commands import build",
        ["2: schema imports commands, which is in a higher layer"],
    ),
    "an import for types only that points up": (
        "claimpack.package",
        "if TYPE_CHECKING:\n    from claimpack.checks import Check",
        ["2: package imports checks, which is in a higher layer"],
    ),
    "a relative import": (
        "claimpack.readers.brat",
        "from ..errors import SourceError",
        ["1: write imports in full, from claimpack"],
    ),
    "a part without a layer": (
        "claimpack.utils",
        "",
        ["utils has no layer: give it one in docs/architecture.md and here"],
    ),
    "an import of a part without a layer": (
        "claimpack.tables",
        "import claimpack.utils.text",
        ["1: utils has no layer"],
    ),
    "duckdb outside the engine": (
        "claimpack.checks.rows",
        "import duckdb\nfrom duckdb.sqltypes import BIGINT, DATE",
        ["1: only engine imports duckdb", "2: only engine imports duckdb"],
    ),
    "sqlite3 outside its part": (
        "claimpack.commands.sqlite",
        "from sqlite3 import connect",
        ["1: only sqlite imports sqlite3"],
    ),
    "a file opened outside files": (
        "claimpack.tables",
        "open(p)\nos.open(p)\np.read_bytes()\nPath(p).write_bytes(b)",
        [
            "1: only files and the journal call open",
            "2: only files and the journal call open",
            "3: only files and the journal call read_bytes",
            "4: only files and the journal call write_bytes",
        ],
    ),
    "output outside the commands": (
        "claimpack.render",
        "print(1)\nsys.exit(1)\nclick.echo(1)\nraise SystemExit(2)",
        [
            "1: only commands and __main__ call print",
            "2: only commands and __main__ call exit",
            "3: only commands and __main__ call echo",
            "4: only commands and __main__ call SystemExit",
        ],
    ),
}

RIGHT = {
    "an import that points down": ("claimpack.tables", "from claimpack import dates"),
    "an import from the same layer": ("claimpack.files", "import claimpack.schema"),
    "a name of the package itself": (
        "claimpack.writers",
        "from claimpack import __version__",
    ),
    "duckdb in the engine": ("claimpack.engine", "import duckdb"),
    "sqlite3 in its part": ("claimpack.sqlite.database", "import sqlite3"),
    "a file opened in files": ("claimpack.files", "os.open(p)"),
    "a file read through files": ("claimpack.seeds", "folder.read_bytes('a.txt')"),
    "a function with the name of a method": ("claimpack.checks.spans", "read_text(f)"),
    "the null device": ("claimpack.__main__", "os.open(os.devnull, os.O_WRONLY)"),
    "output in a command": ("claimpack.commands.build", "print(1)\nsys.exit(1)"),
    "a word that only looks like a call": ("claimpack.tables", "open_file(p)\nopen"),
}


@pytest.mark.parametrize(("module", "source", "expected"), WRONG.values(), ids=WRONG)
def test_a_breach_is_found(module: str, source: str, expected: list[str]) -> None:
    assert check_source(module, source) == expected


@pytest.mark.parametrize(("module", "source"), RIGHT.values(), ids=RIGHT)
def test_what_is_allowed_is_not_a_breach(module: str, source: str) -> None:
    assert check_source(module, source) == []
