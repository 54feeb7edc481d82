"""What a stranger's statement may be, read from its syntax tree before it runs.

It is one SELECT over the tables that it was given: it names their columns one by one,
because no others are there, and calls no function that looks outside of them or gives
another answer each time. DuckDB parses it; its trees differ by version, so only names
that all of them have are looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from claimpack.engine import Connection, ask_one
from claimpack.findings import quote

LONGEST_STATEMENT = 10_000
CONDITION = "SELECT (\n{}\n)"
"""A condition as a statement; the line ends keep a comment from swallowing more."""
ROW_MAKERS = frozenset({"range", "generate_series", "unnest"})
"""Functions that may stand in the place of a table."""
REFUSED_FUNCTIONS = frozenset(
    {
        *("query", "query_table", "json_execute_serialized_sql"),
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
WRITE_OUT = "write out the columns, because no others are there"

Node = dict[str, Any]
Known = Mapping[str, Sequence[str]]
"""The columns of each table that a statement may name."""


class RefusedError(Exception):
    """A statement does not run; the message says what is wrong with it."""


def require_condition(connection: Connection, text: str, known: Known) -> None:
    """Raise `RefusedError` unless a text is one expression that may run."""
    (statement,) = parse(connection, CONDITION.format(text), CONDITION.index("{"))
    node = statement["node"]
    is_one = node.get("type") == "SELECT_NODE" and len(node["select_list"]) == 1
    is_bare = is_one and node["from_table"]["type"] == "EMPTY"
    if not is_bare or node["modifiers"] or node["where_clause"]:
        raise RefusedError("is not one expression over the columns of a row")
    require_harmless(statement, known)


def require_query(connection: Connection, text: str, known: Known) -> None:
    """Raise `RefusedError` unless a text is one SELECT that may run."""
    statements = parse(connection, text, 0)
    if len(statements) != 1:
        raise RefusedError(f"has {len(statements)} statements; expected one SELECT")
    require_harmless(statements[0], known)


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
    place = ""
    if tree.get("position", "").isdigit():
        before = text.encode()[start : int(tree["position"])]
        place = f", at character {len(before.decode(errors='ignore')) + 1}"
    raise RefusedError(f"is no SQL: {tree['error_message']}{place}")


def require_harmless(statement: Node, known: Known) -> None:
    """Raise `RefusedError` for a part of a statement that must not run."""
    nodes = list(iter_nodes(statement))
    tables = {name.casefold() for name in known}
    columns = {name.casefold() for names in known.values() for name in names}
    own = {str(node["key"]).casefold() for node in nodes if "key" in node}
    aliases = {
        str(node.get("alias", "")).casefold() for node in nodes if is_source(node)
    }
    for node in nodes:
        if fault := find_fault(node):
            raise RefusedError(fault)
        if node.get("type") == "BASE_TABLE":
            require_table(node, [*known], tables | own)
        elif node.get("class") == "COLUMN_REF":
            name = node["column_names"][-1]
            if name.casefold() in (tables | own | aliases) - columns:
                raise RefusedError(f"names {quote(name)} as a value; {WRITE_OUT}")
        elif "function_name" in node:
            require_function(node["function_name"])


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


def require_table(node: Node, names: Sequence[str], known: set[str]) -> None:
    """Raise `RefusedError` unless a node is a table that may be named, plainly."""
    name = node["table_name"]
    if node["schema_name"] or node["catalog_name"] or name.casefold() not in known:
        near = get_close_matches(name, names, n=1)
        hint = f"; did you mean {quote(near[0])}?" if near else ""
        raise RefusedError(f"names the table {quote(name)}, which is not there{hint}")
    if node["column_name_alias"]:
        raise RefusedError(f"renames the columns of {quote(name)}; {WRITE_OUT}")


def require_function(name: str) -> None:
    """Raise `RefusedError` for a function that must not be called."""
    if name.casefold() in REFUSED_FUNCTIONS:
        raise RefusedError(f"calls {quote(name)}, which a rule may not")


def find_fault(node: Node) -> str | None:
    """Return what is wrong with the kind of a node, None for nothing."""
    if node.get("class") == "STAR":
        return f"has a `*` (or VALUES); {WRITE_OUT}"
    if node.get("type") == "SHOW_REF":
        return "is not a SELECT"
    if node.get("ref_type") in {"NATURAL", "POSITIONAL"}:
        return f"has a {node['ref_type']} JOIN; {WRITE_OUT}"
    if node.get("type") == "TABLE_FUNCTION":
        name = node["function"]["function_name"]
        if name.casefold() not in ROW_MAKERS:
            return f"reads rows from the function {quote(name)}, which a rule may not"
    if node.get("sample") is not None:
        return "takes a sample, which is another one each time"
    return None
