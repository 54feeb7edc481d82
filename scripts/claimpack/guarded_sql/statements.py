"""What a stranger's statement may be, read from its syntax tree before it runs.

It is one SELECT over the tables that it was given, and calls no function that looks
outside of them or gives another answer each time. A rule names columns one by one,
because no others are there; a query may have `*`. DuckDB parses it; its trees differ by
version, so only names that all of them have are looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from claimpack.engine import Connection, ask_one
from claimpack.findings import quote

CONDITION = "SELECT (\n{}\n)"
"""A condition as a statement; the line ends keep a comment from swallowing more."""
ROW_MAKERS = frozenset({"range", "generate_series", "unnest"})
"""Functions that may stand in the place of a table."""
REFUSED_FUNCTIONS = frozenset(
    {
        *("query", "query_table", "json_execute_serialized_sql"),
        *("json_serialize_plan", "stats", "vector_type", "setval"),
        *("current_query_id", "current_transaction_id"),
        *("current_setting", "getenv", "getvariable", "current_query", "version"),
        *(
            "write_log",
            "sleep_ms",
            "nextval",
            "currval",
            "txid_current",
            "in_search_path",
        ),
        *("random", "setseed", "uuid", "uuidv4", "uuidv7", "gen_random_uuid"),
    }
)
"""Functions that run other statements, look outside, wait, or are random."""
UNKNOWN_PLACE = 2**64 - 1
LOOK = "datapackage.json has their columns, `FROM name LIMIT 1` shows some values"
WRITE_OUT = "write out the columns, because no others are there"

QUERIES = frozenset(
    {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
)
"""What a statement and its parts may be; DuckDB 2.0 takes COPY and UPDATE in a WITH."""

Node = dict[str, Any]
Known = Mapping[str, Sequence[str]]
"""The columns of each table that a statement may name."""


class RefusedError(Exception):
    """A statement does not run; the message says what is wrong with it."""

    def __init__(self, message: str, start: int | None = None) -> None:
        """Refuse what begins after `start` bytes of the text; None: all of it."""
        super().__init__(message)
        self.start = start


def require_condition(connection: Connection, text: str, known: Known) -> None:
    """Raise `RefusedError` unless a text is one expression that may run."""
    (statement,) = parse(connection, CONDITION.format(text), CONDITION.index("{"))
    node = statement["node"]
    is_one = node.get("type") == "SELECT_NODE" and len(node["select_list"]) == 1
    is_bare = is_one and node["from_table"]["type"] == "EMPTY"
    if not is_bare or node["modifiers"] or node["where_clause"]:
        raise RefusedError("is not one expression over the columns of a row")
    require_harmless(connection, statement, known, CONDITION.index("{"))
    require_written_out(statement, known)


def require_query(connection: Connection, text: str, known: Known) -> None:
    """Raise `RefusedError` unless a text is one SELECT that a rule may have."""
    require_written_out(require_select(connection, text, known), known)


def require_select(connection: Connection, text: str, known: Known) -> Node:
    """Return the tree of a harmless SELECT; raise `RefusedError` for anything else."""
    statements = parse(connection, text, 0)
    if len(statements) != 1:
        raise RefusedError(f"has {len(statements)} statements; expected one SELECT")
    require_harmless(connection, statements[0], known)
    return statements[0]


def parse(connection: Connection, text: str, start: int) -> list[Node]:
    """Return the syntax trees of the statements of a text.

    `start` is how many bytes stand before what the stranger wrote. Raises
    `RefusedError` where it is no SQL, or is something else than SELECT.
    """
    tree: Node = json.loads(ask_one(connection, "SELECT json_serialize_sql(?)", text))
    if not tree["error"]:
        statements: list[Node] = tree["statements"]
        return statements
    if tree["error_type"] != "parser":
        raise RefusedError("is not a SELECT")
    place = tree.get("position", "")
    raise RefusedError(
        f"is no SQL: {tree['error_message']}",
        int(place) - start if place.isdigit() else None,
    )


def require_harmless(
    connection: Connection, statement: Node, known: Known, start: int = 0
) -> None:
    """Raise `RefusedError` for a part of a statement that must not run.

    `start` is how many bytes stand before what the stranger wrote.
    """
    nodes = list(iter_nodes(statement))
    own = {name.casefold() for name in list_own_tables(nodes)}
    # Beside `(WITH pg_settings AS (…) …)` the view of that name is DuckDB's again.
    hidden = own & list_catalog(connection)
    if hidden:
        raise RefusedError(f"defines {quote(min(hidden))}, a name that DuckDB has")
    names = {name.casefold() for name in known} | own
    for node in nodes:
        fault = find_danger(node) or find_stranger(node, [*known], names)
        if fault:
            raise RefusedError(fault, locate(node, start))


def require_written_out(statement: Node, known: Known) -> None:
    """Raise `RefusedError` for a part that stands for columns without naming them."""
    nodes = list(iter_nodes(statement))
    columns = {name.casefold() for names in known.values() for name in names}
    aliases = (str(node.get("alias", "")) for node in nodes if is_source(node))
    rows = {name.casefold() for name in (*known, *list_own_tables(nodes), *aliases)}
    for node in nodes:
        if fault := find_fault(node):
            raise RefusedError(fault)
        if node.get("class") == "COLUMN_REF":
            name = node["column_names"][-1]
            if name.casefold() in rows - columns:
                raise RefusedError(f"names {quote(name)} as a value; {WRITE_OUT}")


def list_own_tables(nodes: Iterable[Node]) -> list[str]:
    """Return the names that statements give to queries of theirs (`WITH`)."""
    maps = (node["cte_map"]["map"] for node in nodes if "cte_map" in node)
    return [str(entry["key"]) for entries in maps for entry in entries]


def list_catalog(connection: Connection) -> set[str]:
    """Return the names, in small letters, of the views that DuckDB brings along."""
    query = "SELECT list(lower(view_name)) FROM duckdb_views() WHERE internal"
    return set(ask_one(connection, query))


def iter_nodes(tree: object) -> Iterator[Node]:
    """Yield each object of a syntax tree, the outer before the inner."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack += reversed(node.values())
        elif isinstance(node, list):
            stack += reversed(node)


def is_source(node: Node) -> bool:
    """Return whether a node is something that rows come from."""
    kinds = ("BASE_TABLE", "SUBQUERY", "TABLE_FUNCTION", "JOIN")
    return node.get("type") in kinds  # or is an object, where a value has a type


def locate(node: Node, start: int) -> int | None:
    """Return how many bytes of what the stranger wrote stand before a node.

    None where that is not known: then DuckDB gives the largest of its numbers.
    """
    place = node.get("query_location", UNKNOWN_PLACE)
    return None if place == UNKNOWN_PLACE else place - start


def find_stranger(node: Node, names: Sequence[str], known: set[str]) -> str | None:
    """Return why a node names a table or a function that it may not, else None."""
    if node.get("function_name", "").casefold() in REFUSED_FUNCTIONS:
        return f"calls {quote(node['function_name'])}, which it may not"
    if node.get("type") != "BASE_TABLE":
        return None
    name = node["table_name"]
    if node["schema_name"] or node["catalog_name"]:
        return f"names {quote(name)} in a schema; tables are in none"
    if name.casefold() in known:
        return None
    near = get_close_matches(name, names, n=1)
    hint = f"; did you mean {quote(near[0])}?" if near else ""
    return f"names the table {quote(name)}, which is not there{hint}"


def find_fault(node: Node) -> str | None:
    """Return how a node stands for columns without naming them, None if it does not."""
    if node.get("class") == "STAR":
        return f"has a `*` (or VALUES); {WRITE_OUT}"
    if node.get("ref_type") in {"NATURAL", "POSITIONAL"}:
        return f"has a {node['ref_type']} JOIN; {WRITE_OUT}"
    if node.get("type") == "BASE_TABLE" and node["column_name_alias"]:
        return f"renames the columns of {quote(node['table_name'])}; {WRITE_OUT}"
    return None


def find_danger(node: Node) -> str | None:
    """Return why a node of its kind must not run, None if it may."""
    kind = node.get("type")
    is_query = isinstance(kind, str) and kind.endswith("_NODE")
    if kind == "SHOW_REF":
        return f"describes tables and is not a SELECT; {LOOK}"
    if is_query and kind not in QUERIES:
        return "is not a SELECT"
    if node.get("type") == "TABLE_FUNCTION":
        name = node["function"]["function_name"]
        if name.casefold() not in ROW_MAKERS:
            return f"reads rows from the function {quote(name)}, which it may not"
    if node.get("sample") is not None:
        return "takes a sample, which is another one each time"
    return None
