"""What the native scheme does not allow: each is one finding with its line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimpack.findings import Finding, Location, Severity
from claimpack.identifiers import ID_FORM
from claimpack.mapping import map_native
from claimpack.readers.brat import read_brat
from mapping_input import ARTICLE, CODES, TEXT, map_lines, with_lines


def error(
    code: str,
    at: tuple[int, int],
    message: str,
    expected: str | None = None,
    hint: str | None = None,
) -> Finding:
    """An error at line and column; the test adds the line itself."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=Location(path="norland.ann", line=at[0], column=at[1]),
        message=message,
        expected=expected,
        hint=hint,
    )


def warning(
    code: str,
    at: tuple[int, int],
    message: str,
    expected: str | None = None,
    hint: str | None = None,
) -> Finding:
    """A warning at line and column; the test adds the line itself."""
    finding = error(code, at, message, expected, hint)
    return replace(finding, severity=Severity.WARNING)


def note(
    code: str,
    at: tuple[int, int],
    message: str,
    expected: str | None = None,
    hint: str | None = None,
) -> Finding:
    """A note at line and column; the test adds the line itself."""
    finding = error(code, at, message, expected, hint)
    return replace(finding, severity=Severity.NOTE)


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        pytest.param(
            ["E6\tAssault:T5"],
            error(
                "trigger-label",
                (44, 4),
                "E6 is Assault, but its trigger T5 is Mobilize",
                expected="the label Mobilize on both lines, or Assault",
            ),
            id="trigger-label",
        ),
        pytest.param(
            ["E1\tMobilize:T5 Acter:T15 Object:T2 Place:T6 When:T7"],
            error(
                "unknown-role",
                (17, 16),
                'Mobilize has no role "Acter"',
                expected="one of Actor, Object, Place, Recipient, When",
                hint="did you mean Actor?",
            ),
            id="unknown-role",
        ),
        pytest.param(
            ["E1\tMobilize:T5 Hedge:T4"],
            error(
                "unknown-role",
                (17, 16),
                'Mobilize has no role "Hedge"',
                expected="one of Actor, Object, Place, Recipient, When",
            ),
            id="unknown-role-of-an-event",
        ),
        pytest.param(
            ["E1\tMobilize:T5 Actor:T7 Object:T2 Place:T6 When:T7"],
            error(
                "role-filler",
                (17, 22),
                "Actor of E1 is T7, a Time",
                expected=(
                    "Agreement or Group or Object or Organization or Person or Place"
                ),
            ),
            id="role-filler-entity",
        ),
        pytest.param(
            ["E3\tAttribution:T11 Of:T3 Source:T13 Medium:T12"],
            error(
                "role-filler",
                (19, 23),
                "Of of E3 is T3, the trigger of E2",
                expected="Attribution or Claim",
                hint="write E2",
            ),
            id="role-filler-trigger",
        ),
        pytest.param(
            ["E4\tAttribution:T9 Of:E3 Source:E1 Said:T10 Addressee:T16"],
            error(
                "role-filler",
                (20, 32),
                "Source of E4 is E1, a Mobilize",
                expected="Group or Organization or Person or Source",
            ),
            id="role-filler-node",
        ),
        pytest.param(
            ["E4\tAttribution:T9 Of:E3 Source:T6 Source2:T8 Said:T10 Addressee:T16"],
            error(
                "role-filler",
                (20, 32),
                "Source of E4 is T6, a Place",
                expected="Group or Organization or Person or Source",
            ),
            id="role-filler-place-speaks",
        ),
        pytest.param(
            ["T17\tQuantity 6 11\t2,000", "E5\tClaim:T14 Quantity:T1 Quantity2:T17"],
            error(
                "role-count",
                (21, 36),
                "Quantity of E5 is filled 2 times",
                expected="at most one filler",
                hint="make a claim of each",
            ),
            id="role-count-quantity",
        ),
        pytest.param(
            ["T17\tPlace 107 114\tNorland", "E1\tMobilize:T5 Place:T6 Place2:T17"],
            error(
                "role-count",
                (17, 32),
                "Place of E1 is filled 2 times",
                expected="at most one filler",
                hint="keep one of them",
            ),
            id="role-count-place",
        ),
        pytest.param(
            ["E1\tMobilize:T5 Object:T2 Object2:T2"],
            error(
                "role-repeated",
                (17, 16),
                "Object of E1 is filled by T2 twice",
                expected="each filler once",
            ),
            id="role-repeated",
        ),
        pytest.param(
            ["E4\tAttribution:T9 Source:T8 Said:T10 Addressee:T16"],
            error(
                "missing-role",
                (20, 1),
                "E4 has no Of",
                expected="Attribution or Claim",
                hint="add Of: and the id of what is said",
            ),
            id="missing-role",
        ),
        pytest.param(
            ["A2\tCertanty E2 Possible"],
            error(
                "unknown-name",
                (23, 4),
                '"Certanty" is no attribute of the scheme',
                expected=(
                    "one of Act, Certainty, Kind, Measure, Metonymy, Mode, "
                    "Modifier, Negated, PlacePrecision, Presupposed, "
                    "Quotation, Scope, TimeRelation"
                ),
                hint="did you mean Certainty?",
            ),
            id="unknown-attribute",
        ),
        pytest.param(
            ["N1\tReference T8 Entities:ministry\tx"],
            error(
                "unknown-name",
                (35, 17),
                '"Entities" is no register of the scheme',
                expected="one of EDTF, Entity, Event, Number",
                hint="did you mean Entity?",
            ),
            id="unknown-register",
        ),
        pytest.param(
            ["#4\tSays E3\t2031"],
            error(
                "unknown-name",
                (42, 4),
                '"Says" is no type of note of the scheme',
                expected="one of AnnotatorNotes, EventDate, Said",
            ),
            id="unknown-note",
        ),
        pytest.param(
            ["A2\tCertainty T3 Possible"],
            error(
                "wrong-owner",
                (23, 14),
                "Certainty stands on T3, the trigger of E2",
                expected="Claim",
                hint="write E2",
            ),
            id="attribute-on-a-trigger",
        ),
        pytest.param(
            ["A10\tAct E2 Belief"],
            error(
                "wrong-owner",
                (31, 9),
                "Act stands on E2, a Claim",
                expected="Attribution",
            ),
            id="attribute-on-another-node",
        ),
        pytest.param(
            ["A3\tNegated R1"],
            error(
                "wrong-owner",
                (24, 12),
                "Negated stands on R1, neither a mark nor a node",
                expected="Claim",
            ),
            id="attribute-on-a-link",
        ),
        pytest.param(
            ["N3\tReference T8 EDTF:2031\tx"],
            error(
                "wrong-owner",
                (37, 14),
                "EDTF stands on T8, an Organization",
                expected="Time",
            ),
            id="reference-on-another-mark",
        ),
        pytest.param(
            ["N1\tReference E1 Entity:ministry\tx"],
            error(
                "wrong-owner",
                (35, 14),
                "Entity stands on E1, a Mobilize",
                expected=(
                    "Agreement or Group or Object or Organization or Person or Place"
                ),
            ),
            id="entity-on-an-event",
        ),
        pytest.param(
            ["#4\tSaid E2\t2031-05-06"],
            error(
                "wrong-owner",
                (42, 9),
                "Said stands on E2, a Claim",
                expected="Attribution",
            ),
            id="date-on-a-claim",
        ),
        pytest.param(
            ["#3\tEventDate E3\t2031"],
            error(
                "wrong-owner",
                (41, 14),
                "EventDate stands on E3, an Attribution",
                expected="Claim",
            ),
            id="event-date-on-an-attribution",
        ),
        pytest.param(
            ["A2\tCertainty E2 Probible"],
            error(
                "attribute-value",
                (23, 17),
                'Certainty of E2 has the value "Probible"',
                expected="one of Certain, Possible, Probable, Uncommitted",
                hint="did you mean Probable?",
            ),
            id="attribute-value",
        ),
        pytest.param(
            ["A4\tTimeRelation E2 before_overlap"],
            error(
                "attribute-value",
                (25, 20),
                'TimeRelation of E2 has the value "before_overlap"',
                expected="one of After, Before, BeforeOverlap, Overlap",
                hint="did you mean BeforeOverlap?",
            ),
            id="attribute-value-as-a-code",
        ),
        pytest.param(
            ["A2\tCertainty E2"],
            error(
                "attribute-value",
                (23, 1),
                "Certainty of E2 has no value",
                expected="one of Certain, Possible, Probable, Uncommitted",
            ),
            id="attribute-without-value",
        ),
        pytest.param(
            ["A3\tNegated E2 True"],
            error(
                "attribute-value",
                (24, 15),
                'Negated of E2 has the value "True"',
                expected="no value",
            ),
            id="flag-with-a-value",
        ),
        pytest.param(
            ["#9\tAnnotatorNotes E2\tAgain."],
            error(
                "repeated-fact",
                (44, 1),
                "AnnotatorNotes of E2 is given again, first on line 39",
                expected="one AnnotatorNotes",
                hint="delete one of the two lines",
            ),
            id="repeated-sentence",
        ),
        pytest.param(
            ["N9\tReference T8 Entity:other\tx"],
            error(
                "repeated-fact",
                (44, 1),
                "Entity of T8 is given again, first on line 35",
                expected="one Entity",
                hint="delete one of the two lines",
            ),
            id="repeated-reference",
        ),
        pytest.param(
            ["N3\tReference T7 EDTF:2031-02-29\tMonday"],
            error(
                "reading-syntax",
                (37, 22),
                (
                    'EDTF of T7 cannot be read: "2031-02-29" is a day that the '
                    "calendar does not have"
                ),
                expected=(
                    "a date like 2024, 2024-12, 2024-12-23, or two of them with a slash"
                ),
            ),
            id="reading-date",
        ),
        pytest.param(
            ["#4\tSaid E3\tyesterday"],
            error(
                "reading-syntax",
                (42, 12),
                (
                    'Said of E3 cannot be read: "yesterday" is not YYYY, '
                    "YYYY-MM, YYYY-MM-DD or two of them with /"
                ),
                expected=(
                    "a date like 2024, 2024-12, 2024-12-23, or two of them with a slash"
                ),
            ),
            id="reading-said",
        ),
        pytest.param(
            ["#3\tEventDate E2\t"],
            error(
                "reading-syntax",
                (41, 1),
                "EventDate of E2 cannot be read: no date is given",
                expected=(
                    "a date like 2024, 2024-12, 2024-12-23, or two of them with a slash"
                ),
            ),
            id="reading-event-date",
        ),
        pytest.param(
            ["N4\tReference T1 Number:2,000\tx"],
            error(
                "reading-syntax",
                (38, 24),
                'Number of T1 cannot be read: "2,000" is not a decimal number',
                expected="a number like 1000 or 2.5, or two of them like 300..500",
            ),
            id="reading-number",
        ),
        pytest.param(
            ["N4\tReference T1 Number:-1\tx"],
            error(
                "reading-syntax",
                (38, 24),
                'Number of T1 cannot be read: "-1" is not a decimal number',
                expected="a number like 1000 or 2.5, or two of them like 300..500",
            ),
            id="reading-number-sign",
        ),
        pytest.param(
            ["N4\tReference T1 Number:500..300\tx"],
            error(
                "reading-syntax",
                (38, 24),
                'Number of T1 cannot be read: "500..300" ends below its start',
                expected="a number like 1000 or 2.5, or two of them like 300..500",
            ),
            id="reading-number-reversed",
        ),
        pytest.param(
            ["N4\tReference T1 Number:1..2..3\tx"],
            error(
                "reading-syntax",
                (38, 24),
                ('Number of T1 cannot be read: "1..2..3" is not a decimal number'),
                expected="a number like 1000 or 2.5, or two of them like 300..500",
            ),
            id="reading-number-of-three",
        ),
        pytest.param(
            ["N1\tReference T8 Entity:Ministry\tx"],
            error(
                "reading-syntax",
                (35, 24),
                'Entity of T8 cannot be read: "Ministry" is not an id',
                expected=ID_FORM,
            ),
            id="reading-entity",
        ),
        pytest.param(
            ["N2\tReference E1 Event:../march\tx"],
            error(
                "reading-syntax",
                (36, 23),
                'Event of E1 cannot be read: "../march" is not an id',
                expected=ID_FORM,
            ),
            id="reading-event",
        ),
        pytest.param(
            ["#9\tAnnotatorNotes T7\tWhich Monday?"],
            note(
                "unused-note",
                (44, 19),
                "the note on T7 is in no table",
                expected="a Claim, whose sentence the note gives",
            ),
            id="unused-note",
        ),
        pytest.param(
            ["#9\tAnnotatorNotes #1\tSure?"],
            note(
                "unused-note",
                (44, 19),
                "the note on #1 is in no table",
                expected="a Claim, whose sentence the note gives",
            ),
            id="unused-note-on-a-note",
        ),
        pytest.param(
            ["#9\tAnnotatorNotes T14\tSure?"],
            note(
                "unused-note",
                (44, 19),
                "the note on T14 is in no table",
                expected="a Claim, whose sentence the note gives",
                hint="write E5",
            ),
            id="unused-note-on-a-trigger",
        ),
        pytest.param(
            ["R2\tSameAs Arg1:T2 Arg2:T8"],
            error(
                "same-as-type",
                (44, 24),
                "T2 is marked Group, T8 is marked Organization",
                expected="two marks of one label",
            ),
            id="same-as-type",
        ),
        pytest.param(
            [
                "R2\tSameAs Arg1:T8 Arg2:T15",
                "N9\tReference T15 Entity:norland-state\tx",
            ],
            error(
                "identity-conflict",
                (45, 25),
                "T15 is norland-state and, by SameAs, ministry of line 35",
                expected="one id for marks that are the same",
                hint="delete the SameAs line, or correct one of the references",
            ),
            id="identity-conflict",
        ),
        pytest.param(
            ["R1\tContradict Arg1:E5 Arg2:E2"],
            error(
                "unknown-relation",
                (43, 4),
                '"Contradict" is no relation of the scheme',
                expected="one of Contradicts, Restates, SameAs",
                hint="did you mean Contradicts?",
            ),
            id="unknown-relation",
        ),
        pytest.param(
            ["*\tEquiv T2 T16"],
            error(
                "unknown-relation",
                (44, 3),
                '"Equiv" is no relation of the scheme',
                expected="one of Contradicts, Restates, SameAs",
                hint="write SameAs between each two of the marks",
            ),
            id="unknown-relation-equivalence",
        ),
        pytest.param(
            ["R1\tContradicts Arg1:E5 Arg3:E2"],
            error(
                "link-names",
                (43, 24),
                'Contradicts calls its ends "Arg1" and "Arg3"',
                expected="Arg1 and Arg2",
            ),
            id="link-with-a-third-end-for-its-second",
        ),
        pytest.param(
            ["R1\tContradicts To:E5 From:E2"],
            error(
                "link-names",
                (43, 16),
                'Contradicts calls its ends "To" and "From"',
                expected="Arg1 and Arg2",
            ),
            id="link-with-ends-of-other-names",
        ),
        pytest.param(
            ["R1\tContradicts Arg1:E5 Arg2:T3"],
            error(
                "link-end",
                (43, 29),
                "Contradicts has T3 at one end, the trigger of E2",
                expected="Claim",
                hint="write E2",
            ),
            id="link-end-mark",
        ),
        pytest.param(
            ["R1\tContradicts Arg1:E5 Arg2:E1"],
            error(
                "link-end",
                (43, 29),
                "Contradicts has E1 at one end, a Mobilize",
                expected="Claim",
            ),
            id="link-end-node",
        ),
        pytest.param(
            ["R2\tSameAs Arg1:T7 Arg2:T16"],
            error(
                "link-end",
                (44, 16),
                "SameAs has T7 at one end, a Time",
                expected=(
                    "Agreement or Group or Object or Organization or Person or Place"
                ),
            ),
            id="link-end-same-as",
        ),
        pytest.param(
            ["R1\tRestates Arg1:E5 Arg2:E5"],
            error(
                "self-link",
                (43, 18),
                "Restates joins E5 with itself",
                expected="two different ids",
            ),
            id="self-link",
        ),
        pytest.param(
            ["R2\tContradicts Arg1:E5 Arg2:E2"],
            error(
                "repeated-link",
                (44, 1),
                "Contradicts from E5 to E2 is given again",
                expected="each link once",
                hint="delete the line",
            ),
            id="repeated-link",
        ),
        pytest.param(
            ["E3\tAttribution:T11 Of:E2 Of2:E4 Source:T13 Medium:T12"],
            error(
                "attribution-cycle",
                (19, 20),
                "E3 < E4 < E3: the attributions wrap each other",
                expected="a chain that ends with a Claim",
                hint=(
                    "let the outermost Attribution wrap the next, and nothing wrap it"
                ),
            ),
            id="attribution-cycle",
        ),
        pytest.param(
            ["E3\tAttribution:T11 Of:E2 Of2:E3 Source:T13 Medium:T12"],
            error(
                "attribution-cycle",
                (19, 20),
                "E3 < E3: the attributions wrap each other",
                expected="a chain that ends with a Claim",
                hint=(
                    "let the outermost Attribution wrap the next, and nothing wrap it"
                ),
            ),
            id="attribution-cycle-of-one",
        ),
        pytest.param(
            ["E4\tAttribution:T9 Of:E2 Source:T8 Said:T10 Addressee:T16"],
            error(
                "outermost-count",
                (18, 4),
                ("E2 reaches the reader through E3 and E4, neither inside the other"),
                expected="one outermost Attribution",
                hint=(
                    "write a second Claim that restates the first for the second source"
                ),
            ),
            id="outermost-count",
        ),
        pytest.param(
            ["#2\tAnnotatorNotes E5\t "],
            warning(
                "no-claim-text",
                (21, 1),
                "E5 has no sentence",
                expected="one self-contained sentence",
                hint="add: # AnnotatorNotes E5 and the sentence",
            ),
            id="no-claim-text",
        ),
        pytest.param(
            ["T17\tAttribution 115 119\ttold"],
            error(
                "orphan-trigger",
                (44, 1),
                "T17 is marked Attribution, but no line makes a node of it",
                expected="an E line Attribution:T17",
                hint="add the line, or delete the mark",
            ),
            id="orphan-trigger",
        ),
        pytest.param(
            ["T17\tHedge 130 132\tso"],
            note(
                "unused-mark",
                (44, 1),
                "T17 is marked Hedge, and nothing uses it",
                hint="fill a role with T17, or delete the mark",
            ),
            id="unused-mark",
        ),
    ],
)
def test_a_defect_is_one_finding_with_its_line(
    changes: list[str], finding: Finding
) -> None:
    lines = with_lines(*changes)
    excerpt = lines[(finding.location.line or 0) - 1]
    location = replace(finding.location, excerpt=excerpt)

    mapped = map_lines(*lines)

    assert mapped.findings == (replace(finding, location=location),)


def find_codes(*changes: str) -> list[str]:
    return [finding.code for finding in map_lines(*with_lines(*changes)).findings]


def test_an_unknown_label_is_collected_with_its_lines_and_nothing_else_is_said() -> (
    None
):
    lines = with_lines("T17\tClam 107 114\tNorland", "E6\tClam:T17", "A14\tX E6")

    mapped = map_lines(*lines)

    assert [finding.code for finding in mapped.findings] == ["unknown-name"]
    assert {
        label: [origin.line for origin in origins]
        for label, origins in mapped.unknown_labels.items()
    } == {"Clam": [44, 45]}


def test_a_line_with_20_000_unknown_roles_lists_20_and_counts_the_others() -> None:
    roles = " ".join(f"Sauce{number}:T15" for number in range(1, 20_001))
    line = f"E1\tMobilize:T5 {roles}"

    *listed, last = map_lines(*with_lines(line)).findings

    assert {finding.message for finding in listed} == {'Mobilize has no role "Sauce"'}
    assert len(listed) == 20
    assert last == Finding(
        code="crowded-line",
        severity=Severity.ERROR,
        location=Location(path="norland.ann", line=17, column=1, excerpt=line),
        message="19,980 more findings about this line are not listed",
    )


def test_a_claim_below_a_cycle_has_no_chain_and_no_second_finding() -> None:
    cycle = "E3\tAttribution:T11 Of:E2 Of2:E4 Source:T13 Medium:T12"

    mapped = map_lines(*with_lines(cycle))

    assert [finding.code for finding in mapped.findings] == ["attribution-cycle"]
    assert mapped.document.claims[0].attributions == ()


def test_two_cycles_are_two_findings() -> None:
    codes = find_codes(
        "E3\tAttribution:T11 Of:E3 Source:T13 Medium:T12",
        "E4\tAttribution:T9 Of:E4 Of2:E2 Source:T8 Said:T10 Addressee:T16",
    )

    assert codes == ["attribution-cycle", "attribution-cycle"]


def test_a_chain_of_64_attributions_is_read_and_one_of_65_is_not() -> None:
    def chain(size: int) -> list[str]:
        links = [f"E{it + 100}\tAttribution:T9 Of:E{it + 99}" for it in range(1, size)]
        return ["E100\tAttribution:T9 Of:E5", *links]

    longest = map_lines(*with_lines(*chain(64)))
    longer = map_lines(*with_lines(*chain(65)))

    assert longest.findings == ()
    levels = [it.level for it in longest.document.claims[1].attributions]
    assert levels == list(range(1, 65))
    assert [finding.code for finding in longer.findings] == ["chain-length"]


def test_what_the_reader_refused_is_not_reported_again() -> None:
    lines = with_lines("T3\tClaim 47 0\tAbout 2,000", "E3\tAttribution:T99")
    reading = read_brat("\n".join([*lines, ""]).encode(), TEXT, "norland.ann")

    mapped = map_native(reading.annotations, ARTICLE, CODES)

    assert [it.code for it in reading.findings] == ["span-order", "dangling-id"]
    assert mapped.findings == ()
    assert [claim.node_id for claim in mapped.document.claims] == ["e5"]
