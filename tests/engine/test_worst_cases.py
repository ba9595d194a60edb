"""Texts that are hard to align: they take no more work than others, and what can be matched in them is."""

from __future__ import annotations

import random
import re
from pathlib import Path

import numpy as np
import pytest

from comparisons.engine.matching import anchors, likeness, near
from comparisons.engine.matching.match import match
from comparisons.engine.text.tokens import tokenise

TEXTS = Path(__file__).parents[2] / "seeds" / "texts"
SIZE = 3_000
VOCABULARY = [f"word{n}" for n in range(400)]


def prose(seed: int = 1, size: int = SIZE) -> list[str]:
    dice = random.Random(seed)
    return dice.choices(VOCABULARY, [1 / (rank + 3) for rank in range(len(VOCABULARY))], k=size)


def matched(a: list[str], b: list[str]) -> int:
    found = match(tokenise(" ".join(a)), tokenise(" ".join(b)))
    hit = found.mate[found.mate >= 0]
    assert (np.diff(hit) > 0).all()
    return len(hit) + len(found.moved_a)


def test_abab_and_baba_differ_in_two_words() -> None:
    assert matched(["a", "b"] * (SIZE // 2), ["b", "a"] * (SIZE // 2)) == SIZE - 1


def test_one_word_again_and_again_is_matched_as_often_as_both_have_it() -> None:
    assert matched(["the"] * SIZE, ["the"] * (SIZE - 40)) == SIZE - 40
    assert matched(["x", *["the"] * SIZE], [*["the"] * (SIZE - 40), "y"]) == SIZE - 40


def test_a_text_and_its_reverse_share_next_to_nothing_in_order() -> None:
    words = prose()
    found = match(tokenise(" ".join(words)), tokenise(" ".join(words[::-1])))
    assert (found.mate >= 0).sum() < SIZE / 5


def test_unrelated_prose_is_a_replacement_and_no_archipelago() -> None:
    a, b = prose(1), [f"other{word}" for word in prose(2)]
    for at in range(0, SIZE, 25):
        a[at] = b[(at * 7) % SIZE] = "the"
    assert matched(a, b) == 0


def test_shuffled_blocks_are_found_as_moves() -> None:
    blocks = [prose(seed, 100) for seed in range(30)]
    order = list(range(30))
    random.Random(4).shuffle(order)
    a = [word for block in blocks for word in block]
    b = [word for n in order for word in blocks[n]]
    assert matched(a, b) > 0.9 * len(a)


@pytest.mark.parametrize("size", [25, 40, 60, 100])
def test_a_real_text_whose_stretches_were_shuffled_is_found_again_stretch_by_stretch(size: int) -> None:
    a = re.findall(r"\w+", (TEXTS / "E.txt").read_text(encoding="utf-8"))
    for seed in range(8):
        blocks = [a[at : at + size] for at in range(0, len(a), size)]
        random.Random(seed).shuffle(blocks)
        assert matched(a, [word for block in blocks for word in block]) > 0.9 * len(a)


CASES = {
    "ordinary": lambda words: (words, [w for n, w in enumerate(words) if n % 9]),
    "periodic": lambda words: ([f"p{n % 7}" for n in range(len(words))], [f"p{n % 11}" for n in range(len(words))]),
    "one word": lambda words: (["x", *["the"] * len(words)], [*["the"] * len(words), "y"]),
    "two words": lambda words: ([f"w{n * n % 7 % 2}" for n in range(len(words))], prose(3, len(words))),
    "reversed": lambda words: (words, words[::-1]),
    "permuted": lambda words: (words, random.Random(2).sample(words, len(words))),
    "alike": lambda words: (
        [f"aaaa{n % 97}bb" for n in range(len(words))],
        [f"aaab{n % 89}bb" for n in range(len(words))],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_work_is_in_proportion_to_the_texts(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words handled by all levels, and pairs of words that are compared by their letters, for each word of the texts."""
    handled = compared = 0
    once, alike = anchors.once_in_both, likeness.likeness

    def counted_once(keys_a, keys_b):  # type: ignore[no-untyped-def]
        nonlocal handled
        handled += len(keys_a) + len(keys_b)
        return once(keys_a, keys_b)

    def counted_likeness(kinds, one, other):  # type: ignore[no-untyped-def]
        nonlocal compared
        compared += len(one)
        return alike(kinds, one, other)

    monkeypatch.setattr(anchors, "once_in_both", counted_once)
    monkeypatch.setattr(near, "likeness", counted_likeness)
    monkeypatch.setattr(near, "CELLS", 0)
    a, b = CASES[name](prose())
    matched(a, b)
    assert handled <= 40 * (len(a) + len(b))
    assert compared <= 12 * near.CELLS_A_WORD * (len(a) + len(b))
