"""Texts that are hard to align, made from an ordinary one: each as a function from its words to two texts."""

from __future__ import annotations

import random
from collections.abc import Callable

Pair = tuple[list[str], list[str]]


def _shuffled(words: list[str], length: int) -> list[str]:
    blocks = [words[at : at + length] for at in range(0, len(words), length)]
    random.Random(1).shuffle(blocks)
    return [word for block in blocks for word in block]


def _drawn(words: list[str], kinds: int) -> Pair:
    dice = random.Random(1)
    names = [f"w{n}" for n in range(kinds)]
    return dice.choices(names, k=len(words)), dice.choices(names, k=len(words))


def _de_bruijn(words: list[str]) -> Pair:
    """A binary sequence in which every run of its order stands once (a feedback shift register), and its reverse."""
    order = max(4, len(words).bit_length())
    state, out, seen = [0] * (order - 1) + [1], [], len(words)
    for _ in range(seen):
        out.append(f"w{state[0]}")
        state = [*state[1:], state[0] ^ state[1]]
    return out, out[::-1]


WORST: dict[str, Callable[[list[str]], Pair]] = {
    "one word, again and again": lambda words: (["x", *["the"] * len(words)], [*["the"] * (len(words) - 9), "y"]),
    "abab against baba": lambda words: (["a", "b"] * (len(words) // 2), ["b", "a"] * (len(words) // 2)),
    "periods of 7 and 11": lambda words: (
        [f"p{n % 7}" for n in range(len(words))],
        [f"p{n % 11}" for n in range(len(words))],
    ),
    "reversed": lambda words: (words, words[::-1]),
    "permuted": lambda words: (words, random.Random(1).sample(words, len(words))),
    "blocks of 100 words shuffled": lambda words: (words, _shuffled(words, 100)),
    "blocks of 10 words shuffled": lambda words: (words, _shuffled(words, 10)),
    "two words at random": lambda words: _drawn(words, 2),
    "a thousand words at random": lambda words: _drawn(words, 1000),
    "shift register": _de_bruijn,
    "nothing in common": lambda words: (words, [f"{word[::-1]}q" for word in words]),
    "every word once, reversed": lambda words: (
        [f"w{n}" for n in range(len(words))],
        [f"w{n}" for n in range(len(words))][::-1],
    ),
}
