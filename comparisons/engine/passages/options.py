"""Every number by which passages are found, in one frozen value with its reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace

Skips = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Options:
    """Options of the search for shared passages. Words and bits unless something else is said.

    The defaults serve clean texts, old spelling and reworking alike; `for_scans` serves texts of which every fifth
    word is damaged. Two runs with equal options and one frequency table give equal results.
    """

    # What may be a passage.
    within: bool = False  # also passages inside one document
    shortest: int = 4  # words of the shorter side, those that a hyphen joins counted as one
    least: float = 0.0  # score that a passage needs in any case
    bar: float = 46.0  # score that a passage needs which is the same word for word …
    loose: float = 80.0  # … and so much more, times the share of its words that do not match
    small: float = 17.7  # log2 of the words of a corpus below which the bar falls …
    fall: float = 0.07  # … by this share for each halving: less can be alike by chance …
    lowest: float = 0.6  # … but never below this share
    closing: float = 0.5  # share of the bar for two copies of one place

    # Seeds: content words that stand near one another in two places.
    skips: Skips = ((0, 1, 2), (0, 1, 3), (0, 2, 3))  # which of four content words make a seed
    pairs: Skips = ()  # the same of two, where they carry log2(words of the corpus) together
    content: float = 0.62  # share of all words, the rarest, that seeds are made of
    most: int = 24  # a seed in more places …
    several: int = 8  # … of more documents links each only to its neighbours …
    neighbours: int = 8  # … so many on average …
    hubs: int = 8  # … and to so many that are linked to all
    few: int = 2  # distinct seeds that make a candidate

    # A candidate: seeds on one diagonal (the same distance between the two places).
    band: int = 5  # log2 of the words that a diagonal may sway
    reach: int = 40  # seeds farther apart do not support each other
    around: int = 24  # words beside the seeds that are looked at
    sway: int = 8  # words that a word there may be off the diagonal
    promise: float = 0.75  # share of the bar that must be found there before the candidate is aligned
    straight: float = 0.9  # share of that on one diagonal which makes the alignment needless
    margin: int = 8  # words by which what was found is widened

    # What a match is worth.
    prior: float = 6.0  # occurrences of a word before we trust what it says of the next
    ceiling: float = 15.0  # most that one word can carry
    near: float = 0.6  # share of its bits that a near word carries …
    near_bits: float = 10.0  # … of at most so many
    floor: int = 60  # likeness of 100 that makes words near
    hopeful: float = 0.7  # share of the bar that equal words must carry before near words are looked for …
    look: int = 12  # … so many words from an equal one

    # What a difference costs.
    change: float = 5.0  # a changed word
    open: float = 4.0  # words on one side only: so much …
    extend: float = 0.4  # … and so much for each …
    cap: float = 40.0  # … at most so much
    tear: float = 36.0  # a difference that costs more parts two passages
    part: float = 24.0  # score that a piece needs to be looked at further

    # What is one passage.
    merge: int = 28  # words between two pieces of one passage, in whatever order
    bridge: int = 100  # words that one side may leave out between them …
    bridge_share: float = 0.6  # … as a share of the pieces
    cover: float = 0.5  # share of a place that a better passage must cover to displace it
    repeat: float = 0.8  # the same for a repetition, which is not merged with its neighbour
    explain: float = 1.5  # a passage is explained by two others that are so many times better
    dense: float = 0.3  # share of the shorter document in candidates that has both aligned as a whole …
    dense_words: int = 400  # … if it is so many words

    def for_scans(self) -> Options:
        """For texts with many damaged words: seeds of two words, which hold where three would be broken."""
        return replace(self, pairs=((0, 1), (0, 2), (0, 3)), most=10)
