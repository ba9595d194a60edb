"""E, the emended text: W's body with eight conjectures, one revision each, in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seeds.making.capture import BODY, TEXT, body, capture, lines

SHA256 = "94abef21dc3a9f43054d48ce3286266e936fd9e2daf07425352a3f00eb6b2fb9"


@dataclass(frozen=True, slots=True)
class Emendation:
    """A conjecture. `begin`, `end`: code points into the whole web capture; `before` stands there, `after` in E."""

    name: str
    begin: int
    end: int
    before: str
    after: str
    certainty: str


# "Certain": the words cannot stand in English. None is certain in the strict sense before the print has been seen.
EMENDATIONS = (
    Emendation("E1", 1616, 1618, "he", "the", "certain"),
    Emendation("E2", 5119, 5122, "to ", '"', "certain"),
    Emendation("E3", 6556, 6557, ",", "", "probable"),
    Emendation("E4", 11639, 11639, "", " class", "omission certain, word all but certain"),
    Emendation("E5", 12104, 12106, "in", "win", "fault certain, word probable"),
    Emendation("E6", 13251, 13259, "evermore", "ever more", "probable"),
    Emendation("E7", 13396, 13396, "", "of ", "certain"),
    Emendation("E8", 13770, 13770, "", "of ", "certain"),
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that may well be in print and is left as it stands: code points into the whole web capture."""

    name: str
    begin: int
    end: int
    reading: str


DOUBTS = (
    Doubt("Q1", 9773, 9773, ""),
    Doubt("Q2", 10542, 10542, ""),
    Doubt("Q3", 13270, 13270, ""),
    Doubt("Q4", 13814, 13823, "struggles"),
    Doubt("Q5", 8369, 8371, "It"),
    Doubt("Q6", 2573, 2580, "protege"),
    Doubt("Q7", 3314, 3319, "large"),
    Doubt("Q8", 16495, 16506, "yourselves,"),
    Doubt("Q9", 14350, 14361, "for defense"),
    # Typography, one doubt in eight places: the spaced dashes and the points outside quotation marks.
    Doubt("Q10", 690, 693, " – "),
    Doubt("Q10", 711, 714, " – "),
    Doubt("Q10", 4784, 4786, '".'),
    Doubt("Q10", 4911, 4913, '",'),
    Doubt("Q10", 5130, 5132, '",'),
    Doubt("Q10", 7644, 7646, '",'),
    Doubt("Q10", 10149, 10151, '",'),
    Doubt("Q10", 15252, 15255, " – "),
)


def revisions() -> list[str]:
    """E@1, W's body, to E@9, the whole of E; each differs from the one before by one emendation."""
    texts = [body()]
    for emendation in EMENDATIONS:
        text, (begin, end) = texts[-1], _in_previous(emendation)
        if text[begin:end] != emendation.before:
            raise ValueError(f"{emendation.name}: “{text[begin:end]}” stands where “{emendation.before}” should.")
        texts.append(text[:begin] + emendation.after + text[end:])
    return texts


def text() -> str:
    return revisions()[-1]


def in_emended(begin: int, end: int) -> tuple[int, int]:
    """A span of the web capture outside the emended places, as a span of E."""
    shift = -BODY[0] + sum(len(e.after) - len(e.before) for e in EMENDATIONS if e.end <= begin)
    return begin + shift, end + shift


def _in_previous(emendation: Emendation) -> tuple[int, int]:
    """Where an emendation is made in the revision before it."""
    done = EMENDATIONS[: EMENDATIONS.index(emendation)]
    shift = -BODY[0] + sum(len(e.after) - len(e.before) for e in done)
    return emendation.begin + shift, emendation.end + shift


def truth() -> dict[str, Any]:
    """The eight places in W's file, in W@1, in the revision that made them and in E@9."""
    whole, named = capture(), lines(text())
    places = []
    for number, emendation in enumerate(EMENDATIONS, start=2):
        begin, end = _in_previous(emendation)
        after = [begin, begin + len(emendation.after)]  # those before lie to its left and are in place already
        paragraph = next(line.name for line in named.values() if line.begin <= after[0] <= line.end)
        places.append(
            {
                "name": emendation.name,
                "paragraph": paragraph,
                "before": emendation.before,
                "after": emendation.after,
                "certainty": emendation.certainty,
                "source": [emendation.begin, emendation.end],
                "W@1": [emendation.begin - TEXT[0], emendation.end - TEXT[0]],
                "revision": number,
                "previous": [begin, end],
                "made": after,
                "E@9": after,
            }
        )
        assert whole[emendation.begin : emendation.end] == emendation.before
    doubts = [
        {
            "name": doubt.name,
            "reading": doubt.reading,
            "source": [doubt.begin, doubt.end],
            "E@9": list(in_emended(doubt.begin, doubt.end)),
        }
        for doubt in DOUBTS
    ]
    return {"a": "W", "b": "E", "emendations": places, "doubts": doubts}
