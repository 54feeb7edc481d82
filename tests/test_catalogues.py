"""Catalogues: what a descriptor says is told in their forms, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from claimpack import __main__ as entry
from claimpack.catalogues.bibtex import write_bibtex
from claimpack.catalogues.descriptor import read_publication
from claimpack.catalogues.licences import KNOWN
from claimpack.catalogues.needs import Need, require
from claimpack.catalogues.publication import Contributor, Licence
from claimpack.catalogues.targets import CATALOGUES, list_left_out
from claimpack.catalogues.yaml_text import format_yaml
from claimpack.commands.export import NAMES
from claimpack.errors import SourceError
from claimpack.files import Folder
from claimpack.findings import quote
from claimpack.package import read_descriptor
from command_line import REPOSITORY, copy_package, outcome, run_claimpack
from packages import Row, write_descriptor, write_files, write_foreign
from published_schemas import find_faults, load_schema

CFF = "https://citation-file-format.github.io/1.2.0/schema.json"
SEED = read_descriptor(Folder(REPOSITORY))
SENTENCE = "not the words quoted from the article, which remain its publisher's"
EVA: Row = {
    "givenName": "Eva",
    "familyName": "Lind",
    "organization": "Town: hall #1",
    "path": "https://orcid.org/0000-0002-1825-0097",
    "roles": ["creator", "data curator"],
}
FULL: Row = {
    "name": "towns",
    "id": "doi:10.5072/towns",
    "title": 'Towns: "a" & <b>',
    "description": "# Towns\n\nDeaths < 5 & more",
    "version": "1.10",
    "created": "2031-05-06T07:08:09Z",
    "homepage": "https://example.org/towns",
    "keywords": ["no", "2031-05-06"],
    "languages": ["en"],
    "temporal": {"start": "2031-01-01"},
    "spatial": "Kursk",
    "licenses": [{"name": "ODC-BY-1.0", "title": "Open, but for photos"}],
    "sources": [{"title": "News", "path": "https://example.org/news"}, {"title": "x"}],
    "contributors": [
        EVA,
        {"title": "The group", "role": "author", "path": "https://example.org/group"},
        {"title": "Archive", "roles": ["publisher"]},
        {"title": "Bo", "roles": ["cook"]},
    ],
    "resources": [
        {
            "name": "towns",
            "path": "my data/towns [1].csv",
            "bytes": 3,
            "hash": "sha256:AB",
            "schema": {
                "fields": [
                    {"name": "town id", "type": "string", "unit": "town"},
                    {"name": "is port", "type": "boolean", "trueValues": ["yes"]},
                    {"name": "size", "type": "integer", "constraints": {"enum": [1]}},
                ],
                "primaryKey": "town id",
            },
        },
        {
            "name": "roads",
            "path": ["a.csv", "b.csv"],
            "hash": "sha256:cd",
            "schema": {"fields": [{"name": "town"}]},
        },
        {"name": "notes", "path": "notes.txt", "hash": "ef"},
    ],
}


def write(name: str, descriptor: Row, **counts: int) -> str:
    """What a catalogue is told of a package."""
    return CATALOGUES[name](read_publication(descriptor, counts)).decode()


def read(name: str, descriptor: Row) -> Any:  # noqa: ANN401  # JSON
    """What a catalogue is told of a package, in JSON."""
    return json.loads(write(name, descriptor))


def test_the_command_knows_every_catalogue() -> None:
    assert sorted(CATALOGUES) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_package_gives_the_same_bytes(name: str) -> None:
    copy = json.loads(json.dumps(FULL))

    assert write(name, FULL) == write(name, copy)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_licence_covers_is_said_in_every_form(name: str) -> None:
    extra = {"id": FULL["id"], "created": FULL["created"]}
    people = [*SEED["contributors"], {"title": "Archive", "roles": ["publisher"]}]

    written = write(name, SEED | extra | {"contributors": people})

    assert SENTENCE in written.replace("&#x27;", "'").replace("\\n", " ")


def test_the_citation_of_this_repository_is_up_to_date() -> None:
    written = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")

    assert written == write("citation", SEED)


@pytest.mark.parametrize("descriptor", [SEED, FULL], ids=["seed", "full"])
def test_a_citation_is_what_its_schema_describes(descriptor: Row) -> None:
    citation = yaml.safe_load(write("citation", descriptor))

    assert find_faults(citation, CFF) == []


def test_a_citation_says_all_that_is_known() -> None:
    assert yaml.safe_load(write("citation", FULL)) == {
        "cff-version": "1.2.0",
        "message": (
            "If you use these data, please cite them as below, with their version."
            " Licence: Open, but for photos."
        ),
        "type": "dataset",
        "title": 'Towns: "a" & <b>',
        "authors": [
            {
                "family-names": "Lind",
                "given-names": "Eva",
                "affiliation": "Town: hall #1",
                "orcid": "https://orcid.org/0000-0002-1825-0097",
            },
            {"name": "The group", "website": "https://example.org/group"},
        ],
        "version": "1.10",
        "date-released": "2031-05-06",
        "doi": "10.5072/towns",
        "url": "https://example.org/towns",
        "license": "ODC-By-1.0",
        "abstract": "# Towns\n\nDeaths < 5 & more",
        "keywords": ["no", "2031-05-06"],
    }


OURS: Row = {"name": "ours", "path": "https://example.org/ours"}
LICENCES: dict[str, tuple[list[Row], Row]] = {
    "none": ([], {}),
    "one with an id": ([{"name": "cc-by-4.0"}], {"license": "CC-BY-4.0"}),
    "two with ids": (
        [{"name": "MIT"}, {"name": "CC0-1.0"}],
        {"license": ["MIT", "CC0-1.0"]},
    ),
    "two with one id": (
        [{"name": "MIT", "title": "Of the data"}, {"name": "mit", "title": "Of code"}],
        {"license": "MIT"},
    ),
    "one without": ([OURS], {"license-url": "https://example.org/ours"}),
    "one without an address": ([{"name": "ours"}], {}),
    "one with and one without": ([{"name": "MIT"}, OURS], {}),
}


@pytest.mark.parametrize(("licences", "said"), LICENCES.values(), ids=LICENCES)
def test_a_citation_names_licences_only_where_it_can_name_all(
    licences: list[Row], said: Row
) -> None:
    citation = yaml.safe_load(write("citation", FULL | {"licenses": licences}))

    assert {key: it for key, it in citation.items() if "license" in key} == said


def test_every_id_of_a_licence_is_one_of_spdx() -> None:
    ids = load_schema(CFF)["definitions"]["license-enum"]["enum"]

    assert {licence.spdx for licence in KNOWN.values()} <= set(ids)


def test_zenodo_gets_html_names_in_order_and_one_licence() -> None:
    assert read("zenodo", FULL) == {
        "upload_type": "dataset",
        "title": 'Towns: "a" & <b>',
        "description": "<p># Towns</p><p>Deaths &lt; 5 &amp; more</p>",
        "creators": [
            {
                "name": "Lind, Eva",
                "affiliation": "Town: hall #1",
                "orcid": "0000-0002-1825-0097",
            },
            {"name": "The group"},
        ],
        "contributors": [
            {
                "name": "Lind, Eva",
                "affiliation": "Town: hall #1",
                "orcid": "0000-0002-1825-0097",
                "type": "DataCurator",
            },
            {"name": "Bo", "type": "Other"},
        ],
        "access_right": "open",
        "license": "odc-by-1.0",
        "version": "1.10",
        "publication_date": "2031-05-06",
        "doi": "10.5072/towns",
        "keywords": ["no", "2031-05-06"],
        "notes": "<p>Licence: Open, but for photos.</p>",
        "related_identifiers": [
            {"identifier": "https://example.org/news", "relation": "isDerivedFrom"},
            {"identifier": "https://example.org/towns", "relation": "isDocumentedBy"},
        ],
    }


def test_datacite_gets_people_rights_and_origins() -> None:
    record = read("datacite", FULL)

    assert record["doi"] == "10.5072/towns"
    assert record["publicationYear"] == "2031"
    assert record["publisher"] == {"name": "Archive"}
    assert record["creators"][0]["nameType"] == "Personal"
    assert record["creators"][1] == {"name": "The group", "nameType": "Organizational"}
    assert [it["contributorType"] for it in record["contributors"]] == [
        "DataCurator",
        "Other",
    ]
    assert record["rightsList"] == [
        {
            "rights": "Open, but for photos",
            "rightsIdentifier": "ODC-By-1.0",
            "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
        }
    ]
    assert record["sizes"] == ["towns: 3 bytes"]


@pytest.mark.parametrize(
    "identifier",
    [
        *("10.5072/A_<1>", "doi:10.5072/A_<1>", "DOI: 10.5072/A_<1>"),
        *("info:doi/10.5072/A_<1>", "urn:doi:10.5072/A_<1>"),
        *("https://doi.org/10.5072/A_%3C1%3E", "http://dx.doi.org/10.5072/A_<1>"),
        *("doi.org/10.5072/A_<1>", "https://www.doi.org/10.5072/A_<1>"),
    ],
)
def test_a_doi_is_known_in_all_its_forms(identifier: str) -> None:
    assert read("datacite", FULL | {"id": identifier})["doi"] == "10.5072/A_<1>"


@pytest.mark.parametrize(
    "identifier",
    ["doi:towns", "10.50/a", "https://doi.org/x", "10.5072/a b", "10.5/\x1b"],
)
def test_an_id_that_looks_like_a_doi_and_is_none_is_told(identifier: str) -> None:
    publication = read_publication(FULL | {"id": identifier})

    (told,) = list_left_out("citation", publication)

    assert told == (
        f"the id {quote(identifier)} is left out: it is no DOI; expected a prefix and a"
        " suffix, as in 10.1234/abc"
    )
    assert "doi" not in yaml.safe_load(write("citation", FULL | {"id": identifier}))


def test_datacite_quotes_what_stands_in_the_place_of_a_doi() -> None:
    with pytest.raises(SourceError, match=r'no DOI as id \("doi:towns" is none\)'):
        write("datacite", FULL | {"id": "doi:towns"})


@pytest.mark.parametrize("identifier", ["towns", "https://example.org/doi.org/1"])
def test_an_id_of_another_kind_is_no_odd_doi(identifier: str) -> None:
    assert read_publication(FULL | {"id": identifier}).odd_doi is None


def test_a_doi_with_odd_signs_is_cited_by_its_address() -> None:
    citation = yaml.safe_load(write("citation", FULL | {"id": "10.1002/(SICI)1<1::A>"}))

    assert find_faults(citation, CFF) == []
    assert "doi" not in citation
    assert citation["identifiers"] == [
        {
            "type": "url",
            "value": "https://doi.org/10.1002/%28SICI%291%3C1%3A%3AA%3E",
            "description": "The DOI.",
        }
    ]


def test_who_is_named_twice_is_one_author_with_all_roles() -> None:
    twice = [
        {"title": "The group", "roles": ["creator"]},
        {"title": "The group", "roles": ["publisher", "author"]},
        {"title": "The group", "roles": ["creator"], "email": "group@example.org"},
    ]
    full = FULL | {"contributors": twice}

    citation = yaml.safe_load(write("citation", full))

    assert find_faults(citation, CFF) == []
    assert citation["authors"] == [{"name": "The group"}]
    assert read_publication(full).contributors[0] == Contributor(
        name="The group", roles=frozenset({"creator", "publisher", "author"})
    )


def test_a_person_without_parts_of_a_name_keeps_name_and_affiliation() -> None:
    eva = {"title": "Eva Lind", "organization": "Town hall", "roles": ["creator"]}

    citation = yaml.safe_load(write("citation", FULL | {"contributors": [eva]}))

    assert find_faults(citation, CFF) == []
    assert citation["authors"] == [{"alias": "Eva Lind", "affiliation": "Town hall"}]


def test_what_stands_twice_is_told_once() -> None:
    twice = {key: [*FULL[key], *FULL[key]] for key in ("licenses", "sources")}

    once = read_publication(FULL)
    publication = read_publication(FULL | twice)

    assert publication.licences == once.licences
    assert publication.origins == once.origins


@pytest.mark.parametrize("created", ["2031-02-30", "May 2031", "2031"])
def test_what_is_no_day_is_no_year_of_publication(created: str) -> None:
    with pytest.raises(SourceError, match="found no day at created"):
        write("datacite", FULL | {"created": created})


@pytest.mark.parametrize("identifier", [None, "towns", "10.5072", 10, ["doi:"]])
def test_no_doi_is_invented(identifier: object) -> None:
    with pytest.raises(SourceError, match="found no DOI as id"):
        write("datacite", FULL | {"id": identifier})


NEEDS = {
    "citation": {"contributor whose role is creator"},
    "croissant": set(),
    "datacite": {
        "DOI as id",
        "contributor whose role is creator",
        "contributor whose role is publisher",
        "day at created",
    },
    "huggingface": {"table in CSV or Parquet"},
    "jsonld": {"description"},
    "zenodo": {
        "description",
        "contributor whose role is creator",
        "licence whose name is an id of SPDX",
    },
}


@pytest.mark.parametrize("name", [name for name, keys in NEEDS.items() if keys])
def test_all_that_is_missing_is_told_in_one_sentence(name: str) -> None:
    with pytest.raises(SourceError) as caught:
        write(name, {"name": "a"})

    found, _, advice = str(caught.value).partition("; expected")
    assert {key for key in NEEDS[name] if f"no {key} (" in found} == NEEDS[name]
    assert "; add " in advice


@pytest.mark.parametrize("name", NAMES)
def test_a_package_without_title_and_name_is_not_listed(name: str) -> None:
    nameless = {key: it for key, it in FULL.items() if key not in {"title", "name"}}

    with pytest.raises(SourceError, match=r"found no title \(what to list it by\)"):
        write(name, nameless)


def test_croissant_needs_a_checksum_of_each_file() -> None:
    package = {"name": "a", "resources": [{"name": "t", "path": "t.csv"}]}

    with pytest.raises(SourceError, match='SHA-256 at hash of the resource "t"'):
        write("croissant", package)


def test_what_is_needed_is_asked_for_only_where_it_is_missing() -> None:
    need = Need(None, "id", "its name", '"id": "a"')
    message = (
        'datapackage.json: found no id (its name); expected what it asks for; add "id":'
        ' "a".'
    )

    with pytest.raises(SourceError) as caught:
        require("it", need, need._replace(value="b"))

    assert str(caught.value) == message


def test_croissant_has_the_files_of_a_package() -> None:
    assert read("croissant", FULL)["distribution"] == [
        {
            "@id": "my%20data/towns%20%5B1%5D.csv",
            "name": "towns",
            "encodingFormat": "text/csv",
            "@type": "cr:FileObject",
            "contentUrl": "my data/towns [1].csv",
            "contentSize": "3 B",
            "sha256": "ab",
        },
        {
            "@id": "files/roads",
            "name": "roads",
            "encodingFormat": "text/csv",
            "@type": "cr:FileSet",
            "includes": ["a.csv", "b.csv"],
        },
        {
            "@id": "notes.txt",
            "name": "notes",
            "encodingFormat": "application/octet-stream",
            "@type": "cr:FileObject",
            "contentUrl": "notes.txt",
            "md5": "ef",
        },
    ]


def test_croissant_takes_words_of_csv_that_only_the_schema_explains_as_text() -> None:
    _, towns, roads = read("croissant", FULL)["recordSet"]

    fields = [(it["@id"], it["dataType"]) for it in towns["field"] + roads["field"]]
    assert fields == [
        ("towns/town%20id", "sc:Text"),
        ("towns/is%20port", "sc:Text"),
        ("towns/size", "cr:Int64"),
        ("roads/town", "sc:Text"),
    ]


def find_references(descriptor: Row) -> Row:
    """What each field of a Croissant file refers to."""
    return {
        field["@id"]: field["references"]
        for table in read("croissant", descriptor)["recordSet"]
        for field in table["field"]
        if "references" in field
    }


def test_croissant_refers_to_keys_and_codes_of_the_seed() -> None:
    found = find_references(SEED)

    entity = {
        "fileObject": {"@id": "data/entities.parquet"},
        "extract": {"column": "entity_id"},
    }
    assert found["entities/part_of_id"] == found["events/place_id"] == entity
    assert found["claims/certainty"] == {"field": {"@id": "codes/certainty/code"}}
    assert len(found) == 51


def make_link(**target: object) -> Row:
    """A package of Parquet tables `a` and `b`: `b.of` refers to a column of `a`."""
    fields = [{"name": "id", "type": "string"}, {"name": "of", "type": "string"}]
    key = {"fields": ["of"], "reference": {"resource": "a", "fields": ["id"]}}
    schemas: Row = {
        "a": {"fields": fields, "primaryKey": ["id"], **target},
        "b": {"fields": fields, "foreignKeys": [key]},
    }
    resources = [
        {"name": name, "path": f"{name}.parquet", "hash": "sha256:ab", "schema": schema}
        for name, schema in schemas.items()
    ]
    return {"name": "links", "resources": resources}


def test_croissant_refers_to_primary_keys_alone() -> None:
    to_a = {"fileObject": {"@id": "a.parquet"}, "extract": {"column": "id"}}

    assert find_references(make_link()) == {"b/of": to_a}
    assert find_references(make_link(primaryKey=["id", "of"])) == {}
    assert find_references(make_link(fields=[])) == {}


def test_json_ld_names_each_file_once_and_its_coverage() -> None:
    content = read("jsonld", FULL)

    files = content["distribution"]
    assert [it["@id"] for it in files] == [
        "my%20data/towns%20%5B1%5D.csv",
        "a.csv",
        "b.csv",
        "notes.txt",
    ]
    assert content["dcat:distribution"] == [{"@id": it["@id"]} for it in files]
    assert files[0]["dcat:byteSize"]["@value"] == "3"
    assert files[0]["spdx:checksum"]["spdx:checksumValue"]["@value"] == "ab"
    assert "sha256" not in files[1]
    assert content["temporalCoverage"] == "2031-01-01/.."
    assert content["dct:temporal"] == {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": {"@type": "xsd:date", "@value": "2031-01-01"},
    }
    assert content["spatialCoverage"] == {"@type": "Place", "name": "Kursk"}
    assert content["variableMeasured"][0] == {
        "@type": "PropertyValue",
        "name": "towns.town id",
        "unitText": "town",
    }


COVERAGES: dict[str, tuple[Row, str | None, Row]] = {
    "from a day on": (
        {"start": "2031-01-01T10:00:00Z", "end": ""},
        "2031-01-01/..",
        {"startDate": "2031-01-01"},
    ),
    "said to be open": (
        {"start": "2031-01-01", "end": ".."},
        "2031-01-01/..",
        {"startDate": "2031-01-01"},
    ),
    "months and years": (
        {"start": "2031", "end": "2032-02"},
        "2031/2032-02",
        {"startDate": "2031-01-01", "endDate": "2032-02-29"},
    ),
    "an uncertain end": (
        {"start": "2031-01-01", "end": "2031-05?"},
        "2031-01-01/2031-05?",
        {"startDate": "2031-01-01"},
    ),
    "no date": ({"start": "x/y", "end": "2031"}, "../2031", {"endDate": "2031-12-31"}),
    "nothing certain": ({"start": "2031~"}, "2031~/..", {}),
    "no dates": ({"start": "x/y", "end": "soon"}, None, {}),
    "the end before the start": ({"start": "2032", "end": "2031"}, None, {}),
}


@pytest.mark.parametrize(
    ("temporal", "words", "days"), COVERAGES.values(), ids=COVERAGES
)
def test_json_ld_covers_dates_and_nothing_else(
    temporal: Row, words: str | None, days: Row
) -> None:
    content = read("jsonld", FULL | {"temporal": temporal})

    period = content.get("dct:temporal", {"@type": "dct:PeriodOfTime"})
    assert content.get("temporalCoverage") == words
    assert period == {
        "@type": "dct:PeriodOfTime",
        **{
            f"dcat:{key}": {"@type": "xsd:date", "@value": day}
            for key, day in days.items()
        },
    }


def test_an_address_of_a_file_is_not_encoded_twice() -> None:
    url = "https://example.org/my%20data/t.csv?a=1"
    package = FULL | {"resources": [{"name": "t", "path": url, "hash": "ab"}]}

    (in_json_ld,) = read("jsonld", package)["distribution"]
    (in_croissant,) = read("croissant", package)["distribution"]

    assert in_json_ld["@id"] == in_json_ld["contentUrl"] == url
    assert in_croissant["@id"] == in_croissant["contentUrl"] == url


def test_json_ld_of_the_seed_says_no_coverage() -> None:
    content = read("jsonld", SEED)

    silent = {"temporalCoverage", "dct:temporal", "spatialCoverage", "dct:spatial"}
    assert silent & content.keys() == set()


def read_card(descriptor: Row, **counts: int) -> tuple[Any, str]:
    """The front matter of a card, and what is below it."""
    _, matter, words = write("huggingface", descriptor, **counts).split("---\n", 2)
    return yaml.safe_load(matter), words


def test_a_card_says_which_files_are_loaded() -> None:
    matter, words = read_card(FULL, towns=999, roads=1)

    assert matter == {
        "pretty_name": 'Towns: "a" & <b>',
        "license": ["odc-by"],
        "language": ["en"],
        "tags": ["no", "2031-05-06"],
        "size_categories": ["1K<n<10K"],
        "configs": [
            {
                "config_name": "towns",
                "data_files": [{"split": "train", "path": "my data/towns [[]1].csv"}],
                "sep": ",",
            },
            {
                "config_name": "roads",
                "data_files": [{"split": "train", "path": ["a.csv", "b.csv"]}],
                "sep": ",",
            },
        ],
    }
    assert words.startswith('\n# Towns: "a" \\& \\<b\\>\n\n# Towns\n\nDeaths < 5')


def test_a_card_has_no_size_where_a_table_was_not_counted() -> None:
    assert "size_categories" not in read_card(FULL, towns=3)[0]


def test_a_card_leaves_out_what_cannot_be_loaded() -> None:
    configs = read_card(SEED, documents=1, events=0)[0]["configs"]

    names = [it["config_name"] for it in configs]
    assert "documents" in names
    assert "events" not in names


def test_a_card_names_a_licence_that_the_hub_does_not_know() -> None:
    matter, _ = read_card(FULL | {"licenses": [{"name": "MIT"}, OURS]})

    assert matter["license"] == ["mit", "other"]
    assert matter["license_name"] == "ours"
    assert matter["license_link"] == "https://example.org/ours"


ODD: list[object] = [None, 1, "", " ", [], [1], {}, [{}], [[]], True, {"a": 1}]
KEYS = [
    *("id", "title", "description", "version", "created", "homepage", "keywords"),
    *("languages", "temporal", "spatial", "licenses", "sources", "contributors"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("key", KEYS)
def test_a_value_of_another_type_is_as_if_it_were_not_there(
    name: str, key: str
) -> None:
    def attempt(descriptor: Row) -> str:
        try:
            return write(name, descriptor)
        except SourceError as error:
            return str(error)

    without = {other: value for other, value in FULL.items() if other != key}

    assert {attempt(FULL | {key: value}) for value in ODD} == {attempt(without)}


@pytest.mark.parametrize(
    "resource",
    [
        {},
        {"path": 1},
        {"path": "t.csv", "schema": "schema.json", "hash": 1, "bytes": True},
        {"path": "t.csv", "schema": {"fields": [1, {}], "foreignKeys": [{}, 1]}},
        {"path": "t.csv", "schema": {"fields": [{"name": 1, "constraints": []}]}},
    ],
)
def test_an_odd_resource_ends_in_no_traceback(resource: Row) -> None:
    assert read("jsonld", FULL | {"resources": [resource, 1]})["name"]


def test_a_contributor_without_a_name_is_nobody() -> None:
    people = [{"roles": ["creator"]}, {"title": "A", "roles": ["creator"]}]

    publication = read_publication({"contributors": people})

    assert publication.creators == (
        Contributor(name="A", roles=frozenset({"creator"})),
    )


def test_a_licence_is_called_by_what_is_known_of_it() -> None:
    entries = [OURS, {"path": "https://example.org/l"}, {}]

    licences = read_publication({"licenses": entries}).licences

    assert licences == (
        Licence(title="ours", url="https://example.org/ours"),
        Licence(title="https://example.org/l", url="https://example.org/l"),
    )


texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    texts | st.booleans() | st.integers(),
    lambda inner: (
        st.lists(inner, min_size=1)
        | st.dictionaries(st.sampled_from("abc"), inner, min_size=1)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from("abc"), values))
def test_yaml_is_read_as_it_was_meant(content: Row) -> None:
    assert (yaml.safe_load(format_yaml(content)) or {}) == content


def test_a_file_is_written_and_told_apart_from_the_package(tmp_path: Path) -> None:
    package = copy_package(tmp_path / "p")

    written = run_claimpack(
        "export", "--output", "c.cff", "citation", package, cwd=tmp_path
    )
    refused = run_claimpack(
        "export", "--output", package / "data/c.cff", "citation", package
    )

    assert outcome(written) == (0, "", "")
    assert (tmp_path / "c.cff").read_text(encoding="utf-8") == write("citation", SEED)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert not (package / "data/c.cff").exists()


def test_what_is_missing_keeps_a_file_as_it_was(tmp_path: Path) -> None:
    package = write_foreign(tmp_path, "id\na\n", ["id"])
    (tmp_path / "c.cff").write_text("old")

    run = run_claimpack("export", "--output", tmp_path / "c.cff", "citation", package)

    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.startswith("claimpack: datapackage.json: found no title (")
    assert (tmp_path / "c.cff").read_text() == "old"


def test_a_package_with_errors_is_described_only_if_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_foreign(tmp_path, "id\na\na\n", ["id"], primaryKey=["id"])
    write_descriptor(
        tmp_path,
        json.loads((tmp_path / "datapackage.json").read_text()) | {"title": "Twice"},
    )

    refused = entry.run(["export", "huggingface", str(tmp_path)])
    taken = entry.run(["export", "--unchecked", "huggingface", str(tmp_path)])

    assert refused == 3
    assert not taken
    assert (
        'pretty_name: "Twice"\nsize_categories:\n  - "n<1K"' in capsys.readouterr().out
    )


def test_a_schema_in_a_file_of_its_own_is_described_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = json.dumps({"fields": [{"name": "id", "type": "string"}]})
    write_files(tmp_path, {"t.csv": b"id\na\n", "s.json": schema.encode()})
    resource = {"name": "t", "path": "t.csv", "schema": "s.json"}
    write_descriptor(
        tmp_path, {"title": "T", "description": "One table.", "resources": [resource]}
    )

    code = entry.run(["export", "jsonld", str(tmp_path)])

    content = json.loads(capsys.readouterr().out)
    assert not code
    assert [it["name"] for it in content["variableMeasured"]] == ["t.id"]


STEERING = "\x1b]0;x\x07 \x9b \u202eevil\u2066"
HOSTILE: Row = {
    "name": "towns",
    "id": "10.5072/a_{b}\\\u202e",
    "title": f"Towns {STEERING}",
    "description": f"Long\r\n{STEERING}",
    "created": "2031-05-06",
    "homepage": "https://example.org/{a}%20\u202e",
    "keywords": [STEERING],
    "licenses": [{"name": "MIT", "title": STEERING}],
    "contributors": [
        {"givenName": "Eva, J", "familyName": "Sand and Sea", "role": "creator"},
        {"title": f"R&D {STEERING}", "roles": ["creator", "publisher"]},
    ],
    "resources": [
        {
            "name": f"t{STEERING}",
            "path": "t.csv",
            "hash": "ab",
            "description": STEERING,
            "schema": {"fields": [{"name": STEERING, "description": STEERING}]},
        }
    ],
}


@pytest.mark.parametrize("name", NAMES)
def test_no_character_that_steers_a_terminal_is_written(name: str) -> None:
    text = write(name, HOSTILE)

    assert set(text) & set("\r\x1b\x07\x9b\u202e\u2066") == set()
    assert "evil" in text


def test_what_steers_a_terminal_is_escaped_where_a_form_has_escapes() -> None:
    citation = yaml.safe_load(write("citation", HOSTILE))

    assert citation["title"] == read("jsonld", HOSTILE)["name"] == HOSTILE["title"]
    assert "Long\n\\x1b]0;x\\x07 \\x9b \\u202eevil\\u2066" in read_card(HOSTILE)[1]


def test_bibtex_holds_names_together_and_braces_in_balance() -> None:
    assert write_bibtex(read_publication(HOSTILE)).splitlines() == [
        "@misc{towns,",
        "  author = {{Sand and Sea}, {Eva, J} and {R\\&D ]0;x evil}},",
        "  title = {{Towns ]0;x evil}},",
        "  year = {2031},",
        "  publisher = {R\\&D ]0;x evil},",
        "  doi = {10.5072/a_%7Bb%7D%5C},",
        "  url = {https://example.org/%7Ba%7D%20}",
        "}",
    ]
