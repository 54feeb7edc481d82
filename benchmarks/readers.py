"""Readers of annotations: documents per second, beside a floor and other parsers.

The articles are made (`made_annotations`), and lie in a folder as their tools would
leave them. Each line is a process of its own that opens the files and makes every mark,
node and link. All lines of a format read the same folder, by turns; the best turn
counts, and the start, in which one article is read, does not. A line that finds other
marks or relations than were made ends the run. `readers.py 500` takes another
number of articles.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from claimpack.annotations import AnnotationFile, Reading
from claimpack.files import Folder
from claimpack.readers.formats import FORMATS
from claimpack.readers.uima_library import import_cassis
from claimpack.source_files import iter_paths, list_texts
from made_annotations import MAKERS, MARKS, RELATIONS, TYPE_SYSTEM, make_articles
from measuring import ROOT, Usage, measure

ARTICLES = 2000
RUNS = 5
RUNS_OF_LARGE = 2
MARKS_OF_TEN = 9
ONE = 1
"""Articles of the folder that is read before the clock starts."""
MEGABYTE = 1_000_000
CLAIMPACK, FLOOR = "claimpack", "floor"

Counts = tuple[int, int]
"""How many marks were found, and how many nodes and links."""


def iter_files(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files that end so, by name."""
    with os.scandir(folder) as entries:
        names = sorted(it.name for it in entries if it.name.endswith(endings))
    return (folder / name for name in names)


def count_readings(readings: Iterable[Reading]) -> Counts:
    """Return how much was read, and keep nothing of it."""
    marks = relations = 0
    for it in readings:
        marks += len(it.annotations.marks)
        relations += len(it.annotations.nodes) + len(it.annotations.links)
    return marks, relations


def iter_readings(name: str, ending: str, folder: Path) -> Iterator[Reading]:
    """Yield what our reader of a format makes of each file."""

    def find_beside(other: str) -> bytes | None:
        path = folder / other
        return path.read_bytes() if path.exists() else None

    for path in iter_files(folder, (ending,)):
        yield from FORMATS[name].read(
            AnnotationFile(
                path=path.name, content=path.read_bytes(), find_beside=find_beside
            )
        )


def read_with_claimpack(name: str, ending: str, folder: Path) -> Counts:
    """Return how much our reader of a format finds, file by file."""
    return count_readings(iter_readings(name, ending, folder))


def read_as_build(folder: Path) -> Counts:
    """Return how much `claimpack build` finds: it recognises formats, and keeps all."""
    source = Folder(folder)
    found = list_texts(source, iter_paths(source))
    return count_readings([it.reading for it in found.texts])


def read_with_pybrat(folder: Path) -> Counts:
    """Return how much pybrat finds, which keeps all."""
    from pybrat.parser import BratParser

    found = BratParser(error="ignore").parse(folder)
    return sum(len(it.entities) for it in found), sum(len(it.events) for it in found)


def read_with_peek(folder: Path) -> Counts:
    """Return how much brat-peek finds, file by file.

    The package as a whole would import pandas and seaborn, which it does not ask for
    when it is installed; the module that reads needs neither.
    """
    package = find_spec("peek")
    assert package is not None  # noqa: S101  # it is locked
    sys.path.extend(package.submodule_search_locations or ())
    peek = import_module("ann_structure")
    marks = relations = 0
    for path in iter_files(folder, (".ann",)):
        found = peek.AnnDocument(str(path), txt=True).anns
        marks += len(found["entities"])
        relations += len(found["events"])
    return marks, relations


def decode_files(*endings: str) -> Callable[[Path], None]:
    """Return what opens, reads and decodes the files that end so."""

    def decode(folder: Path) -> None:
        for path in iter_files(folder, endings):
            path.read_bytes().decode()

    return decode


def load_json(ending: str, folder: Path) -> None:
    """Load each file as JSON, those of lines line by line."""
    for path in iter_files(folder, (ending,)):
        content = path.read_bytes()
        for part in content.splitlines() if ending == ".jsonl" else [content]:
            json.loads(part)


def load_xmi(folder: Path) -> None:
    """Load each file with dkpro-cassis, by the type system beside it."""
    cassis = import_cassis()
    types = cassis.load_typesystem((folder / TYPE_SYSTEM).read_bytes().decode())
    for path in iter_files(folder, (".xmi",)):
        cassis.load_cas_from_xmi(path.read_bytes().decode(), typesystem=types)


def load_cas_json(folder: Path) -> None:
    """Load each file, with the types that it brings along, with dkpro-cassis."""
    cassis = import_cassis()
    for path in iter_files(folder, (".json",)):
        cassis.load_cas_from_json(path.read_bytes().decode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A format that is measured."""

    ending: str
    """How the files with annotations end."""
    floor: Callable[[Path], Any]
    """What anything that reads them must do; it finds nothing."""
    most: int = 100_000
    """Annotations of the largest article; a value of JSON may have 16 MiB."""
    one_of: int = 1
    """Only each so many articles are read, because it takes long."""


SUBJECTS = {
    "brat": Subject(ending=".ann", floor=decode_files(".ann", ".txt")),
    "bionlp": Subject(ending=".a1", floor=decode_files(".a1", ".a2", ".txt")),
    "webanno-tsv": Subject(ending=".tsv", floor=decode_files(".tsv"), one_of=4),
    "document": Subject(
        ending=".json", floor=partial(load_json, ".json"), most=50_000, one_of=4
    ),
    "web-annotation": Subject(
        ending=".jsonld", floor=partial(load_json, ".jsonld"), most=50_000, one_of=4
    ),
    "label-studio": Subject(
        ending=".json", floor=partial(load_json, ".json"), most=50_000
    ),
    "doccano": Subject(ending=".jsonl", floor=partial(load_json, ".jsonl")),
    "cas-json": Subject(ending=".json", floor=load_cas_json, most=50_000, one_of=10),
    "cas-xmi": Subject(ending=".xmi", floor=load_xmi, one_of=10),
}
OTHERS: dict[str, Callable[[Path], Counts]] = {
    "claimpack, as build": read_as_build,
    "pybrat": read_with_pybrat,
    "brat-peek": read_with_peek,
}
"""What else reads brat."""


def list_lines(name: str) -> dict[str, Callable[[Path], Counts | None]]:
    """Return what reads the folder of a format, by what the table calls it."""
    subject = SUBJECTS[name]
    ours = partial(read_with_claimpack, name, subject.ending)
    others = OTHERS if name == "brat" else {}
    return {CLAIMPACK: ours, **others, FLOOR: subject.floor}


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A folder with made articles in one format."""

    name: str
    """The format."""
    folder: Path
    articles: int
    marks: int = MARKS
    relations: int = RELATIONS

    def write(self) -> None:
        """Write the files, in a process of its own.

        A child is born with the peak of its parent, which must stay low.
        """
        numbers = map(str, (self.articles, self.marks, self.relations))
        command = [sys.executable, __file__, self.name, str(self.folder), *numbers]
        measure(command, ROOT)

    def count_bytes(self) -> int:
        """Return how long all files are together."""
        return sum(path.stat().st_size for path in self.folder.iterdir())

    def measure(self, line: str) -> Usage:
        """Return what a line takes, of CPU time without the start of its process.

        Ends the run where the line does not find what was made.
        """
        command = [sys.executable, __file__, self.name, line, str(self.folder)]
        with tempfile.TemporaryFile() as output:
            usage = measure(command, ROOT, output)
            output.seek(0)
            cpu, found = json.load(output)
        made = [self.articles * self.marks, self.articles * self.relations]
        if line != FLOOR and found != made:
            sys.exit(f"{self.name}, {line}: found {found}, but {made} were made")
        return replace(usage, cpu=cpu)


def run(name: str, line: str, folder: Path) -> None:
    """Print the CPU seconds that a line takes, and what it finds.

    It reads one article before, so that whatever is loaded once does not count.
    """
    read = list_lines(name)[line]
    read(folder.parent / f"{name}-{ONE}")
    start = time.process_time()
    found = read(folder)
    print(json.dumps([time.process_time() - start, found]))


def write_files(name: str, folder: Path, numbers: Iterable[int]) -> None:
    """Write made articles: so many, with so many marks and relations each."""
    folder.mkdir()
    for file, content in MAKERS[name](make_articles(*numbers)).items():
        (folder / file).write_bytes(content)


def measure_best(lines: Iterable[str], corpus: Corpus, runs: int) -> dict[str, Usage]:
    """Return the best of some turns of each line."""
    turns = [{line: corpus.measure(line) for line in lines} for _ in range(runs)]
    return {
        line: min((turn[line] for turn in turns), key=lambda usage: usage.cpu)
        for line in lines
    }


def compare(name: str, scratch: Path, articles: int) -> None:
    """Print what the readers of a format take, and what its floor does."""
    count = articles // SUBJECTS[name].one_of
    one = Corpus(name=name, folder=scratch / f"{name}-{ONE}", articles=ONE)
    many = Corpus(name=name, folder=scratch / f"{name}-{count}", articles=count)
    for corpus in (one, many):
        corpus.write()
    size_mb = many.count_bytes() / MEGABYTE
    found = measure_best(list_lines(name), many, RUNS)
    for line, usage in found.items():
        print(
            f"{f'{name}, {line}':28}{count / usage.cpu:9,.0f}{size_mb / usage.cpu:8.1f}"
            f"{usage.cpu:8.2f}{usage.peak_mib:6.0f}"
            f"{usage.cpu / found[FLOOR].cpu:10.1f}"
            f"{usage.cpu / found[CLAIMPACK].cpu:8.2f}"
        )


def compare_large(name: str, scratch: Path) -> None:
    """Print what articles with very many annotations take, each alone."""
    most = SUBJECTS[name].most
    each_us: list[float] = []
    for count in (most // 10, most):
        marks = count * MARKS_OF_TEN // 10
        large = Corpus(
            name=name,
            folder=scratch / f"{name}-of-{count}",
            articles=1,
            marks=marks,
            relations=count - marks,
        )
        large.write()
        usage = measure_best([CLAIMPACK], large, RUNS_OF_LARGE)[CLAIMPACK]
        each_us.append(usage.cpu / count * 1e6)
        growth = f"{each_us[-1] / each_us[0]:8.2f}" if each_us[1:] else ""
        print(
            f"{name:20}{count:9,}{large.count_bytes() / MEGABYTE:8.1f}{usage.cpu:8.2f}"
            f"{usage.peak_mib:6.0f}{each_us[-1]:8.1f}{growth}"
        )


def main() -> None:
    """Measure all formats, or read or write one folder if it is named."""
    match sys.argv[1:]:
        case [name, line, folder]:
            run(name, line, Path(folder))
            return
        case [name, folder, *numbers] if numbers:
            write_files(name, Path(folder), map(int, numbers))
            return
        case arguments:
            articles = int(arguments[0]) if arguments else ARTICLES
    with tempfile.TemporaryDirectory() as scratch:
        print(
            f"{'articles':28}{'docs/s':>9}{'MB/s':>8}{'CPU s':>8}{'MiB':>6}"
            f"{'to floor':>10}{'to ours':>8}"
        )
        for name in SUBJECTS:
            compare(name, Path(scratch), articles)
        print(
            f"\n{'one article':20}{'lines':>9}{'MB':>8}{'CPU s':>8}{'MiB':>6}"
            f"{'us/line':>8}{'growth':>8}"
        )
        for name in SUBJECTS:
            compare_large(name, Path(scratch))


if __name__ == "__main__":
    main()
