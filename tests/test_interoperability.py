"""What docs/interoperability.md shows is what the tools of others say.

They live in an environment of their own, which `make test` sets up. Nothing here needs
a network.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from claimpack.files import sha256_hex
from command_line import REPOSITORY, Run, copy_package
from packages import Row, edit_descriptor, write_descriptor, write_files

PAGE = (REPOSITORY / "docs" / "interoperability.md").read_text(encoding="utf-8")
LOCK = (REPOSITORY / "requirements-interop.lock").read_text(encoding="utf-8")
PROGRAMS = REPOSITORY / ".venv-interop" / "bin"
SECTIONS = re.findall(r"(?ms)^## (.+?)\n(.*?)(?=^## |\Z)", PAGE)
EXAMPLES = {title: text for title, text in SECTIONS if "```console" in text}
BLOCK = re.compile(r"(?s)```(console|python|json)\n(.*?)```(?:\n\n```text\n(.*?)```)?")

with_others = pytest.mark.skipif(
    not (PROGRAMS / "mlcroissant").exists(),
    reason="the tools of others are not set up: run make .venv-interop/.ready",
)


@pytest.fixture
def offline(tmp_path: Path) -> Mapping[str, str]:
    """Variables with which the tools are found, and stay off the network."""
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "claimpack"
    program.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m claimpack "$@"\n'
    )
    program.chmod(0o755)
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(folder), str(PROGRAMS), os.environ["PATH"]]),
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(tmp_path / "cache"),
        "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    }


def run_block(kind: str, code: str, cwd: Path, variables: Mapping[str, str]) -> Run:
    """Run the lines after `$`, or the Python of the tools' environment."""
    lines = "\n".join(re.findall(r"(?m)^\$ (.+)$", code))
    python = [str(PROGRAMS / "python"), "-c", code]
    return subprocess.run(
        python if kind == "python" else ["/bin/sh", "-e", "-c", lines],
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
        env=variables,
    )


def add_keys(descriptor: Row, words: str) -> None:
    """Take keys, in JSON, into a descriptor."""
    descriptor.update(json.loads(words))


@with_others
@pytest.mark.locked
@pytest.mark.slow
@pytest.mark.parametrize("title", EXAMPLES)
def test_the_tools_of_others_say_what_the_page_shows(
    tmp_path: Path, offline: Mapping[str, str], title: str
) -> None:
    package = copy_package(tmp_path / "package")
    shown, said = [], []

    for kind, code, text in BLOCK.findall(EXAMPLES[title]):
        if kind == "json":
            edit_descriptor(package, partial(add_keys, words=code))
            continue
        run = run_block(kind, code, tmp_path, offline)
        is_refused = text.startswith("claimpack: ")
        shown.append((3 if is_refused else 0, text))
        said.append((run.returncode, run.stderr if is_refused else run.stdout))

    assert said == shown


def test_the_page_names_the_versions_of_the_lock() -> None:
    named = re.findall(r"\| ([a-z-]+) ([0-9.]+) \|", PAGE)

    assert len(named) == 5
    assert [f"\n{name}=={version} " in LOCK for name, version in named] == [True] * 5


COMPARE = """
import json
import mlcroissant
import pandas

package = mlcroissant.Dataset("package/croissant.json")
for table in package.metadata.record_sets:
    if "/" in table.id:
        continue
    cells = pandas.read_parquet(f"package/data/{table.id}.parquet").astype(object)
    rows = cells.where(cells.notna(), None).to_dict("records")
    for row, record in zip(rows, package.records(table.id), strict=True):
        for name, value in row.items():
            found = record[f"{table.id}/{name}"]
            found = found.decode() if isinstance(found, bytes) else found
            found = found.date() if hasattr(found, "date") else found
            assert found == value, (table.id, name, found, value)
    print(table.id, len(rows))
"""


@with_others
@pytest.mark.slow
def test_croissant_gives_every_cell_of_every_table(
    tmp_path: Path, offline: Mapping[str, str]
) -> None:
    copy_package(tmp_path / "package")
    export = "$ claimpack export --output package/croissant.json croissant package"

    exported = run_block("console", export, tmp_path, offline)
    compared = run_block("python", COMPARE, tmp_path, offline)

    assert (exported.returncode, exported.stderr) == (0, "")
    assert (compared.returncode, compared.stdout.splitlines()) == (
        0,
        [
            *("documents 1", "entities 30", "events 22", "claims 34"),
            *("attributions 52", "participants 67", "spans 291", "claim_links 2"),
            *("codes 468", "claims_flat 34"),
        ],
    )


TOWNS = b"town id,gr\xc3\xb6\xc3\x9fe,is port\nalba,12,yes\nbor,,no\n"
ROADS = (b"id,of,lanes\n1,alba,2\n2,,\n", b"id,of,lanes\n3,bor,\n")
FOREIGN: Row = {
    "id": "10.5072/t_(1)",
    "title": 'Towns: "a" & <b> *c* #d\x85 \u2028 {e} 🕯',
    "description": "---\n# x\n\n<script>alert(1)</script> & `a|b`",
    "version": "1.10",
    "created": "2031-05-06T07:08:09Z",
    "homepage": "https://example.org/?a=1&b=2",
    "keywords": ["no", "1.10", "2031-05-06", "a: b", "- c", "🕯"],
    "languages": ["en"],
    "temporal": {"start": "2031-01-01", "end": "2031-12-31"},
    "spatial": "Kursk: <oblast>",
    "licenses": [
        {"name": "ODC-BY-1.0", "title": "Open: *but* for <photos>"},
        {"name": "ours", "path": "https://example.org/ours"},
    ],
    "sources": [{"title": "News & more", "path": "https://example.org/news"}],
    "contributors": [
        {
            "givenName": "Eva",
            "familyName": 'O"Lind: #1',
            "organization": "Town: hall",
            "path": "https://orcid.org/0000-0002-1825-0097",
            "roles": ["creator", "data curator"],
        },
        {"title": "{Group} & Co", "role": "author"},
        {"title": "Archive", "roles": ["publisher", "cook"]},
    ],
    "resources": [
        {
            "name": "towns",
            "path": "my data/towns [1].csv",
            "hash": f"sha256:{sha256_hex(TOWNS)}",
            "bytes": len(TOWNS),
            "description": "Towns | <i>\nand more",
            "schema": {
                "fields": [
                    {"name": "town id", "type": "string"},
                    {"name": "größe", "type": "integer"},
                    {
                        "name": "is port",
                        "type": "boolean",
                        "trueValues": ["yes"],
                        "falseValues": ["no"],
                    },
                ],
                "primaryKey": "town id",
            },
        },
        {
            "name": "roads",
            "path": ["roads-1.csv", "roads-2.csv"],
            "schema": {
                "fields": [
                    {"name": "id", "type": "integer"},
                    {"name": "of", "type": "string"},
                    {"name": "lanes", "type": "integer", "constraints": {"enum": [2]}},
                ],
                "primaryKey": ["id"],
                "foreignKeys": [
                    {
                        "fields": "of",
                        "reference": {"resource": "towns", "fields": "town id"},
                    }
                ],
            },
        },
    ],
}
"""A package of a stranger, with signs that mean something in each form."""

VERDICTS = {
    "citation": (
        (
            "$ check-jsonschema --builtin-schema vendor.citation-file-format"
            " package/CITATION.cff"
        ),
        "ok -- validation done\n",
    ),
    "croissant": (
        """
import mlcroissant
package = mlcroissant.Dataset("package/out")
print(package.metadata.name)
print([it["towns/is%20port"] for it in package.records("towns")])
print(sorted(it["roads/id"].item() for it in package.records("roads")))
""",
        f"{FOREIGN['title']}\n[b'yes', b'no']\n[1, 2, 3]\n",
    ),
    "datacite": (
        """
import json
from datacite import schema45
record = json.load(open("package/out", encoding="utf-8"))
print([error.message for error in schema45.validator.iter_errors(record)])
""",
        "[]\n",
    ),
    "huggingface": (
        """
from datasets import load_dataset
from huggingface_hub import DatasetCard
print(DatasetCard.load("package/README.md").data.pretty_name)
print(load_dataset("package", "towns", split="train")["town id"][:])
print(load_dataset("package", "roads", split="train")["id"][:])
""",
        f"{FOREIGN['title']}\n['alba', 'bor']\n[1, 2, 3]\n",
    ),
    "jsonld": (
        """
from rdflib import DCTERMS, RDF, SDO, Graph
graph = Graph().parse("package/out", format="json-ld", publicID="https://a.example/")
(dataset,) = graph.subjects(RDF.type, SDO.Dataset)
print(graph.value(dataset, DCTERMS.title), dataset)
print(*sorted(graph.objects(dataset, SDO.distribution)), sep="\\n")
""",
        (
            f"{FOREIGN['title']} https://doi.org/10.5072/t_%281%29\n"
            "https://a.example/my%20data/towns%20%5B1%5D.csv\n"
            "https://a.example/roads-1.csv\nhttps://a.example/roads-2.csv\n"
        ),
    ),
}


@with_others
@pytest.mark.slow
@pytest.mark.parametrize("name", VERDICTS)
def test_a_package_of_a_stranger_is_read_as_it_was_meant(
    tmp_path: Path, offline: Mapping[str, str], name: str
) -> None:
    package = tmp_path / "package"
    files = {f"roads-{at}.csv": rows for at, rows in enumerate(ROADS, 1)}
    write_files(package, {"my data/towns [1].csv": TOWNS, **files})
    write_descriptor(package, FOREIGN)
    code, expected = VERDICTS[name]
    file = {"citation": "CITATION.cff", "huggingface": "README.md"}.get(name, "out")
    export = f"$ claimpack export --output package/{file} {name} package"
    kind = "console" if code.startswith("$") else "python"

    exported = run_block("console", export, tmp_path, offline)
    verdict = run_block(kind, code, tmp_path, offline)

    assert (exported.returncode, exported.stderr) == (0, "")
    assert (verdict.returncode, verdict.stdout) == (0, expected), verdict.stderr


FORMS: dict[str, tuple[str, bytes, Row]] = {
    "semi": (
        "semi.csv",
        "id;wort\n1;'ä;b'\n2;c\\'d\n".encode("cp1252"),
        {
            "dialect": {"delimiter": ";", "quoteChar": "'", "escapeChar": "\\"},
            "encoding": "cp1252",
        },
    ),
    "bare": ("bare.csv", b"1,x\n2,-\n", {"dialect": {"header": False}}),
    "raw": (
        "raw.csv",
        b'id|wort\n1|"x\n',
        {"dialect": {"delimiter": "|", "quoteChar": None}},
    ),
    "tab": ("tab.csv", b"id\twort\n1\tx\n", {"dialect": {"delimiter": "\t"}}),
    "packed": ("packed.csv.gz", gzip.compress(b"id,wort\n1,x\n", mtime=0), {}),
}
"""By the name of a table: its file, and how that is written."""

LOADED = {
    "croissant": (
        """
import mlcroissant
package = mlcroissant.Dataset("package/croissant")
for table in package.metadata.record_sets:
    print(table.id, [it[f"{table.id}/wort"] for it in package.records(table.id)])
""",
        "tab [b'x']\npacked [b'x']\n",
        "semi bare raw",
    ),
    "huggingface": (
        """
from datasets import load_dataset
for name in "semi", "bare", "raw", "tab", "packed":
    rows = load_dataset("package", name, split="train")
    print(name, rows["id"][:], rows["wort"][:])
""",
        (
            "semi [1, 2] ['ä;b', \"c'd\"]\nbare [1, 2] ['x', '-']\n"
            "raw [1] ['\"x']\ntab [1] ['x']\npacked [1] ['x']\n"
        ),
        "",
    ),
}
"""What loads the tables, what it finds, and those of which we say that it will not."""


@with_others
@pytest.mark.slow
@pytest.mark.parametrize("name", LOADED)
def test_csv_of_all_forms_is_loaded_or_told(
    tmp_path: Path, offline: Mapping[str, str], name: str
) -> None:
    fields = [{"name": "id", "type": "integer"}, {"name": "wort", "type": "string"}]
    package = tmp_path / "package"
    write_files(package, {path: content for path, content, _ in FORMS.values()})
    resources = [
        {"name": table, "path": path, "hash": f"sha256:{sha256_hex(content)}", **form}
        | {"schema": {"fields": fields}}
        for table, (path, content, form) in FORMS.items()
    ]
    write_descriptor(package, {"name": "p", "title": "P", "resources": resources})
    code, expected, untold = LOADED[name]
    file = "README.md" if name == "huggingface" else name
    export = f"$ claimpack export --output package/{file} {name} package"

    exported = run_block("console", export, tmp_path, offline)
    loaded = run_block("python", code, tmp_path, offline)

    assert exported.returncode == 0
    assert re.findall('the rows of "([a-z]+)"', exported.stderr) == untold.split()
    assert (loaded.returncode, loaded.stdout) == (0, expected), loaded.stderr
