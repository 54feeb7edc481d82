"""The layers that claimpack writes for UIMA: what they and their features are called.

`claimpack convert` writes WebAnno TSV and CAS JSON in four layers. Marks are spans;
so are nodes, but the first one of a mark is the span of that mark where the two can be
told apart by features alone. References and notes are spans on the words of what they
are said of. Features with the names below say the rest; others are attributes.
"""

from __future__ import annotations

from collections.abc import Mapping

PREFIX = "webanno.custom."
"""Of the names of layers that people make in INCEpTION."""
SPAN, LINK = "ClaimpackSpan", "ClaimpackLink"
REFERENCE, NOTE = "ClaimpackReference", "ClaimpackNote"
ROLES = "roles"
"""Feature of a span with what fills the roles of its node."""
TERMS: Mapping[str, tuple[str, ...]] = {
    SPAN: ("label", "id", "node", "trigger", "fragments"),
    LINK: ("label", "id", "source_name", "target_name"),
    REFERENCE: ("id", "target", "register", "key", "text"),
    NOTE: ("label", "id", "target", "text"),
}
"""Features of each layer that are no attributes.

`node` is the id of the node of a span; `trigger` that of the mark which triggers it,
where the span is no mark itself; `fragments` where they are in it, like `0-3;7-9`, in
code points from its begin; the names are those of the ends of a link.
"""
FLAG = "true"
"""Value of an attribute that has none."""
