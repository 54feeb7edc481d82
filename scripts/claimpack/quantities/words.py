"""The wording around a number: modifiers, vague words, and what is not a count.

Source: the policy table of the design (docs/codebook.md), with its settled cases.
"""

from __future__ import annotations

import re

from claimpack.document import Unresolved
from claimpack.findings import quote
from claimpack.quantities.numerals import GLUED, words_in

LONGEST_QUANTITY = 200
"""Characters; what is longer is no expression of a quantity."""

NEARLY = "nearly"
"""Approx with the number itself as highest value; no code of the vocabulary."""
BETWEEN_AND = "between"
RANGE_ONLY = "range"
"""Words that announce a range and say nothing without one: from a to b."""

SHADES = (
    "",
    "well ",
    "just ",
    "slightly ",
    "far ",
    "much ",
    "a little ",
    "a bit ",
    "significantly ",
    "considerably ",
)
COMPARATIVES = {
    "more_than": "more than|over|above|in excess of|greater than|higher than",
    "less_than": "less than|fewer than|under|below|lower than|short of",
}
PREFIXES = {
    "": "the|these|those|all|his|her|its|their|our",
    "exact": "only|just|exactly|precisely|another|a further|further|an additional"
    "|additional|a total of|total of|a mere|mere|merely|a record|an extra|extra",
    "approx": "around|about|some|roughly|approximately|approx|an approximate"
    "|an estimated|estimated|estimates of|circa|c|ca|~|≈|perhaps|maybe|something like"
    "|in the region of|in the order of|on the order of|of the order of"
    "|in the neighbourhood of|in the neighborhood of|in the vicinity of"
    "|somewhere around|somewhere near|around about|just about",
    NEARLY: "nearly|almost|close to|close on|near|nearing|nigh on|approaching"
    "|getting on for|not quite|virtually|practically",
    "more_than": "upwards of|upward of|north of|exceeding|>|many more than",
    "at_least": "at least|no fewer than|no less than|not less than|not fewer than"
    "|a minimum of|minimum of|a minimum|at the very least|at the least|as few as"
    "|as little as|≥|> =",
    "less_than": "<|south of|many fewer than",
    "at_most": "up to|at most|at the most|no more than|not more than|as many as"
    "|as much as|a maximum of|maximum of|a maximum|up to a maximum of|≤|< =",
    BETWEEN_AND: "between|anywhere between|somewhere between",
    RANGE_ONLY: "from|anywhere from|ranging from",
}
SUFFIXES = {
    "approx": "or so|or thereabouts|- odd|odd|- ish|_ish|give or take|approximately"
    "|roughly|or about that",
    "at_least": "+|plus|- plus|or more|or over|or above|or greater|or higher|and more"
    "|and above|and over|and up|and counting|at least|at the least|at the very least"
    "|minimum|at a minimum",
    "at_most": "or fewer|or less|or under|or below|at most|at the most|maximum"
    "|at a maximum|tops",
    "exact": "exactly|in all|in total",
}
EXACT_WORDS = {
    "no": 0,
    "none": 0,
    "nil": 0,
    "nobody": 0,
    "no one": 0,
    "not one": 0,
    "not a single": 0,
    "a single": 1,
    "single": 1,
    "both": 2,
    "a pair of": 2,
    "a pair": 2,
    "pair of": 2,
    "pair": 2,
}
COUPLES = ("a couple of", "a couple", "couple of", "couple")
MULTIPLIED_WORDS = {
    "several": 3,
    "a few": 3,
    "quite a few": 3,
    "a good few": 3,
    "few": 3,
}
"""Vague words with a floor: three, or three of the power that follows."""
BARE_WORDS = {"few": None}
"""Vague words that lose their floor where no power follows."""
UNBOUNDED_WORDS = (
    "many",
    "numerous",
    "countless",
    "a handful of",
    "a handful",
    "handful",
    "very few",
    "some",
    "a number of",
    "any number of",
    "a large number of",
    "large numbers of",
    "multiple",
    "various",
    "untold",
    "innumerable",
    "a lot of",
    "lots of",
    "a great many",
    "a good many",
    "uncounted",
)

MULTIPLES = frozenset(words_in("twice thrice double triple treble quadruple"))
MONTH_NAMES = frozenset(
    words_in(
        "january february march april may june july august september"
        " october november december jan feb mar apr jun jul aug sept sep oct"
        " nov dec"
    )
)
REFUSED_AFTER = {
    **dict.fromkeys(MONTH_NAMES, "a day of a month is not a count"),
    **dict.fromkeys(("am", "pm", "o'clock", "noon", "gmt"), "a time of day"),
    **dict.fromkeys(
        ("times", "fold", "as", "x"), "a multiple of something else is not a count"
    ),
    **dict.fromkeys(
        ("percentage", "pp", "basis", "bps"), "percentage points are not a share"
    ),
    **dict.fromkeys(("pairs", "pair"), "a number of pairs does not say how many"),
    **dict.fromkeys(
        ("to", "or", "/", ":", "-", "and"), "what follows the number is no quantity"
    ),
}
"""Words right after a number that make it something else, with the reason."""
PEOPLE = frozenset(
    words_in(
        "people persons person men women children civilians soldiers troops"
        " fighters militants rebels officers police prisoners refugees"
        " migrants casualties deaths dead killed wounded injured victims"
        " survivors detainees hostages protesters homes houses buildings"
        " families households drones missiles shells tanks vehicles rockets"
        " jobs workers"
    )
)
"""What is counted after a number that would be a year without it: 2000 soldiers."""

REPLACED_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2044": "/",
        "\u2248": "~",
    }
)
TOKEN_PATTERN = re.compile(
    r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?(?![0-9])"
    r"|[0-9]+(?:[.,'][0-9]+)*"
    r"|(?P<glued>(?<=[0-9])[a-z]+)"
    r"|k?m[²³]"
    r"|[a-z\u00df-\u024f]+(?:'[a-z]+)*"
    r"|[.,] ?"
    r"|[-$£€¥₩₴₽₹₺₪₫₦₱₸₾%~+/<>=≤≥½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞:'²]"
    r"|(?P<space> )"
    r"|(?P<unreadable>.)",
    re.DOTALL,
)
NAME_PATTERN = re.compile(r"[a-z\u00df-\u024f][0-9]")
SPELLINGS = {
    "u.s.": "us",
    "a.m": "am",
    "p.m": "pm",
    "per cent": "percent",
    "km2": "km²",
}
OUTER_PUNCTUATION = " .,;:!?\"'()[]"


def split_tokens(words: str) -> list[str] | Unresolved:
    """Return the tokens of a quantity, in small letters; commas and points are gone.

    Letters that follow a digit without a space begin with an underscore.

    >>> split_tokens("More than US$1,100.5m")
    ['more', 'than', 'us', '$', '1,100.5', '_m']
    """
    text = words.translate(REPLACED_CHARACTERS).casefold()
    text = " ".join(text.split()).strip(OUTER_PUNCTUATION)
    for form, replacement in SPELLINGS.items():
        text = text.replace(form, replacement)
    if not text:
        return Unresolved(reason="no words are given")
    if NAME_PATTERN.search(text) and not text.startswith(("usd", "eur", "gbp")):
        return Unresolved(reason="digits right after letters make a name, not a count")
    tokens = []
    for match in TOKEN_PATTERN.finditer(text):
        token = match[0]
        if match.lastgroup == "unreadable":
            return Unresolved(reason=explain_character(token))
        if match.lastgroup == "glued":
            tokens.append(GLUED + token)
        elif token not in (" ", ".", ",", ". ", ", "):
            tokens.append(token)
    return tokens


def explain_character(character: str) -> str:
    """Return why a character stands in no quantity."""
    if character.isdigit() or character.isnumeric():
        return f"{quote(character)} is a digit other than 0 to 9"
    return f"{quote(character)} is no character of an English quantity"
