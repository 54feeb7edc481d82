"""What a catalogue must be told, and what is said where the package does not."""

from __future__ import annotations

from typing import NamedTuple

from claimpack.files import refusal
from claimpack.package import DESCRIPTOR_PATH


class Need(NamedTuple):
    """Something that a descriptor must say."""

    value: object
    """What it says; None or empty where it does not."""
    key: str
    """Where it would stand, in words."""
    reason: str
    """What it is to the catalogue."""
    example: str
    """How it would stand there, in JSON."""


CREATOR = '{"title": "Eva Lind", "roles": ["creator"]} to contributors'


def need_title(value: object) -> Need:
    """Return the need of a title."""
    return Need(value, "title", "what to list it by", '"title": "Claims of 2031"')


def need_description(value: object) -> Need:
    """Return the need of a description."""
    example = '"description": "Who claimed what in the news of 2031."'
    return Need(value, "description", "what to show of it", example)


def need_creators(value: object) -> Need:
    """Return the need of people or groups who made it."""
    key = "contributor whose role is creator"
    return Need(value, key, "whom to name as its author", CREATOR)


def require(catalogue: str, *needs: Need) -> None:
    """Raise `SourceError`, one sentence about all of it, where something is missing."""
    missing = [need for need in needs if not need.value]
    if missing:
        found = " and ".join(f"no {need.key} ({need.reason})" for need in missing)
        expected = f"expected what {catalogue} asks for"
        advice = f"add {', '.join(need.example for need in missing)}"
        raise refusal(DESCRIPTOR_PATH, f"found {found}", expected, advice)
