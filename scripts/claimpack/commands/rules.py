"""`claimpack rules`."""

from __future__ import annotations

import click

from claimpack.render.rules import render_rule, render_rules
from claimpack.rule_book import find_entries, list_entries
from claimpack.schema_files import load_shipped_schema


@click.command(epilog="Example: claimpack rules type-error")
@click.argument("code", required=False)
def rules(code: str | None) -> None:
    """List the rules that findings name, or explain the one that CODE names.

    Without CODE: every code, how severe a finding with it is, and why the rule is
    there. With CODE: that in full, and what keeps and what breaks the rule. Rules that
    a package brings along stand in the file that `claimpack.rules` of its descriptor
    names, or in its schemas/rules.json.
    """
    schema = load_shipped_schema()
    if code is None:
        click.echo(render_rules(list_entries(schema)))
    else:
        click.echo(render_rule(find_entries(code, schema)))
