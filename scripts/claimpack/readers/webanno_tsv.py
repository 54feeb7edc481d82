"""WebAnno TSV 3, in which WebAnno and INCEpTION export, as annotations.

Source: INCEpTION User Guide, appendix "WebAnno TSV 3.3 File format"; versions 3.1 to
3.3 are read. Offsets are documented to be UTF-16 code units, and the words of all
tokens prove it. `webanno_text` tells how the text is put together; what stands between
sentences and behind the last one cannot be known.

A span is a mark, called by the last part of the name of its layer and, if the layer has
exactly one plain feature, the value of that: `NamedEntity:PER`. Every value is an
attribute besides. A span of a layer with slots is a node too (T3 and E3), and what is
said of it is said of the node; its roles are those of the slots, or the slot where
there is no role. A relation is a link; an element of a chain is a mark with a link to
the next one. Tokens are marks only where a relation or a slot refers to them, sentences
only where they have an id. All ids are ours: the file has them for some annotations.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from claimpack.annotations import AnnotationFile, Annotations, Defects, Origin, Reading
from claimpack.findings import quote
from claimpack.readers.brat_rows import (
    BYTE_ORDER_MARK,
    BYTE_ORDER_MARK_CHARACTER,
    CARRIAGE_RETURN,
    describe_byte,
)
from claimpack.readers.webanno_cells import NO_ANNOTATION, read_java_text, read_text
from claimpack.readers.webanno_layers import (
    FORMAT_VERSION,
    SPAN,
    VERSION_PATTERN,
    Layer,
    read_layers,
)
from claimpack.readers.webanno_links import Assembly
from claimpack.readers.webanno_rows import Body, Sentence
from claimpack.readers.webanno_spans import Cells, Span
from claimpack.readers.webanno_text import settle_text

FORMAT_PREFIX = b"#FORMAT=WebAnno TSV "
LAYER_PREFIX = "#T_"
SENTENCE = Layer(SPAN, "Sentence", 0, 0, ())


def is_webanno_tsv(head: bytes) -> bool:
    """Return whether the first line says that it is WebAnno TSV, of any version."""
    return head.removeprefix(BYTE_ORDER_MARK_CHARACTER.encode()).startswith(
        FORMAT_PREFIX
    )


def read_webanno_tsv(file: AnnotationFile) -> Iterator[Reading]:
    """Yield the reading of the one text in a file.

    Annotations are spans, elements of chains, nodes, relations, and sentences with an
    id; each is read or counted as refused. So is each line of a token that cannot be
    read, whatever is annotated on it.
    """
    defects = Defects()
    try:
        origins = split_lines(file.content.decode(), file.path, defects)
    except UnicodeDecodeError as error:
        finding = describe_byte(file.content, file.path, error.start)
        defects.findings.append(finding)
        yield refuse_file(file, defects)
        return
    match = VERSION_PATTERN.fullmatch(origins[0].excerpt)
    if match is None:
        found, expected = quote(origins[0].excerpt), "#FORMAT=WebAnno TSV 3.1 to 3.3"
        defects.refuse(FORMAT_VERSION, origins[0], found=found, expected=expected)
        yield refuse_file(file, defects)
        return
    yield read_lines(origins, match[1], defects)


def split_lines(content: str, path: str, defects: Defects) -> list[Origin]:
    """Return the lines, without a byte order mark and the CR of line ends."""
    has_mark = content.startswith(BYTE_ORDER_MARK_CHARACTER)
    lines = content.removeprefix(BYTE_ORDER_MARK_CHARACTER).split("\n")
    origins = [Origin(path, number, line) for number, line in enumerate(lines, 1)]
    if has_mark:
        defects.report(BYTE_ORDER_MARK, origins[0], hint="it is left out here")
    if "\r" not in content:
        return origins
    ended = [origin for origin in origins if origin.excerpt.endswith("\r")]
    if ended:
        defects.report(
            CARRIAGE_RETURN, ended[0], "\r", count=len(ended), total=len(origins)
        )
    return [it._replace(excerpt=it.excerpt.removesuffix("\r")) for it in origins]


def read_lines(origins: list[Origin], version: str, defects: Defects) -> Reading:
    """Return the reading of the lines of a file."""
    declared = list(
        takewhile(lambda it: it.excerpt.startswith(LAYER_PREFIX), origins[1:])
    )
    layers = read_layers(declared, defects)
    columns = None if layers is None else sum(it.stop - it.start for it in layers)
    body = Body(columns, defects)
    body.read(origins[1 + len(declared) :])
    read_line = read_java_text if version == "3.1" else read_text
    settled = settle_text(body.sentences, read_line, defects)
    cells = Cells(layers or [], defects)
    for sentence in body.sentences:
        read_sentence(sentence, cells, body.blank, is_known=layers is not None)
    assembly = Assembly(cells, body.units, settled, defects)
    annotations = assembly.build(origins[0].path)
    counts = body.refused_count, cells.refused_count, assembly.refused_count
    return Reading(
        annotations=annotations,
        findings=defects.sort(),
        refused_count=sum(counts),
        unit=settled.unit.name,
        is_proved=bool(body.units) and not settled.strays,
    )


def read_sentence(
    sentence: Sentence, cells: Cells, blank: list[str], *, is_known: bool
) -> None:
    """Read the id of a sentence and the cells of its tokens, if their layers are known.

    If they are not, each token with annotations counts as one that is refused. Tokens
    without any have the cells `blank`, or cells like these.
    """
    rows = sentence.rows
    if sentence.sentence_id and rows:
        features = (("id", sentence.sentence_id),)
        span = Span(SENTENCE, rows[0], rows[-1], features)
        cells.add(span, (SENTENCE.name, 0, 0), 0)
    cells.refused_count += bool(sentence.sentence_id and not rows)
    for row in rows:
        if is_known and row.cells is not blank:
            cells.read(row)
        elif not is_known:
            cells.refused_count += set(row.cells) - {NO_ANNOTATION} != set()


def refuse_file(file: AnnotationFile, defects: Defects) -> Reading:
    """Return the reading of a file of which nothing is read, not even the text."""
    lines = file.content.split(b"\n")
    return Reading(
        annotations=Annotations(path=file.path, text=""),
        findings=defects.sort(),
        refused_count=sum(1 for line in lines if line[:1].isdigit()),
    )
