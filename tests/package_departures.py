"""The cases that frictionless judges otherwise, with the sentence that decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageDeparture:
    """Cases of tests/cases that frictionless judges otherwise for one reason."""

    cases: Sequence[str]
    ours: Sequence[str] = ()
    """The codes that we find, in order of the alphabet; none: we find it valid."""
    theirs: Sequence[str] | None = ()
    """The types of error that frictionless finds; None: it fails."""
    sentence: str
    """What decides: a sentence of the standard, or that it is a rule of ours."""


AS_FOR_CELLS = "As for cells, above."
OUR_PROPERTIES = (
    "“a descriptor MAY include any number of properties in additional to those "
    "described as required and optional properties”: `claimpack`, `twinOf`, "
    "`contentHash` and `parts` are properties of ours, which frictionless passes over."
)
THROUGH_PANDAS = (
    "None: the standard does not know Parquet. frictionless reads it through pandas, "
    "which makes other values of nulls and lists."
)
AS_TEXT = (
    "None: the standard does not know Parquet. frictionless takes each value as text "
    "first; who reads the column by its stored type gets something else."
)
ONE_DEFECT = "None: both see the fault, and name it otherwise."
FIELDS_MATCH = (
    "The published profile of 2.0 has an array. frictionless follows the text of the "
    "standard, “that MUST be a string”; we read both."
)
JSON_SCHEMA = "jsonSchema: “Fields: array, object”. frictionless refuses the field."
DURATION = "As for cells, above. frictionless refuses the field."

PACKAGE_DEPARTURES = (
    PackageDeparture(
        cases=[
            "valid/constraint-error-json-schema",
            "valid/constraint-error-json-schema-of-an-array",
        ],
        theirs=["field-error"],
        sentence=JSON_SCHEMA,
    ),
    PackageDeparture(
        cases=[
            "invalid/constraint-error-json-schema",
            "invalid/constraint-error-json-schema-of-an-array",
        ],
        ours=["constraint-error"],
        theirs=["field-error"],
        sentence=JSON_SCHEMA,
    ),
    PackageDeparture(
        cases=["valid/constraint-error-minimum-of-a-duration"],
        theirs=["field-error"],
        sentence=DURATION,
    ),
    PackageDeparture(
        cases=["invalid/constraint-error-minimum-of-a-duration"],
        ours=["constraint-error"],
        theirs=["field-error"],
        sentence=DURATION,
    ),
    PackageDeparture(
        cases=[
            "valid/type-error-integer-grouped",
            "valid/type-error-year",
            "valid/type-error-year-with-a-time-zone",
        ],
        theirs=["type-error"],
        sentence=AS_FOR_CELLS,
    ),
    PackageDeparture(
        cases=[
            "invalid/type-error-dialect-initial-space",
            "invalid/type-error-duration-in-weeks",
            "invalid/type-error-geojson-open-ring",
            "invalid/type-error-geojson-topojson",
            "invalid/type-error-integer-arabic-digits",
            "invalid/type-error-integer-with-spaces",
            "invalid/type-error-number-group-without-digits",
            "invalid/type-error-number-special",
            "invalid/type-error-object-with-a-key-twice",
            "invalid/type-error-string-uri-with-a-space",
        ],
        ours=["type-error"],
        sentence=AS_FOR_CELLS,
    ),
    PackageDeparture(
        cases=[
            "invalid/constraint-error-categories",
            "invalid/constraint-error-categories-in-order",
            "invalid/constraint-error-categories-with-labels",
        ],
        ours=["constraint-error"],
        sentence=AS_FOR_CELLS,
    ),
    PackageDeparture(
        cases=[
            "invalid/field-error-categories-repeated",
            "invalid/field-error-enum-outside-the-categories",
            "invalid/field-error-missing-values-repeated",
            "invalid/field-error-one-word-true-and-false",
        ],
        ours=["field-error"],
        sentence="As for fields, above.",
    ),
    PackageDeparture(
        cases=["invalid/field-error-date-pattern-of-another-language"],
        ours=["field-error"],
        theirs=["type-error"],
        sentence="As for fields, above.",
    ),
    PackageDeparture(
        cases=[
            "invalid/field-error-empty-enum",
            "invalid/field-error-enum-of-another-type",
        ],
        ours=["field-error"],
        theirs=["constraint-error"],
        sentence="As for fields, above: the fault is in the schema, not in each cell.",
    ),
    PackageDeparture(
        cases=["invalid/field-error-bound-of-another-type"],
        ours=["field-error"],
        theirs=None,
        sentence="As for fields, above.",
    ),
    PackageDeparture(
        cases=["invalid/pattern-error-look-ahead"],
        ours=["pattern-error"],
        sentence="As for fields, above.",
    ),
    PackageDeparture(
        cases=["invalid/pattern-error-unbounded-count"],
        ours=["pattern-error"],
        sentence="A limit of ours (limits.md): patterns run on RE2, in linear time.",
    ),
    PackageDeparture(
        cases=["invalid/pattern-error-pattern-that-is-none"],
        ours=["pattern-error"],
        theirs=None,
        sentence="As for fields, above.",
    ),
    PackageDeparture(
        cases=[
            "invalid/unique-error-key",
            "invalid/unique-error-key-with-an-empty-part",
            "invalid/unique-error-several-keys",
        ],
        ours=["unique-error"],
        sentence=(
            "“A unique key is a field or a set of fields that are required to have "
            "unique logical values in each row in the table.”"
        ),
    ),
    PackageDeparture(
        cases=["invalid/primary-key-composite-with-an-empty-part"],
        ours=["primary-key"],
        sentence=(
            "“Per SQL standards, the fields cannot be null, so their use in the "
            "primary key is equivalent to adding required: true”"
        ),
    ),
    PackageDeparture(
        cases=["valid/foreign-key-composite-with-an-empty-part"],
        theirs=["foreign-key"],
        sentence=(
            "“They are directly modelled on the concept of foreign keys in SQL.” "
            "There a key with an empty part refers to nothing."
        ),
    ),
    PackageDeparture(
        cases=["invalid/schema-error-unique-key-of-no-column"],
        ours=["schema-error"],
        sentence=(
            "“A uniqueKey MUST be an array of strings with each string corresponding "
            "to one of the field name values in the fields array”"
        ),
    ),
    PackageDeparture(
        cases=[
            "valid/extra-label-superset-in-a-list",
            "valid/fields-match-partial-in-a-list",
            "valid/incorrect-label-exact-in-a-list",
            "valid/missing-label-equal-in-a-list",
            "valid/missing-label-subset-in-a-list",
        ],
        theirs=["schema-error"],
        sentence=FIELDS_MATCH,
    ),
    PackageDeparture(
        cases=["invalid/extra-label-superset-in-a-list"],
        ours=["extra-label"],
        theirs=["schema-error"],
        sentence=FIELDS_MATCH,
    ),
    PackageDeparture(
        cases=["invalid/incorrect-label-exact-in-a-list"],
        ours=["incorrect-label"],
        theirs=["schema-error"],
        sentence=FIELDS_MATCH,
    ),
    PackageDeparture(
        cases=[
            "invalid/missing-label-equal-in-a-list",
            "invalid/missing-label-subset-in-a-list",
        ],
        ours=["missing-label"],
        theirs=["schema-error"],
        sentence=FIELDS_MATCH,
    ),
    PackageDeparture(
        cases=["invalid/incorrect-label-exact", "invalid/incorrect-label-order"],
        ours=["incorrect-label"],
        theirs=["incorrect-label", "type-error"],
        sentence=(
            "“Fields MUST be mapped by their order”, and they are not: the cells below "
            "a wrong label are of nobody's type."
        ),
    ),
    PackageDeparture(
        cases=["invalid/incorrect-label-space"],
        ours=["incorrect-label"],
        sentence=(
            "Table Dialect, skipInitialSpace: “if false, it means that whitespace "
            "immediately after a delimiter is treated as part of the following field.”"
        ),
    ),
    PackageDeparture(
        cases=["invalid/blank-label-partial"],
        ours=["blank-label"],
        sentence=(
            "A rule of ours: where columns are found by their labels, one without "
            "is found by nobody."
        ),
    ),
    PackageDeparture(
        cases=["invalid/duplicate-label-equal"],
        ours=["duplicate-label"],
        theirs=["error"],
        sentence=ONE_DEFECT,
    ),
    PackageDeparture(
        cases=["invalid/duplicate-label-more"],
        ours=["duplicate-label"],
        theirs=["extra-label"],
        sentence=ONE_DEFECT,
    ),
    PackageDeparture(
        cases=["invalid/blank-header-empty-file"],
        ours=["blank-header"],
        theirs=["source-error"],
        sentence=ONE_DEFECT,
    ),
    PackageDeparture(
        cases=["invalid/blank-header-first-line"],
        ours=["blank-header"],
        theirs=["type-error"],
        sentence=(
            "Table Dialect, header: “the first row in the file MUST be interpreted as "
            "a header row, not data.” frictionless skips the blank line."
        ),
    ),
    PackageDeparture(
        cases=[
            "invalid/byte-order-mark-of-a-spreadsheet",
            "invalid/byte-order-mark-with-crlf",
        ],
        ours=["byte-order-mark"],
        sentence=(
            "Data Resource, encoding: “It is RECOMMENDED to use UTF-8 (without BOM)”. "
            "A rule of ours makes a duty of it."
        ),
    ),
    PackageDeparture(
        cases=["invalid/encoding-error-undeclared"],
        ours=["encoding-error"],
        sentence=(
            "Data Resource, encoding: “It is RECOMMENDED to use UTF-8 (without BOM) as "
            "a default encoding”. frictionless guesses another; we never guess."
        ),
    ),
    PackageDeparture(
        cases=["invalid/nul-character-in-a-cell"],
        ours=["nul-character"],
        sentence="A rule of ours: many readers end the file at a NUL.",
    ),
    PackageDeparture(
        cases=["invalid/source-error-lone-carriage-return"],
        ours=["source-error"],
        sentence=(
            "RFC 4180, 2.1: “Each record is located on a separate line, delimited by "
            "a line break (CRLF).” LF alone is common, CR alone is not."
        ),
    ),
    PackageDeparture(
        cases=["invalid/source-error-quote-within-a-cell"],
        ours=["source-error"],
        sentence=(
            "Table Dialect, doubleQuote: “If true, two consecutive quotes are "
            "interpreted as one.” One alone ends the cell, and words follow its end."
        ),
    ),
    PackageDeparture(
        cases=[
            "invalid/source-error-carriage-return-in-a-cell",
            "invalid/source-error-quote-not-closed",
        ],
        ours=["source-error"],
        theirs=["missing-cell"],
        sentence=ONE_DEFECT,
    ),
    PackageDeparture(
        cases=["invalid/dialect-error-unknown-option"],
        ours=["dialect-error"],
        sentence=(
            "A rule of ours: a misspelt option would garble the file. The standard "
            "lets a descriptor have other properties."
        ),
    ),
    PackageDeparture(
        cases=["invalid/dialect-error-no-object"],
        ours=["dialect-error"],
        theirs=["resource-error"],
        sentence=ONE_DEFECT,
    ),
    PackageDeparture(
        cases=["invalid/dialect-error-two-characters"],
        ours=["dialect-error"],
        theirs=["source-error"],
        sentence=ONE_DEFECT,
    ),
    PackageDeparture(
        cases=["invalid/dialect-error-word-for-a-flag"],
        ours=["dialect-error"],
        theirs=["control-error"],
        sentence=ONE_DEFECT,
    ),
    PackageDeparture(
        cases=["invalid/schema-error-field-without-a-name"],
        ours=["schema-error"],
        theirs=["field-error"],
        sentence=ONE_DEFECT,
    ),
    PackageDeparture(
        cases=["invalid/schema-error-no-list-of-fields"],
        ours=["schema-error"],
        theirs=["field-error", "schema-error"],
        sentence=ONE_DEFECT,
    ),
    PackageDeparture(
        cases=["invalid/package-error-empty-list"],
        ours=["package-error"],
        sentence=(
            "Data Package: “The resources property is REQUIRED, with at least one "
            "resource.”"
        ),
    ),
    PackageDeparture(
        cases=["invalid/resource-error-hash-is-a-number"],
        ours=["resource-error"],
        theirs=None,
        sentence="The published profile: a string.",
    ),
    PackageDeparture(
        cases=["invalid/key-not-checked-target-is-no-table"],
        ours=["key-not-checked"],
        theirs=None,
        sentence="None: nobody reads a table of the kind that the key refers to.",
    ),
    PackageDeparture(
        cases=["invalid/hash-count-sha1", "invalid/hash-count-sha512"],
        ours=["hash-count"],
        sentence=(
            "Data Resource, hash: “Other algorithms can be indicated by prefixing the "
            "hash's value with the algorithm name in lower-case.” frictionless checks "
            "MD5 and SHA-256."
        ),
    ),
    PackageDeparture(
        cases=["valid/hash-count-of-a-file-without-rows"],
        theirs=["hash-count"],
        sentence="The published profile: digits and letters from a to f, or A to F.",
    ),
    PackageDeparture(
        cases=["invalid/nothing-checked-only-files"],
        ours=["nothing-checked"],
        sentence=(
            "A rule of ours: a package of which no row was looked at must not pass "
            "as valid."
        ),
    ),
    PackageDeparture(
        cases=["valid/parquet-error-cut-off", "valid/stored-type-lists"],
        theirs=["type-error"],
        sentence=THROUGH_PANDAS,
    ),
    PackageDeparture(
        cases=["valid/type-error-in-parquet"],
        theirs=["blank-row"],
        sentence=THROUGH_PANDAS,
    ),
    PackageDeparture(
        cases=["invalid/constraint-error-null-in-parquet"],
        ours=["constraint-error"],
        theirs=["blank-row"],
        sentence=THROUGH_PANDAS,
    ),
    PackageDeparture(
        cases=[
            "invalid/stored-type-dates-as-text",
            "invalid/stored-type-integers-as-floats",
            "invalid/stored-type-integers-as-text",
        ],
        ours=["stored-type"],
        sentence=AS_TEXT,
    ),
    PackageDeparture(
        cases=["invalid/withdrawn-id-a-number", "invalid/withdrawn-id-in-use"],
        ours=["withdrawn-id"],
        sentence="A rule of ours: an id that was withdrawn is never used again.",
    ),
    PackageDeparture(
        cases=["invalid/unfinished-build-journal"],
        ours=["unfinished-build"],
        sentence="A rule of ours: the journal is that of `claimpack build`.",
    ),
    PackageDeparture(
        cases=["invalid/package-error-own-key"],
        ours=["package-error"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=["invalid/reference-error-twin-of-nothing"],
        ours=["reference-error"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=["invalid/byte-count-of-a-part"],
        ours=["byte-count"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=["invalid/hash-count-of-a-part"],
        ours=["hash-count"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=["invalid/row-count-of-a-part"],
        ours=["row-count"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=[
            "invalid/resource-error-parts-in-another-order",
            "invalid/resource-error-rows-of-a-part-in-words",
        ],
        ours=["resource-error"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=["invalid/content-hash-of-the-rows"],
        ours=["content-hash"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=["invalid/expectation-filled-column", "invalid/expectation-rows"],
        ours=["expectation"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=[
            "invalid/expectation-form-no-object",
            "invalid/expectation-form-percent",
            "invalid/expectation-form-unknown-column",
            "invalid/expectation-form-unknown-floor",
            "invalid/expectation-form-unknown-table",
            "invalid/expectation-form-word-for-a-number",
        ],
        ours=["expectation-form"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=[
            "invalid/twin-columns-in-another-order",
            "invalid/twin-columns-of-the-second-part",
            "invalid/twin-columns-one-less",
            "invalid/twin-columns-renamed",
        ],
        ours=["twin-columns"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=[
            "invalid/twin-differs-in-a-cell",
            "invalid/twin-differs-in-the-order-of-rows",
            "invalid/twin-differs-in-the-second-part",
            "invalid/twin-differs-null",
        ],
        ours=["twin-differs"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=[
            "invalid/twin-rows-a-part-twice",
            "invalid/twin-rows-none",
            "invalid/twin-rows-one-less",
        ],
        ours=["twin-rows"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=[
            "invalid/rule-error-column-misspelt",
            "invalid/rule-error-reads-a-file",
            "invalid/rule-error-two-statements",
        ],
        ours=["rule-error"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=[
            "invalid/rules-file-not-there",
            "invalid/rules-file-without-a-list",
        ],
        ours=["rules-file"],
        sentence=OUR_PROPERTIES,
    ),
    PackageDeparture(
        cases=["valid/type-error-null-sequence"],
        theirs=["type-error"],
        sentence=(
            "Table Dialect, `nullSequence`: “This property specifies specifies the "
            "null sequence”, so that the cell has no value."
        ),
    ),
    PackageDeparture(
        cases=["invalid/dialect-error-line-terminator"],
        ours=["dialect-error"],
        sentence="A limit of ours: rows end with LF or CRLF, and others are told.",
    ),
    PackageDeparture(
        cases=["invalid/part-labels-none-in-the-second"],
        ours=["part-labels"],
        sentence=(
            "None. frictionless drops the first line of each further file unseen: here "
            "it is a row."
        ),
    ),
    PackageDeparture(
        cases=["invalid/scheme-error-gzip-cut-off"],
        ours=["scheme-error"],
        theirs=None,
        sentence="None: frictionless ends with an `EOFError`.",
    ),
)
