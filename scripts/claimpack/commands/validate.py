"""`claimpack validate`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from claimpack.archives import read_archive
from claimpack.checks import check_package
from claimpack.errors import UsageError
from claimpack.files import Folder, PackageFiles, refusal
from claimpack.findings import Finding, has_errors
from claimpack.package import DESCRIPTOR_PATH, list_places
from claimpack.render import render_github, render_json, render_text
from claimpack.schema_files import find_schemas, load_shipped_schema


@click.command(epilog="Example: claimpack validate --format json .")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Form of the report.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    help="Findings to show; the totals count all of them.",
)
@click.option(
    "--rows", is_flag=True, help="Check every row against the JSON Schema of its table."
)
@click.option("--second-opinion", is_flag=True, help="Ask frictionless as well (slow).")
@click.argument("path", default=".", type=click.Path(exists=True, path_type=Path))
def validate(
    path: Path, *, output_format: str, limit: int, rows: bool, second_opinion: bool
) -> None:
    """Check a package, or a folder of annotated articles, at PATH.

    PATH is a folder with a datapackage.json, a descriptor, a zip archive with a
    package, or a folder with annotations (.ann beside .txt). Exits with 0 when there
    is no error, else 1.
    """
    package = find_package(path)
    if package is not None:
        folder, descriptor_path = package
        root = folder.root
        if second_opinion:
            require_folder(path, folder)
        findings = list(iter_package_findings(folder, descriptor_path, rows=rows))
        if second_opinion:
            findings += ask_frictionless(root / descriptor_path, findings)
    elif rows or second_opinion:
        message = (
            f"{path}: there is no {DESCRIPTOR_PATH}; --rows and --second-opinion "
            "look at the tables of a package"
        )
        raise UsageError(message)
    else:
        root = path.resolve().parent
        findings = list(iter_annotation_findings(path.resolve()))
    click.echo(render(findings, output_format, root, package, limit))
    if has_errors(findings):
        raise click.exceptions.Exit(1)


def find_package(path: Path) -> tuple[PackageFiles, str] | None:
    """Return the package that is meant and the path of its descriptor in there.

    None where it is a folder without one.
    """
    if path.is_dir():
        is_package = os.path.lexists(path / DESCRIPTOR_PATH)
        return (Folder(path), DESCRIPTOR_PATH) if is_package else None
    if path.suffix.lower() == ".zip":
        return read_archive(path, DESCRIPTOR_PATH), DESCRIPTOR_PATH
    if path.is_file() and path.suffix != ".json":
        message = (
            f"{path}: found a file that is no descriptor (.json) and no archive (.zip);"
            " expected a package or a folder of annotations; name the folder that it"
            " is in"
        )
        raise UsageError(message)
    return Folder(path.parent), path.name


def require_folder(path: Path, folder: PackageFiles) -> None:
    """Raise `UsageError` for an archive: frictionless would unpack it to the disk."""
    if not isinstance(folder, Folder):
        message = (
            f"{path}: found an archive; expected a folder for --second-opinion, because"
            " frictionless would unpack it; unpack it yourself if you trust it"
        )
        raise UsageError(message)


def ask_frictionless(descriptor: Path, findings: list[Finding]) -> list[Finding]:
    """Return what frictionless says too, if our own checks found no error.

    It would follow the very paths that we refuse.
    """
    if has_errors(findings):
        click.echo("frictionless was not asked: mend the errors first.", err=True)
        return []
    from claimpack.second_opinion import iter_frictionless_findings

    return list(iter_frictionless_findings(descriptor))


def iter_package_findings(
    folder: PackageFiles, descriptor_path: str, *, rows: bool
) -> Iterator[Finding]:
    """Yield what is wrong with the package of a descriptor."""
    yield from check_package(
        folder,  # type: ignore[arg-type]  # the checks ask for no more than that
        load_shipped_schema(),
        descriptor_path=descriptor_path,
        row_schemas=find_schemas() / "rows" if rows else None,
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


def render(
    findings: list[Finding],
    output_format: str,
    root: Path,
    package: tuple[PackageFiles, str] | None,
    limit: int,
) -> str:
    """Return the report in the form that was asked for."""
    if output_format == "json":
        places = list_places(*package) if package else ()
        return render_json(findings, places, limit=limit)
    if output_format == "github":
        return render_github(findings, folder_name(root), limit=limit)
    return render_text(findings, limit=limit)


def folder_name(root: Path) -> str:
    """Return the folder as GitHub names it: from where the command runs."""
    try:
        name = root.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return root.as_posix()
    return "" if name == "." else name
