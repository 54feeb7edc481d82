"""Permanent ids: what may be one, and that no two rows share one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack import identifiers


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        pytest.param("a", True, id="one-letter"),
        pytest.param("0", True, id="one-digit"),
        pytest.param("norland-dam_2031.e12", True, id="all-characters"),
        pytest.param("a" * 100, True, id="hundred-characters"),
        pytest.param("a" * 101, False, id="too-long"),
        pytest.param("", False, id="empty"),
        pytest.param("A", False, id="capital"),
        pytest.param("ä", False, id="umlaut"),
        pytest.param("٤", False, id="other-digit"),
        pytest.param(".a", False, id="dot-first"),
        pytest.param("a/b", False, id="slash"),
        pytest.param("a\n", False, id="line-feed-last"),
    ],
)
def test_an_id_is_lower_ascii_and_short(text: str, is_valid: bool) -> None:  # noqa: FBT001  # the expectation
    assert identifiers.is_valid_id(text) is is_valid


def test_ids_are_made_of_the_ids_of_annotations() -> None:
    claim_id = identifiers.claim_id("norland", "E2")
    mark_id = identifiers.mark_id("norland", "T8")
    attribution_id = identifiers.attribution_id(claim_id, "E4", "T7")

    assert claim_id == "norland.e2"
    assert mark_id == "norland.t8"
    assert attribution_id == "norland.e2.e4.t7"
    assert identifiers.attribution_id(claim_id, "e4") == "norland.e2.e4"
    assert identifiers.writer_id(claim_id) == "norland.e2.writer"
    assert identifiers.span_id(mark_id, 2, "cue", attribution_id) == (
        "norland.t8.2.cue.e2.e4.t7"
    )


DOCUMENT_IDS = st.sampled_from(["a", "a.e1", "a.e1.e1", "a.t1", "b.writer"])
NODE_IDS = st.sampled_from(["e1", "e2"])
MARK_IDS = st.sampled_from(["t1", "t2"])


@given(st.sets(st.tuples(DOCUMENT_IDS, NODE_IDS, NODE_IDS, MARK_IDS | st.none())))
def test_no_two_attributions_have_one_id(
    keys: set[tuple[str, str, str, str | None]],
) -> None:
    sourced = {
        identifiers.attribution_id(identifiers.claim_id(document, claim), node, mark)
        for document, claim, node, mark in keys
    }
    claims = {(document, claim) for document, claim, _, _ in keys}
    written = {
        identifiers.writer_id(identifiers.claim_id(document, claim))
        for document, claim in claims
    }

    assert len(sourced | written) == len(keys) + len(claims)


OWNERS = st.sampled_from(
    ["{}.e1", "{}.e2", "{}.e1.e2", "{}.e1.e2.t1", "{}.e1.writer", "e1", "e1.e2", "dam"]
)
ROLES = st.sampled_from(["content", "cue", "time", "event"])


@given(
    st.sets(
        st.tuples(DOCUMENT_IDS, MARK_IDS, st.integers(1, 3), ROLES, OWNERS),
    )
)
def test_no_two_spans_have_one_id(
    keys: set[tuple[str, str, int, str, str]],
) -> None:
    span_ids = {
        identifiers.span_id(
            identifiers.mark_id(document, mark), fragment, role, owner.format(document)
        )
        for document, mark, fragment, role, owner in keys
    }

    assert len(span_ids) == len(keys)
