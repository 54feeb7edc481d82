"""`claimpack validate`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from claimpack.checked import Checked
from claimpack.checks.package import check_package
from claimpack.choice import choose_findings, require_choice
from claimpack.commands.options import limit_option
from claimpack.errors import UsageError
from claimpack.files import Folder, PackageFiles, refusal
from claimpack.findings import Finding, Rest, Severity, has_errors
from claimpack.isolation import Note, Watched, describe_crash
from claimpack.opening import find_package
from claimpack.package import DESCRIPTOR_PATH
from claimpack.render import render_totals
from claimpack.report_file import require_report_path, write_report
from claimpack.reports import REPORTS, Terms, list_entries
from claimpack.schema_files import find_schemas, load_shipped_schema

STDOUT = "-"
SIZE_PATTERN = re.compile(r"([0-9]{1,9})(?:([kMGT])(i?)B?|B)?", re.IGNORECASE)
LEAST_MEMORY_BYTES = 128_000_000


def read_size(
    _: click.Context, option: click.Parameter, value: str | None
) -> int | None:
    """Return the bytes of a size such as 256MB; kB is 1,000 and KiB 1,024 of them."""
    if value is None:
        return None
    found = SIZE_PATTERN.fullmatch(value)
    if found is None:
        message = f"{value!r} is no size; expected one such as 256MB"
        raise click.BadParameter(message, param=option)
    number, unit, is_binary = found.groups()
    step = 1024 if is_binary else 1000
    size: int = int(number) * step ** " KMGT".index((unit or " ").upper())
    if size < LEAST_MEMORY_BYTES:
        message = f"{value} is too little; expected 128MB at least"
        raise click.BadParameter(message, param=option)
    return min(size, sys.maxsize)  # of which DuckDB takes half; no machine has more


@click.command(epilog="Example: claimpack validate --format json .")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(list(REPORTS)),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@click.option(
    "--output",
    metavar="FILE",
    default=STDOUT,
    help="Write the report to FILE, and only the totals to the terminal.",
)
@limit_option("Findings to show", default=100)
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.ERROR.value,
    show_default=True,
    help="Least severity that gives the exit code 1.",
)
@click.option(
    "--select",
    metavar="CODE",
    multiple=True,
    help="Report only this code and what could not be read; may be repeated.",
)
@click.option(
    "--ignore",
    metavar="CODE",
    multiple=True,
    help="Do not report this code; may be repeated.",
)
@click.option(
    "--rows", is_flag=True, help="Check every row against the JSON Schema of its table."
)
@click.option(
    "--memory",
    "memory_bytes",
    metavar="SIZE",
    callback=read_size,
    help="Keep to about this much memory, 128MB or more; keys then lie on disk.",
)
@click.option("--second-opinion", is_flag=True, help="Ask frictionless as well (slow).")
@click.argument("path", default=".", type=click.Path(exists=True, path_type=Path))
@click.pass_obj
def validate(  # noqa: PLR0913  # one per option
    note: Note | None,
    path: Path,
    *,
    output_format: str,
    output: str,
    limit: int,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    rows: bool,
    memory_bytes: int | None,
    second_opinion: bool,
) -> None:
    """Check a package, or a folder of annotated articles, at PATH.

    PATH is a folder with a datapackage.json, a descriptor, a zip archive with a
    package, or a folder with annotations (.ann beside .txt). Exits with 1 when there
    is an error, else 0. `claimpack rules` explains the codes.
    """
    checked = find_checked(path, needs_package=rows or second_opinion)
    terms = Terms(limit=limit, fail_on=Severity(fail_on))
    if second_opinion:
        require_folder(path, checked.files)
    if select or ignore:
        require_choice(select, ignore, list_entries(checked))
    if output != STDOUT:
        require_report_path(Path(output), checked)
    found = list(iter_findings(checked, note, rows=rows, memory_bytes=memory_bytes))
    if second_opinion:
        found += ask_frictionless(checked.descriptor_file, found)
    findings = list(choose_findings(found, select, ignore))
    report = REPORTS[output_format](findings, checked, terms)
    if output == STDOUT:
        click.echo(report)
    else:
        write_report(Path(output), report)
        click.echo(render_totals(findings))
    if any(finding.severity.reaches(terms.fail_on) for finding in findings):
        raise click.exceptions.Exit(1)


def find_checked(path: Path, *, needs_package: bool) -> Checked:
    """Return what is meant by a path: a package, or a folder of annotations."""
    package = find_package(path)
    if package is not None:
        files, descriptor = package
        return Checked(path=path, files=files, descriptor=descriptor)
    if needs_package:
        message = (
            f"{path}: there is no {DESCRIPTOR_PATH}; --rows and --second-opinion "
            "look at the tables of a package"
        )
        raise UsageError(message)
    folder = path.resolve()
    return Checked(path=path, files=Folder(folder.parent), articles=folder.name)


def require_folder(path: Path, folder: PackageFiles) -> None:
    """Raise `UsageError` for an archive: frictionless would unpack it to the disk."""
    if not isinstance(folder, Folder):
        message = (
            f"{path}: found an archive; expected a folder for --second-opinion, because"
            " frictionless would unpack it; unpack it yourself if you trust it"
        )
        raise UsageError(message)


def ask_frictionless(
    descriptor: Path, findings: Sequence[Finding | Rest]
) -> list[Finding]:
    """Return what frictionless says too, if our own checks found no error.

    It would follow the very paths that we refuse.
    """
    if has_errors(findings):
        click.echo("frictionless was not asked: mend the errors first.", err=True)
        return []
    from claimpack.second_opinion import iter_frictionless_findings

    return list(iter_frictionless_findings(descriptor))


def iter_findings(
    checked: Checked, note: Note | None, *, rows: bool, memory_bytes: int | None
) -> Iterator[Finding | Rest]:
    """Yield all that is wrong with what is checked.

    Where a child process has ended by a signal, that is all there is to say.
    """
    if note is not None and note.ended_by is not None:
        yield describe_crash(note.ended_by, note)
        return
    if checked.descriptor is None:
        yield from iter_annotation_findings(checked.path.resolve())
        return
    yield from check_package(
        checked.files if note is None else Watched(checked.files, note),
        load_shipped_schema(),
        descriptor_path=checked.descriptor,
        row_schemas=find_schemas() / "rows" if rows else None,
        memory_bytes=memory_bytes,
    )


def iter_annotation_findings(folder: Path) -> Iterator[Finding]:
    """Yield what is wrong with a folder of annotated articles."""
    # jsonschema takes longer to import than a package takes to check.
    from claimpack.checks.annotations import check_annotations

    if not any(Folder(folder).iter_files(".", ".ann")):
        found = f"found neither {DESCRIPTOR_PATH} nor a file that ends in .ann"
        expected = "expected a package or a folder of annotations"
        raise refusal(str(folder), found, expected, "name the folder that has one")
    schema = load_shipped_schema()
    yield from check_annotations(Folder(folder.parent), schema, folder.name)
