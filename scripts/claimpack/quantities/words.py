"""The wording around a number: modifiers, vague words, and what is not a count.

Source: the policy table of the design (docs/codebook.md), with its settled cases.
"""

from __future__ import annotations

from claimpack.quantities.numerals import words_in

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
    "less_than": "less than|fewer than|under|below|lower than|short of|shy of",
}
PREFIXES = {
    "": "the|these|those|all|his|her|its|their|our|in the|in their|into the",
    "exact": "only|just|exactly|precisely|another|a further|further|an additional"
    "|additional|a total of|total of|a mere|mere|merely|a record|an extra|extra"
    "|a whopping|a staggering",
    "approx": "around|about|some|roughly|approximately|approx|an approximate"
    "|an estimated|estimated|estimates of|circa|c|ca|~|perhaps|maybe|something like"
    "|in the region of|in the order of|on the order of|of the order of"
    "|in the neighbourhood of|in the neighborhood of|in the vicinity of"
    "|somewhere around|somewhere near|around about|just about",
    NEARLY: "nearly|almost|close to|close on|near|nearing|nigh on|approaching"
    "|getting on for|not quite|virtually|practically",
    "more_than": "upwards of|upward of|north of|exceeding|>|many more than",
    "at_least": "at least|no fewer than|no less than|not less than|not fewer than"
    "|a minimum of|minimum of|a minimum|at the very least|at the least|as few as"
    "|as little as|as low as|≥|> =",
    "less_than": "<|south of|many fewer than",
    "at_most": "up to|at most|at the most|no more than|not more than|as many as"
    "|no higher than|no greater than|as much as|as high as|a maximum of|maximum of"
    "|a maximum|up to a maximum of|≤|< =",
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
    "exact": "exactly|in all|in total|- strong",
}
EXACT_WORDS = {
    0: "no|none|nil|nought|nobody|no one|not one|not a single",
    1: "a single|single",
    2: "both|a pair of|a pair|pair of|pair",
}
AFTER_NO = frozenset({"longer", "more", "less", "doubt", "matter"})
"""Words with which `no` does not count: no longer, no doubt."""
COUPLES = {2: "a couple of|a couple|couple of|couple"}
MULTIPLIED_WORDS = {3: "several|a few|quite a few|a good few"}
"""Vague words with a floor: three, or three of the power that follows."""
UNBOUNDED_WORDS = {
    "": "many|numerous|countless|a handful of|a handful|handful|few|very few|some"
    "|a number of|any number of|a large number of|large numbers of|multiple|various"
    "|untold|innumerable|a lot of|lots of|a great many|a good many|uncounted"
}

MULTIPLES = frozenset(words_in("twice thrice double triple treble quadruple"))
MONTH_NAMES = words_in(
    "january february march april may june july august september october november"
    " december jan feb mar apr jun jul aug sept sep oct nov dec"
)
REFUSED_AFTER = {
    **dict.fromkeys(MONTH_NAMES, "a day of a month is not a count"),
    **dict.fromkeys(("am", "pm", "o'clock", "noon", "gmt"), "a time of day"),
    **dict.fromkeys(
        ("times", "time", "fold", "as", "x"),
        "a multiple of something else is not a count",
    ),
    **dict.fromkeys(
        ("percentage", "pp", "basis", "bps", "point", "points"),
        "percentage points are not a share",
    ),
    **dict.fromkeys(("pairs", "pair"), "a number of pairs does not say how many"),
    **dict.fromkeys(("figures", "digits"), "a number of digits is not a count"),
    **dict.fromkeys(("ago", "earlier", "later"), "a date is not a count"),
    **dict.fromkeys(("fewer", "less"), "a difference is not a count"),
    **dict.fromkeys(("grand", "gross", "mil", "mio", "mld", "mrd"), "a multiplier"),
    "old": "an age is not a count",
    **dict.fromkeys(
        ("to", "or", "/", ":", "-", "and"), "what follows the number is no quantity"
    ),
}
"""Words right after a number that make it something else, with the reason."""
RATE_WORDS = frozenset({"a", "an", "per", "each", "every"})
"""Words before a unit that make the number a rate: 100 a day."""
COUNTED_NOUNS = frozenset(
    words_in(
        "people persons person men women children civilians soldiers troops"
        " fighters militants rebels officers police prisoners refugees"
        " migrants casualties deaths dead killed wounded injured victims"
        " survivors detainees hostages protesters homes houses buildings"
        " families households drones missiles shells tanks vehicles rockets"
        " jobs workers"
    )
)
"""After these words' numbers there is no doubt: 2000 soldiers, 5m people."""
