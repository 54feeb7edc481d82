"""The command line: one file per command, loaded when it is called."""

from __future__ import annotations

import importlib

import click

from claimpack import __version__

COMMANDS = {
    "agree": "Tell how far two annotations of the same texts agree.",
    "build": "Build the package from its annotated articles.",
    "conflicts": "List claims that exclude, replace or reword one another.",
    "convert": "Convert annotated texts into the format of another tool.",
    "dictionary": "Write the data dictionary of a package as one HTML page.",
    "diff": "Tell what changed from one package to another.",
    "export": "Describe a package for a catalogue, or in its README.",
    "pack": "Pack loose annotated documents into Parquet files.",
    "query": "Ask the tables of a package a question, in SQL or by its name.",
    "release": "Release a package: version, changelog, change file, and one archive.",
    "rules": "List the rules that are checked, or explain one.",
    "schema": "Derive what follows from the schema files.",
    "show": "Show a claim, an entity or an event with all that belongs to it.",
    "site": "Write the pages of a package: a site that opens by double click.",
    "sqlite": "Write the tables of a package to one SQLite database.",
    "suggest": "Suggest to a curator what the articles leave open.",
    "validate": "Check a package or a folder of annotations.",
}
"""Each command is `claimpack.commands.<name>.<name>`."""


class LazyGroup(click.Group):
    """A group that imports a command only when it is called or asked for help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names of the commands, without importing one."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Return the command, imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"claimpack.commands.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with, or refuse the name."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise click.UsageError(describe_unknown(args[0]), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  # click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the list of commands, without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def describe_unknown(name: str) -> str:
    """Return what to say of a command that does not exist, with near names."""
    from difflib import get_close_matches

    near = " or ".join(map(repr, get_close_matches(name, COMMANDS)))
    return f"No such command {name!r}." + (f" Did you mean {near}?" if near else "")


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: claimpack validate .",
)
@click.version_option(__version__, prog_name="claimpack")
def claimpack() -> None:
    """Turn annotated news articles into a validated data package.

    Exit codes: 0 valid, 1 findings, 2 wrong call, 3 unreadable or unsafe
    input, 4 environment (disk, permission, memory).
    """
