"""`claimpack pack`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimpack.commands.options import (
    annotator_option,
    shard_size_option,
    skip_invalid_option,
    source_format_option,
    text_access_option,
)
from claimpack.commands.outcomes import tell_findings, tell_left_out

if TYPE_CHECKING:
    from claimpack.source_shards import PackReport


@click.command(epilog="Example: claimpack pack seeds shards")
@shard_size_option("Articles of each shard, but for the last one.")
@source_format_option(
    "Format of the files; auto tells it from what they hold, native is ours."
)
@annotator_option("Pack")
@text_access_option()
@skip_invalid_option("packing nothing")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument(
    "output", metavar="OUT", type=click.Path(file_okay=False, path_type=Path)
)
def pack(  # noqa: PLR0913  # one per option
    source: Path,
    output: Path,
    *,
    shard_size: int,
    format_name: str,
    annotator: str | None,
    text_access: str,
    skips_invalid: bool,
) -> None:
    """Pack loose annotated documents into Parquet files, so many in each.

    SOURCE is a package or its seeds, whose registers are copied, or a folder of what
    others have annotated, in any format that docs/readers.md has. OUT is empty or a
    former pack, which is replaced. An error in any document keeps OUT as it was.
    """
    from claimpack.render.texts import render_texts
    from claimpack.schema_files import load_shipped_schema
    from claimpack.sharding.plans import Options
    from claimpack.source_corpus import Choices
    from claimpack.source_shards import pack_source

    choices = Choices(
        format_name=format_name,
        annotator=annotator,
        text_access=text_access,
    )
    schema = load_shipped_schema()
    options = Options(articles_per_shard=shard_size, skips_invalid=skips_invalid)
    report = pack_source(source, output, schema, choices, options)
    if report.texts:
        click.echo(render_texts(report.texts), err=True)
    show(report)


def show(report: PackReport) -> None:
    """Print what was found and packed; exit 1 where there are errors."""
    from claimpack.render.summary import count_words

    tell_findings("pack", report.completed, report.findings)
    articles = count_words(report.article_count, "article")
    click.echo(f"{articles} in {count_words(report.shard_count, 'shard')}.")
    tell_left_out(report.refused_count)
