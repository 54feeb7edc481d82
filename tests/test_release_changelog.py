"""The section of a release in a changelog that people have begun."""

from datetime import date

import pytest

from claimpack.release.changelog import FIRST_LINE, LAST_LINE, add_section

DAY = date(2031, 5, 9)
PART = f"{FIRST_LINE}\n\n- a: table added\n\n{LAST_LINE}\n"
OTHER = f"{FIRST_LINE}\n\n- b: table added\n\n{LAST_LINE}\n"

BEGUN = """\
# Changelog

Words on top.

## Unreleased

### Fixed

- The number of the dead.

## 0.1.0 (2031-05-01)

The first.
"""
RELEASED = f"""\
# Changelog

Words on top.

## Unreleased

## 0.2.0 (2031-05-09)

### Fixed

- The number of the dead.

{PART}
## 0.1.0 (2031-05-01)

The first.
"""
CASES = {
    "words of people": (BEGUN, RELEASED),
    "what was released": (RELEASED, RELEASED),
    "no changelog": ("", f"# Changelog\n\n## 0.2.0 (2031-05-09)\n\n{PART}"),
    "a title alone": (
        "# What changed",
        f"# What changed\n\n## 0.2.0 (2031-05-09)\n\n{PART}",
    ),
    "no unreleased words": (
        "# Changelog\n\n\n## 0.1.0\n",
        f"# Changelog\n\n## 0.2.0 (2031-05-09)\n\n{PART}\n## 0.1.0\n",
    ),
    "brackets and links": (
        "## [Unreleased]\n- x\n\n## [0.1.0] - 2031-05-01\n\n[0.1.0]: https://example.org",
        (
            f"## [Unreleased]\n\n## 0.2.0 (2031-05-09)\n- x\n\n{PART}\n"
            "## [0.1.0] - 2031-05-01\n\n[0.1.0]: https://example.org"
        ),
    ),
    "a heading of its own": (
        "## v0.2.0, the ferry\n\nBy hand.\n\n## 0.2.0.1\n",
        f"## v0.2.0, the ferry\n\nBy hand.\n\n{PART}\n## 0.2.0.1\n",
    ),
    "code and comments are no headings": (
        "## Unreleased\n\n```md\n## 0.1.0\n```\n<!--\n## x\n-->\n",
        (
            "## Unreleased\n\n## 0.2.0 (2031-05-09)\n\n```md\n## 0.1.0\n```\n"
            f"<!--\n## x\n-->\n\n{PART}"
        ),
    ),
    "a candidate": (
        "# Log\n\n## 0.2.0-rc1 (2031-05-02)\n",
        f"# Log\n\n## 0.2.0 (2031-05-09)\n\n{PART}\n## 0.2.0-rc1 (2031-05-02)\n",
    ),
    "links at the end": (
        "## [Unreleased]\n\n[Unreleased]: https://example.org/a\n[b]: https://b\n",
        (
            f"## [Unreleased]\n\n## 0.2.0 (2031-05-09)\n\n{PART}\n"
            "[Unreleased]: https://example.org/a\n[b]: https://b\n"
        ),
    ),
    "another part": (f"## 0.2.0\n\n{OTHER}", f"## 0.2.0\n\n{PART}"),
    "words behind a part": (
        f"## 0.2.0\n\n{OTHER}\nMore.\n",
        f"## 0.2.0\n\nMore.\n\n{PART}",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_section_keeps_all_that_people_wrote(case: str) -> None:
    before, after = CASES[case]

    assert add_section(before, "0.2.0", DAY, PART) == after


@pytest.mark.parametrize("case", CASES)
def test_a_section_is_the_same_when_it_is_added_again(case: str) -> None:
    once = add_section(CASES[case][0], "0.2.0", DAY, PART)

    assert add_section(once, "0.2.0", date(2032, 1, 1), PART) == once


@pytest.mark.parametrize("case", CASES)
def test_the_ends_of_lines_stay_as_they_are(case: str) -> None:
    before, after = (each.replace("\n", "\r\n") for each in CASES[case])

    if "\n" in before:
        assert add_section(before, "0.2.0", DAY, PART) == after


def test_a_last_line_without_an_end_is_found_again() -> None:
    once = add_section(BEGUN, "0.2.0", DAY, PART).rstrip("\n")
    newest = once[: once.index("\n## 0.1.0")].rstrip("\n")

    assert add_section(newest, "0.2.0", DAY, PART).count(FIRST_LINE) == 1
