"""Passages that stand elsewhere."""

from __future__ import annotations

import random

from comparisons.engine.matching.match import match
from comparisons.engine.text.tokens import tokenise

PARAGRAPHS = [
    "The harbour was quiet that morning, and the boats lay close together under the grey wall.",
    "Nobody had yet lit the lamps in the market, where three women waited for the first cart.",
    "A boy carried two baskets of apples across the bridge without looking at the water.",
    "In the council they spoke of taxes, of roads, and of the bell that had cracked in winter.",
    "Far above the town a shepherd counted his flock twice and found one lamb too many.",
]


def moves(a: str, b: str) -> list[tuple[str, str]]:
    """The moved passages, as they stand on both sides."""
    left, right = tokenise(a), tokenise(b)
    found = match(left, right)
    return [
        (
            a[left.begin[found.words_a[a0]] : left.end[found.words_a[a1 - 1]]],
            b[right.begin[found.words_b[b0]] : right.end[found.words_b[b1 - 1]]],
        )
        for a0, a1, b0, b1 in found.moves.tolist()
    ]


def text(*order: int) -> str:
    return "\n\n".join(PARAGRAPHS[n] for n in order)


def bare(n: int) -> str:
    return PARAGRAPHS[n].rstrip(".")


def test_a_moved_paragraph_is_one_move() -> None:
    assert moves(text(0, 1, 2, 3, 4), text(0, 2, 3, 4, 1)) == [(bare(1), bare(1))]


def test_what_keeps_the_most_words_in_order_stays() -> None:
    # Paragraph 4 alone has moved; the four that it passed have not.
    assert moves(text(0, 1, 2, 3, 4), text(4, 0, 1, 2, 3)) == [(bare(4), bare(4))]


def test_a_moved_sentence_of_a_few_words_is_found() -> None:
    slogan = "Long live the free republic of Andorra!"
    a = f"{slogan}\n\n{text(0, 1, 2, 3)}"
    b = f"{text(0, 1, 2, 3)}\n\n{slogan}"
    assert moves(a, b) == [(slogan[:-1], slogan[:-1])]


def test_a_passage_revised_on_the_way_is_still_one_move() -> None:
    revised = "Nobody had lit the lanterns in the market yet, where three old women waited for the very first cart."
    found = moves(text(0, 1, 2, 3, 4), f"{text(0, 2, 3, 4)}\n\n{revised}")
    assert len(found) == 1
    assert found[0][0].startswith("Nobody had")
    assert found[0][1].endswith("first cart")


def test_no_move_is_claimed_where_the_order_is_kept() -> None:
    other = "Something quite different was printed here by the second publisher of the book in those years."
    assert moves(text(0, 1, 2), f"{other}\n\n{text(0)}\n\n{other}\n\n{text(1, 2)}") == []
    assert moves(text(0, 1, 2, 3), text(0, 3)) == []


def test_a_twin_that_could_be_another_is_no_move() -> None:
    refrain = "and so the river ran on and on to the wide green sea"
    a = f"{refrain}\n{text(0)}\n{text(1)}\n{refrain}\n{text(2)}\n{text(3)}"
    b = f"{text(0)}\n{refrain}\n{text(1)}\n{text(2)}\n{refrain}\n{text(3)}"
    assert all("river" not in passage for passage, _ in moves(a, b))


def test_a_passage_that_is_unique_as_a_whole_is_no_twin() -> None:
    # Its phrases stand elsewhere too, in other sentences; the sentence stands once.
    phrase = "Nobody had yet lit the lamps that evening. Three women waited for the first cart of hay."
    found = moves(f"{phrase}\n{text(0, 1, 2, 3, 4)}", f"{phrase}\n{text(0, 2, 3, 4, 1)}")
    assert found == [(bare(1), bare(1))]


def test_two_moved_paragraphs_are_two_moves() -> None:
    assert len(moves(text(0, 1, 2, 3, 4), text(1, 0, 2, 4, 3))) == 2


def test_shuffled_paragraphs_are_found_where_they_went() -> None:
    dice = random.Random(5)
    stock = [f"word{n}" for n in range(900)]
    paragraphs = [" ".join(dice.choices(stock, k=60)) for _ in range(40)]
    order = list(range(40))
    dice.shuffle(order)
    left, right = tokenise("\n".join(paragraphs)), tokenise("\n".join(paragraphs[n] for n in order))
    found = match(left, right)
    assert (found.mate >= 0).sum() + len(found.moved_a) > 0.80 * 40 * 60


def test_words_that_count_as_the_same_are_one_move_however_few_letters_they_share() -> None:
    plain = "Œuvres à y œ è é, ô ù ï ë"
    folded = "OEuvres a y oe e e, o u i e"
    found = moves(f"{plain}\n\n{text(0, 1, 2, 3)}", f"{text(0, 1, 2, 3)}\n\n{folded}")
    assert found == [(plain, folded)]
