"""Pairs of claims of two articles, each with the relation that a curator gives it.

People and places are invented. The pairs were written from the definitions of
`link_relation` and of the codebook before a rule was tried on them. On those of
`TRIED` the measure and the threshold of words were chosen; `HELD_BACK` tells how the
rules do on others. The first claim of a pair stands in the earlier article, and the
second is the one that takes it up.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from claimpack.document import Quantity
from claimpack.quantities import parse
from packages import Row

TIDE = "The Morning Tide"
POST = "Quenna Post"
UNNAMED = "unnamed"
WRITER = "writer"
YEAR = "2031-"


class Told(NamedTuple):
    """A claim as an article has it."""

    text: str
    chain: str
    """Who says so, nearest the reader first: `A < B`, joint sources `A + B`."""
    said: str
    """The day without its year, 05-07, or 05-01/05-07, or ../05-07."""
    figure: str = ""
    """Its measure, and the words of the number."""
    more: dict[str, Any] = {}  # noqa: RUF012  # nobody writes to it
    """Other cells of the row, and `publisher` and `event` where they matter."""


class Pair(NamedTuple):
    """Two claims, and the relation of the second to the first."""

    what: str
    relation: str
    """Of `link_relation`, or none."""
    first: Told
    second: Told


def told(text: str, chain: str, said: str, figure: str = "", **more: Any) -> Told:  # noqa: ANN401  # cells
    """A claim of an article."""
    return Told(text, chain, said, figure, more)


MINISTRY = "Health ministry"
HOSPITAL = "St Brannoc’s hospital"
MAYOR = "Ilse Orbán"
NAVY = "Navy of Velmora"
DEFENCE = "Defence ministry of Sarrovia"
STAFF = "General Staff of Norrland"
RESCUE = "Rescue service"
DAHL = "Anneke Dahl"
GOVERNOR = "Governor of Arvika"
UNION = "Dockers’ union"
PORT = "Port authority"
REBELS = "Highland Front"

PLAN: Row = {"claim_type": "intention", "time_relation": "after"}
STATE: Row = {"claim_type": "state", "time_relation": "overlap"}
STANCE: Row = {"claim_type": "position", "time_relation": "overlap"}
DENIED: Row = {"polarity": "negative"}

TRIED = (
    Pair(
        "one toll in two newspapers",
        "restates",
        told("Sixty people were killed in the attack.", MINISTRY, "05-07", "killed 60"),
        told("The attack left 60 people dead.", MINISTRY, "05-07", "killed 60"),
    ),
    Pair(
        "a toll with and without its bound",
        "restates",
        told(
            "At least 60 people died in the attack.",
            MINISTRY,
            "05-07",
            "killed at least 60",
        ),
        told("60 people died on the ferry.", MINISTRY, "05-07", "killed 60"),
    ),
    Pair(
        "about and some are one approximation",
        "restates",
        told(
            "About 300 people have left Arvika.",
            GOVERNOR,
            "05-03",
            "displaced about 300",
        ),
        told(
            "Some 300 residents fled the flood.",
            GOVERNOR,
            "05-04",
            "displaced some 300",
        ),
    ),
    Pair(
        "a figure from unnamed intelligence by way of the staff",
        "restates",
        told(
            "Norrland’s enemy has suffered around 1,100 casualties.",
            f"{STAFF} < {UNNAMED}",
            "04-02",
            "casualties around 1,100",
        ),
        told(
            "Around 1,100 enemy soldiers have been killed or wounded.",
            STAFF,
            "04-02",
            "casualties around 1,100",
        ),
    ),
    Pair(
        "what a newspaper counted, as another reports it",
        "restates",
        told(
            "Twelve boats burned in the harbour.",
            WRITER,
            "05-06",
            "destroyed Twelve",
            publisher=TIDE,
        ),
        told("The fire destroyed 12 boats.", TIDE, "05-07", "destroyed 12"),
    ),
    Pair(
        "what a newspaper had from nobody named, as another reports it",
        "restates",
        told(
            "Two gunners were detained in Odrezh.",
            UNNAMED,
            "05-07",
            publisher=TIDE,
        ),
        told("Two gunners have been detained in Odrezh.", TIDE, "05-08"),
    ),
    Pair(
        "one denial in two wordings",
        "restates",
        told("Velmora’s gunboat did not enter the strait.", NAVY, "05-06", **DENIED),
        told(
            "A gunboat of Velmora had not entered the strait.", NAVY, "05-07", **DENIED
        ),
    ),
    Pair(
        "active and passive",
        "restates",
        told("President Oren signed the grain pact with Lindqvar.", "Oren", "06-01"),
        told(
            "The grain pact with Lindqvar was signed by President Oren.",
            "Oren",
            "06-02",
        ),
    ),
    Pair(
        "one end of a search in quite other words",
        "restates",
        told("Rescuers ended the search in the lake.", RESCUE, "05-09"),
        told("Nobody looks for survivors any more.", RESCUE, "05-09"),
    ),
    Pair(
        "one planned visit",
        "restates",
        told("Foreign minister Dahl will visit Odrezh in June.", DAHL, "05-10", **PLAN),
        told("Dahl is to visit Odrezh in June.", DAHL, "05-11", **PLAN),
    ),
    Pair(
        "one sum in two spellings",
        "restates",
        told("The dam will cost $40 million.", GOVERNOR, "03-01", "cost $40 million"),
        told("The price of the dam is US$40m.", GOVERNOR, "03-02", "cost US$40m"),
    ),
    Pair(
        "joint sources who say it again",
        "restates",
        told(
            "There are 12,000 foreign soldiers in Norrland.",
            f"{STAFF} + {DEFENCE}",
            "../04-02",
            "present 12,000",
            **STATE,
        ),
        told(
            "Norrland has 12,000 foreign soldiers in it.",
            f"{DEFENCE} + {STAFF}",
            "../04-05",
            "present 12,000",
            **STATE,
        ),
    ),
    Pair(
        "a share as a fraction and in percent",
        "restates",
        told("Half of the houses are gone.", GOVERNOR, "05-03", "share half"),
        told(
            "50 percent of all houses are gone.", GOVERNOR, "05-03", "share 50 percent"
        ),
    ),
    Pair(
        "a minister who speaks for the ministry",
        "restates",
        told("Sixty people were killed.", MINISTRY, "05-07", "killed 60"),
        told("60 people were killed.", "Health minister Sand", "05-07", "killed 60"),
    ),
    Pair(
        "a mayor told by a newspaper",
        "restates",
        told("Forty people drowned off Quenna.", MAYOR, "05-06", "killed 40"),
        told("Forty people drowned.", f"{TIDE} < {MAYOR}", "05-06", "killed 40"),
    ),
    Pair(
        "a toll that has risen",
        "updates",
        told("Sixty people were killed.", MINISTRY, "05-07", "killed 60"),
        told("Seventy-one people were killed.", MINISTRY, "05-14", "killed 71"),
    ),
    Pair(
        "a least toll that has risen",
        "updates",
        told(
            "At least 60 people were killed.", MINISTRY, "05-07", "killed at least 60"
        ),
        told(
            "At least 71 people were killed.", MINISTRY, "05-14", "killed at least 71"
        ),
    ),
    Pair(
        "the missing are found",
        "updates",
        told("Sixty people are missing.", MINISTRY, "05-07", "missing 60", **STATE),
        told(
            "Fewer than ten people are missing.",
            MINISTRY,
            "05-14",
            "missing fewer than ten",
            **STATE,
        ),
    ),
    Pair(
        "the displaced go home",
        "updates",
        told("5,000 people are in shelters.", GOVERNOR, "05-03", "displaced 5,000"),
        told("3,200 people are in shelters.", GOVERNOR, "05-20", "displaced 3,200"),
    ),
    Pair(
        "more and more casualties",
        "updates",
        told(
            "More than 1,000 soldiers are dead or hurt.",
            STAFF,
            "04-02",
            "casualties more than 1,000",
        ),
        told(
            "More than 3,000 soldiers are dead or hurt.",
            STAFF,
            "05-02",
            "casualties more than 3,000",
        ),
    ),
    Pair(
        "an approximate number that has grown by a fifth",
        "updates",
        told(
            "About 10,000 soldiers were sent.", STAFF, "04-02", "deployed about 10,000"
        ),
        told(
            "About 12,000 soldiers were sent.", STAFF, "05-02", "deployed about 12,000"
        ),
    ),
    Pair(
        "planned talks that came to nothing",
        "updates",
        told("Talks will take place in Odrezh on Friday.", DAHL, "05-07", **PLAN),
        told("No talks took place in Odrezh on Friday.", DAHL, "05-14", **DENIED),
    ),
    Pair(
        "a dearer dam",
        "updates",
        told("The dam costs €40 million.", GOVERNOR, "03-01", "cost €40 million"),
        told("The dam costs €65 million.", GOVERNOR, "09-01", "cost €65 million"),
    ),
    Pair(
        "a bridge that is open again",
        "updates",
        told("The bridge of Arvika is closed.", GOVERNOR, "05-03", **STATE),
        told("Cars cross the bridge of Arvika again.", GOVERNOR, "05-20", **STATE),
    ),
    Pair(
        "a higher toll by the minister in person",
        "updates",
        told("Sixty people were killed.", MINISTRY, "05-07", "killed 60"),
        told("71 people were killed.", "Health minister Sand", "05-14", "killed 71"),
    ),
    Pair(
        "a ship that was promised and sent",
        "updates",
        told(
            "Lindqvar will send a hospital ship to Quenna.",
            "Government of Lindqvar",
            "05-08",
            **PLAN,
        ),
        told(
            "Lindqvar has sent a hospital ship to Quenna.",
            "Government of Lindqvar",
            "05-15",
        ),
    ),
    Pair(
        "a hospital that allows less than the ministry counts",
        "contradicts",
        told("Sixty people were killed.", MINISTRY, "05-07", "killed 60"),
        told(
            "No more than 45 people died.", HOSPITAL, "05-07", "killed no more than 45"
        ),
    ),
    Pair(
        "a lower toll of another source a day later",
        "contradicts",
        told("Sixty people were killed.", MINISTRY, "05-07", "killed 60"),
        told("25 people were killed.", REBELS, "05-08", "killed 25"),
    ),
    Pair(
        "a denied figure",
        "contradicts",
        told(
            "Two gunners were detained in Odrezh.",
            WRITER,
            "05-07",
            "detained Two",
            publisher=TIDE,
        ),
        told(
            "Two gunners were not detained.",
            DEFENCE,
            "05-08",
            "detained two",
            **DENIED,
        ),
    ),
    Pair(
        "a denied shelling",
        "contradicts",
        told("Sarrovian guns hit the ferry Sheli.", NAVY, "05-06"),
        told("Sarrovian guns did not hit the ferry Sheli.", DEFENCE, "05-07", **DENIED),
    ),
    Pair(
        "two accounts of who fired",
        "contradicts",
        told("Sarrovian artillery fired on the ferry.", NAVY, "05-06"),
        told("A Velmoran gunboat fired on the ferry.", DEFENCE, "05-06"),
    ),
    Pair(
        "a far higher toll of the other side the day after",
        "contradicts",
        told(
            "Exactly 30 soldiers fell at Ulm Pass.", STAFF, "04-02", "killed exactly 30"
        ),
        told("200 soldiers fell at Ulm Pass.", REBELS, "04-03", "killed 200"),
    ),
    Pair(
        "an approximate number far from an exact one",
        "contradicts",
        told("About 200 people marched.", UNION, "05-01", "present about 200"),
        told("Thirty people marched.", PORT, "05-01", "present thirty"),
    ),
    Pair(
        "two numbers of one source, neither withdrawn",
        "contradicts",
        told("45 people were injured in the fire.", MINISTRY, "05-07", "wounded 45"),
        told("30 people were injured in the fire.", MINISTRY, "05-09", "wounded 30"),
    ),
    Pair(
        "a dam that is safe and is not",
        "contradicts",
        told("The dam above Arvika is safe.", GOVERNOR, "05-01", **STATE),
        told(
            "The dam above Arvika is not safe.", "Lena Voss", "05-02", **STATE, **DENIED
        ),
    ),
    Pair(
        "children among the dead",
        "none",
        told("60 people died.", MINISTRY, "05-07", "killed 60", counted="people"),
        told("15 children died.", MINISTRY, "05-08", "killed 15", counted="children"),
    ),
    Pair(
        "the dead and the injured",
        "none",
        told("60 people died.", MINISTRY, "05-07", "killed 60"),
        told("60 people were injured.", MINISTRY, "05-07", "wounded 60"),
    ),
    Pair(
        "two who count the same apart from each other",
        "none",
        told("60 people died.", MINISTRY, "05-07", "killed 60"),
        told("60 people died.", HOSPITAL, "05-08", "killed 60"),
    ),
    Pair(
        "one number of two attacks",
        "none",
        told("60 people died on the ferry.", MINISTRY, "05-07", "killed 60"),
        told(
            "60 people died on the bridge.",
            MINISTRY,
            "05-09",
            "killed 60",
            event="other",
        ),
    ),
    Pair(
        "an addition and a total",
        "none",
        told(
            "Another 20 people died.", MINISTRY, "05-07", "killed 20", scope="increment"
        ),
        told("60 people have died.", MINISTRY, "05-08", "killed 60"),
    ),
    Pair(
        "a rate of a day and one of a week",
        "none",
        told(
            "300 people a day leave Quenna.",
            GOVERNOR,
            "05-07",
            "displaced 300",
            scope="rate",
            words="300 a day",
        ),
        told(
            "300 people a week leave Quenna.",
            GOVERNOR,
            "05-14",
            "displaced 300",
            scope="rate",
            words="300 a week",
        ),
    ),
    Pair(
        "officials whom nobody knows",
        "none",
        told("60 people died.", UNNAMED, "05-07", "killed 60"),
        told("60 people died.", UNNAMED, "05-07", "killed 60"),
    ),
    Pair(
        "the dead of two days",
        "none",
        told("20 people died on Monday.", MINISTRY, "05-05", "killed 20", when="05-05"),
        told(
            "15 people died on Tuesday.", MINISTRY, "05-06", "killed 15", when="05-06"
        ),
    ),
    Pair(
        "bounds that allow each other",
        "none",
        told("At least 40 people died.", MAYOR, "05-07", "killed at least 40"),
        told("60 people died.", MINISTRY, "05-07", "killed 60"),
    ),
    Pair(
        "a toll that may have grown in a day",
        "none",
        told("40 people died.", MAYOR, "05-06", "killed 40"),
        told("60 people died.", MINISTRY, "05-07", "killed 60"),
    ),
    Pair(
        "a ship and a field hospital",
        "none",
        told("Lindqvar will send a ship with food.", DAHL, "05-08", **PLAN),
        told("Lindqvar will send doctors and a field hospital.", DAHL, "05-09", **PLAN),
    ),
    Pair(
        "two who say so apart from each other",
        "none",
        told("Sarrovian guns fired on the ferry.", NAVY, "05-06"),
        told("Sarrovian guns fired on the ferry.", "Coastguard", "05-07"),
    ),
    Pair(
        "a statement that is withdrawn",
        "retracts",
        told("Sarrovian artillery fired on the boat.", NAVY, "05-06"),
        told(
            "Sarrovian artillery fired on the boat.",
            NAVY,
            "05-13",
            certainty="uncommitted",
        ),
    ),
    Pair(
        "a list misread",
        "corrects",
        told("14 people died.", MAYOR, "05-05", "killed 14"),
        told("40 people had died by Monday.", MAYOR, "05-06", "killed 40"),
    ),
    Pair(
        "guns that fired and did not hit",
        "none",
        told("Sarrovian guns fired at sea that evening.", NAVY, "05-06"),
        told("Sarrovian guns did not hit the boat.", DEFENCE, "05-07", **DENIED),
    ),
    Pair(
        "evidence",
        "supports",
        told("Shells struck the ferry.", NAVY, "05-06"),
        told("Fragments of shells lie in the wreck.", NAVY, "05-12", **STATE),
    ),
    Pair(
        "the dead of two towns",
        "none",
        told(
            "12 people died in Quenna.", MINISTRY, "05-07", "killed 12", place="quenna"
        ),
        told(
            "30 people died in Odrezh.", MINISTRY, "05-08", "killed 30", place="odrezh"
        ),
    ),
    Pair(
        "two demands",
        "none",
        told("There should be an inquiry into the flood.", MAYOR, "05-08", **STANCE),
        told("The water minister should resign.", MAYOR, "05-09", **STANCE),
    ),
    Pair(
        "two currencies",
        "none",
        told("The dam costs $40 million.", GOVERNOR, "03-01", "cost $40 million"),
        told("The dam costs €40 million.", GOVERNOR, "03-02", "cost €40 million"),
    ),
)

HELD_BACK = (
    Pair(
        "prisoners in two newspapers",
        "restates",
        told("The front holds 85 soldiers.", REBELS, "04-10", "captured 85"),
        told("85 soldiers were taken prisoner.", REBELS, "04-11", "captured 85"),
    ),
    Pair(
        "a range",
        "restates",
        told(
            "Between 300 and 500 trucks crossed the border.",
            PORT,
            "06-01",
            "supplied between 300 and 500",
        ),
        told("300 to 500 trucks went over.", PORT, "06-02", "supplied 300 to 500"),
    ),
    Pair(
        "dozens in two newspapers",
        "restates",
        told("Dozens of people were hurt.", HOSPITAL, "05-01", "wounded Dozens"),
        told("Dozens were injured.", HOSPITAL, "05-01", "wounded Dozens"),
    ),
    Pair(
        "an addition in two newspapers",
        "restates",
        told(
            "Another 20 people died on Tuesday.",
            MINISTRY,
            "05-07",
            "killed Another 20",
            scope="increment",
            when="05-06",
        ),
        told(
            "20 more people died on Tuesday.",
            MINISTRY,
            "05-07",
            "killed 20",
            scope="increment",
            when="05-06",
        ),
    ),
    Pair(
        "one rate",
        "restates",
        told(
            "About 300 people a day flee Quenna.",
            GOVERNOR,
            "05-07",
            "displaced about 300",
            scope="rate",
            words="About 300 a day",
        ),
        told(
            "About 300 people a day were leaving.",
            GOVERNOR,
            "05-14",
            "displaced about 300",
            scope="rate",
            words="about 300 a day",
        ),
    ),
    Pair(
        "one strike",
        "restates",
        told("Dockers in Quenna have been on strike since Monday.", UNION, "06-03"),
        told("The dockers of Quenna have been striking since Monday.", UNION, "06-04"),
    ),
    Pair(
        "one strike in quite other words",
        "restates",
        told("Dockers in Quenna have been on strike since Monday.", UNION, "06-03"),
        told("No ship has been unloaded in the port this week.", UNION, "06-04"),
    ),
    Pair(
        "one refusal",
        "restates",
        told(
            "Sarrovia will not pay compensation to Velmora.",
            DEFENCE,
            "05-20",
            **PLAN,
            **DENIED,
        ),
        told(
            "Sarrovia is not going to pay Velmora compensation.",
            DEFENCE,
            "05-21",
            **PLAN,
            **DENIED,
        ),
    ),
    Pair(
        "one stand",
        "restates",
        told("The election should be held in spring.", DAHL, "02-01", **STANCE),
        told("Elections should be held in spring.", DAHL, "02-03", **STANCE),
    ),
    Pair(
        "one arrival",
        "restates",
        told(
            "A convoy of the Red Crescent has reached Arvika.", "Red Crescent", "05-05"
        ),
        told("The Red Crescent’s convoy reached Arvika.", "Red Crescent", "05-06"),
    ),
    Pair(
        "one arrival in other words",
        "restates",
        told(
            "A convoy of the Red Crescent has reached Arvika.", "Red Crescent", "05-05"
        ),
        told("Relief goods arrived in the flooded town.", "Red Crescent", "05-06"),
    ),
    Pair(
        "a number in words and one with a modifier",
        "restates",
        told("A dozen houses burned down.", RESCUE, "07-01", "destroyed A dozen"),
        told("Some 12 houses burned down.", RESCUE, "07-01", "destroyed some 12"),
    ),
    Pair(
        "a rounded number",
        "restates",
        told(
            "1,987 people are in camps.", GOVERNOR, "05-09", "displaced 1,987", **STATE
        ),
        told(
            "About 2,000 people are in camps.",
            GOVERNOR,
            "05-09",
            "displaced about 2,000",
            **STATE,
        ),
    ),
    Pair(
        "an own count that another newspaper passes on",
        "restates",
        told(
            "Nine houses are under water.",
            WRITER,
            "05-03",
            "destroyed Nine",
            publisher=POST,
        ),
        told(
            "Nine houses are under water.",
            f"{MAYOR} < {POST}",
            "05-04",
            "destroyed nine",
        ),
    ),
    Pair(
        "money asked for",
        "restates",
        told(
            "Lindqvar wants €40 million.",
            "Government of Lindqvar",
            "05-07",
            "cost €40 million",
            **STANCE,
        ),
        told(
            "Lindqvar demands €40m.",
            "Government of Lindqvar",
            "05-14",
            "cost €40m",
            **STANCE,
        ),
    ),
    Pair(
        "prisoners who are exchanged",
        "updates",
        told(
            "Both sides hold 850 prisoners.",
            "Red Crescent",
            "04-10",
            "detained 850",
            **STATE,
        ),
        told(
            "Both sides hold 610 prisoners.",
            "Red Crescent",
            "06-10",
            "detained 610",
            **STATE,
        ),
    ),
    Pair(
        "more houses",
        "updates",
        told("120 houses were destroyed.", GOVERNOR, "05-03", "destroyed 120"),
        told(
            "More than 150 houses were destroyed.",
            GOVERNOR,
            "05-06",
            "destroyed more than 150",
        ),
    ),
    Pair(
        "dozens, then hundreds",
        "updates",
        told("Dozens of people were hurt.", MINISTRY, "05-01", "wounded Dozens"),
        told("Hundreds of people were hurt.", MINISTRY, "05-02", "wounded Hundreds"),
    ),
    Pair(
        "an army that leaves",
        "updates",
        told(
            "About 12,000 soldiers are in Norrland.",
            STAFF,
            "04-02",
            "present about 12,000",
            **STATE,
        ),
        told(
            "About 4,000 soldiers are in Norrland.",
            STAFF,
            "08-02",
            "present about 4,000",
            **STATE,
        ),
    ),
    Pair(
        "a number that was exceeded",
        "updates",
        told("Exactly 60 people died.", MINISTRY, "05-07", "killed exactly 60"),
        told("More than 60 people died.", MINISTRY, "05-09", "killed more than 60"),
    ),
    Pair(
        "a visit that took place",
        "updates",
        told("Foreign minister Dahl will visit Odrezh in June.", DAHL, "05-10", **PLAN),
        told("Foreign minister Dahl visited Odrezh in June.", DAHL, "06-20"),
    ),
    Pair(
        "a strike that is over",
        "updates",
        told("Dockers in Quenna are on strike.", UNION, "06-03", **STATE),
        told("Dockers in Quenna have gone back to work.", UNION, "06-10"),
    ),
    Pair(
        "soldiers who were to be sent and were",
        "updates",
        told(
            "Norrland will send 500 soldiers to Quenna.",
            STAFF,
            "04-02",
            "deployed 500",
            **PLAN,
        ),
        told("Norrland sent 500 soldiers to Quenna.", STAFF, "04-20", "deployed 500"),
    ),
    Pair(
        "a toll after three weeks, by the doctors who gave the first",
        "updates",
        told("9 people died of cholera.", HOSPITAL, "06-01", "killed 9"),
        told(
            "31 people died of cholera.", f"{POST} < {HOSPITAL}", "06-21", "killed 31"
        ),
    ),
    Pair(
        "a cheaper estimate",
        "updates",
        told(
            "The repair will cost €9 million.", PORT, "02-01", "cost €9 million", **PLAN
        ),
        told(
            "The repair will cost €7 million.", PORT, "04-01", "cost €7 million", **PLAN
        ),
    ),
    Pair(
        "police and union count a march",
        "contradicts",
        told(
            "40,000 people marched through Lindqvar.", UNION, "05-01", "present 40,000"
        ),
        told(
            "8,000 people marched through Lindqvar.",
            "Police of Lindqvar",
            "05-01",
            "present 8,000",
        ),
    ),
    Pair(
        "losses as either side has them",
        "contradicts",
        told(
            "The front lost more than 400 fighters.",
            STAFF,
            "04-10",
            "killed more than 400",
        ),
        told("We lost 31 fighters.", REBELS, "04-11", "killed 31"),
    ),
    Pair(
        "a ministry that denies a number",
        "contradicts",
        told("85 soldiers were taken prisoner.", REBELS, "04-10", "captured 85"),
        told(
            "85 of our soldiers have not been taken prisoner.",
            STAFF,
            "04-11",
            "captured 85",
            **DENIED,
        ),
    ),
    Pair(
        "a denied crossing",
        "contradicts",
        told("Norrland’s tanks crossed the river Ulm.", REBELS, "04-10"),
        told("Our tanks did not cross the Ulm.", STAFF, "04-11", **DENIED),
    ),
    Pair(
        "a pact that was not signed",
        "contradicts",
        told("President Oren signed the grain pact.", TIDE, "06-01"),
        told(
            "President Oren has not signed the grain pact.", "Oren", "06-01", **DENIED
        ),
    ),
    Pair(
        "a denial in quite other words",
        "contradicts",
        told("Norrland’s tanks crossed the river Ulm.", REBELS, "04-10"),
        told("All our vehicles stayed on the eastern bank.", STAFF, "04-11"),
    ),
    Pair(
        "a denial that comes first",
        "contradicts",
        told("The reservoir is not poisoned.", GOVERNOR, "05-02", **STATE, **DENIED),
        told("The reservoir is poisoned.", "Lena Voss", "05-03", **STATE),
    ),
    Pair(
        "money paid",
        "contradicts",
        told(
            "The port paid €12 million for the cranes.",
            PORT,
            "02-01",
            "cost €12 million",
        ),
        told(
            "The port paid less than €5 million for the cranes.",
            UNION,
            "02-03",
            "cost less than €5 million",
        ),
    ),
    Pair(
        "one source that goes back on its word",
        "contradicts",
        told("We sank the ferry.", REBELS, "05-06"),
        told("We did not sink the ferry.", REBELS, "05-09", **DENIED),
    ),
    Pair(
        "a higher count of the dead by the other side, of the same day",
        "contradicts",
        told("Twelve people died in the raid.", STAFF, "04-12", "killed Twelve"),
        told(
            "At least 40 people died in the raid.",
            REBELS,
            "04-12",
            "killed at least 40",
        ),
    ),
    Pair(
        "soldiers and civilians",
        "none",
        told("31 fighters fell.", REBELS, "04-11", "killed 31", counted="fighters"),
        told("70 civilians fell.", REBELS, "04-12", "killed 70", counted="civilians"),
    ),
    Pair(
        "sent and there",
        "none",
        told("Norrland sent 12,000 soldiers.", STAFF, "04-02", "deployed 12,000"),
        told(
            "12,000 soldiers are in Norrland.",
            STAFF,
            "04-03",
            "present 12,000",
            **STATE,
        ),
    ),
    Pair(
        "made and supplied",
        "none",
        told("The works made 900 shells.", DEFENCE, "03-01", "produced 900"),
        told("The works gave away 900 shells.", DEFENCE, "03-02", "supplied 900"),
    ),
    Pair(
        "experts here and experts there",
        "none",
        told(
            "The dam will not hold another winter.", UNNAMED, "05-02", **PLAN, **DENIED
        ),
        told(
            "The dam will not hold another winter.", UNNAMED, "05-03", **PLAN, **DENIED
        ),
    ),
    Pair(
        "one number of two floods",
        "none",
        told("Nine houses were lost.", RESCUE, "05-02", "destroyed Nine"),
        told(
            "Nine houses were lost.", RESCUE, "08-02", "destroyed Nine", event="other"
        ),
    ),
    Pair(
        "two additions",
        "none",
        told(
            "Another 20 people died on Tuesday.",
            MINISTRY,
            "05-07",
            "killed 20",
            scope="increment",
            when="05-06",
        ),
        told(
            "Another 20 people died on Friday.",
            MINISTRY,
            "05-10",
            "killed 20",
            scope="increment",
            when="05-09",
        ),
    ),
    Pair(
        "a rate and a total",
        "none",
        told(
            "300 people a day flee.",
            GOVERNOR,
            "05-07",
            "displaced 300",
            scope="rate",
            words="300 a day",
        ),
        told("5,000 people have fled.", GOVERNOR, "05-08", "displaced 5,000"),
    ),
    Pair(
        "a promise of another sum",
        "none",
        told("Lindqvar has paid €10 million.", DAHL, "05-01", "cost €10 million"),
        told(
            "Lindqvar will pay another €30 million.",
            DAHL,
            "05-02",
            "cost €30 million",
            **PLAN,
        ),
    ),
    Pair(
        "a range that holds the number",
        "none",
        told(
            "Between 30 and 50 people died.", MAYOR, "05-07", "killed between 30 and 50"
        ),
        told("Exactly 44 people died.", MINISTRY, "05-07", "killed exactly 44"),
    ),
    Pair(
        "round numbers near each other",
        "none",
        told("About 1,000 people marched.", UNION, "05-01", "present about 1,000"),
        told("950 people marched.", PORT, "05-01", "present 950"),
    ),
    Pair(
        "a rising river of two sources",
        "none",
        told("200 people were evacuated.", GOVERNOR, "05-03", "displaced 200"),
        told("1,400 people were evacuated.", RESCUE, "05-05", "displaced 1,400"),
    ),
    Pair(
        "tents and blankets",
        "none",
        told(
            "The Red Crescent gave tents to the people of Arvika.",
            "Red Crescent",
            "05-05",
        ),
        told(
            "The Red Crescent gave blankets to the people of Arvika.",
            "Red Crescent",
            "05-06",
        ),
    ),
    Pair(
        "two visits",
        "none",
        told("Dahl will visit Odrezh in June.", DAHL, "05-10", **PLAN),
        told("Dahl will visit Lindqvar in July.", DAHL, "05-11", **PLAN),
    ),
    Pair(
        "a denial of something else",
        "none",
        told("Norrland’s tanks crossed the river Ulm.", REBELS, "04-10"),
        told("Norrland’s tanks did not fire on the village.", STAFF, "04-11", **DENIED),
    ),
    Pair(
        "what nobody denies",
        "none",
        told("Guns fired on the ferry.", NAVY, "05-06"),
        told(
            "Guns fired on the ferry.",
            DEFENCE,
            "05-07",
            certainty="uncommitted",
            **DENIED,
        ),
    ),
    Pair(
        "two days of shelling denied for one",
        "none",
        told("Guns fired on the harbour on Monday.", NAVY, "05-06", when="05-05"),
        told(
            "Guns did not fire on the harbour on Friday.",
            DEFENCE,
            "05-10",
            when="05-09",
            **DENIED,
        ),
    ),
    Pair(
        "a fire and its cause",
        "supports",
        told("The harbour burned down.", PORT, "07-01"),
        told("Welders had worked near the tanks of the harbour.", PORT, "07-03"),
    ),
    Pair(
        "a toll that a newspaper corrects",
        "corrects",
        told(
            "Nineteen people died.", WRITER, "07-01", "killed Nineteen", publisher=POST
        ),
        told("Nine people died.", WRITER, "07-03", "killed Nine", publisher=POST),
    ),
    Pair(
        "hectares and square kilometres",
        "none",
        told("The fire covers 400 hectares.", RESCUE, "07-01", "area 400 ha"),
        told("The fire covers 400 square kilometres.", RESCUE, "07-01", "area 400 km2"),
    ),
    Pair(
        "two shares",
        "none",
        told(
            "40 percent of the voters came.",
            "Electoral board",
            "03-05",
            "share 40 percent",
            counted="voters",
        ),
        told(
            "52 percent of the seats went to Dahl.",
            "Electoral board",
            "03-06",
            "share 52 percent",
            counted="seats",
        ),
    ),
    Pair(
        "one writer who writes in two newspapers",
        "none",
        told("The town is calm.", WRITER, "05-08", publisher=TIDE, **STATE),
        told("The town is calm.", WRITER, "05-09", publisher=POST, **STATE),
    ),
)
PAIRS = (*TRIED, *HELD_BACK)


def measure_of(figure: str) -> Row:
    """The cells of a number, as the build fills them."""
    measure, _, words = figure.partition(" ")
    quantity = parse(words)
    assert isinstance(quantity, Quantity), (words, quantity)
    people = "killed wounded missing captured detained displaced deployed present"
    is_of_people = measure in {*people.split(), "casualties"}
    unit = quantity.unit or ("person" if is_of_people else "item")
    return {
        "measure": measure,
        "quantity": quantity.quantity,
        "quantity_modifier": quantity.modifier,
        "quantity_low": quantity.low,
        "quantity_high": quantity.high,
        "unit": unit,
        "words": words,
    }
