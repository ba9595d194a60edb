"""Which passages are found, in the words of somebody who looks for them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.engine.passages import Document, Frequencies, Options, Passages, SameName, find

SENTENCE = "The workers of this valley will not be starved into the arms of their oldest enemies."
LEAFLETS = {
    "dawn": f"Comrades of the night shift! {SENTENCE} Come to the bridge at six.",
    "notice": f"Posted by order of the committee. {SENTENCE}",
    "letter": f"My dear Anna, you ask for news and there is little of it. {SENTENCE} The bread is dear again.",
    "menu": "Soup of the day, boiled beef with turnips, a pudding of plums and a pot of tea for everyone.",
}


def documents(texts: dict[str, str]) -> list[Document]:
    return [Document(name, text) for name, text in texts.items()]


def listed(found: Passages) -> list[tuple[str, int, int, str, int, int]]:
    """Those that stand for themselves, the names of each pair in order."""
    return _places(found, [k for k, _ in found.heads()])


def shared(found: Passages) -> list[tuple[str, int, int, str, int, int]]:
    """All, those under another too."""
    return _places(found, range(len(found)))


def _places(found: Passages, numbers: Iterable[int]) -> list[tuple[str, int, int, str, int, int]]:
    out = []
    for k in numbers:
        a = (found.ids[found.a[k]], int(found.a_begin[k]), int(found.a_end[k]))
        b = (found.ids[found.b[k]], int(found.b_begin[k]), int(found.b_end[k]))
        out.append((*min(a, b), *max(a, b)))
    return sorted(out)


def prose(seed: int, words: int) -> str:
    """Words that nobody wrote, of which the frequent ones are frequent."""
    chance = random.Random(seed)
    known = [
        "".join(chance.choice("bcdfghlmnprstv") + chance.choice("aeiou") for _ in range(2 + k % 3)) for k in range(3000)
    ]
    return " ".join(known[min(int(chance.paretovariate(0.7)) - 1, 2999)] for _ in range(words))


def test_one_sentence_in_three_of_four_leaflets_is_found_in_all_three_pairs_and_nothing_else() -> None:
    found = find(documents(LEAFLETS))
    assert [(one[0], one[3]) for one in listed(found)] == [("dawn", "letter"), ("dawn", "notice"), ("letter", "notice")]
    for a, begin, end, b, b_begin, b_end in listed(found):
        assert LEAFLETS[a][begin:end] == LEAFLETS[b][b_begin:b_end] == SENTENCE.rstrip(".")
    assert len(set(found.family.tolist())) == 1


def test_the_order_of_the_documents_makes_no_difference() -> None:
    texts = {f"d{k}": prose(k, 120) for k in range(4)}
    for k in range(3):
        texts[f"d{k}"] += " " + SENTENCE + " " + prose(50 + k, 60)
    wanted = find(documents(texts))
    assert len(wanted) > 0
    for order in itertools.islice(itertools.permutations(documents(texts)), 1, 24, 5):
        found = find(order)
        assert found.ids == wanted.ids
        for name in ("a", "b", "a_begin", "a_end", "b_begin", "b_end", "score", "bits", "also", "family"):
            assert np.array_equal(getattr(found, name), getattr(wanted, name)), name


def test_a_phrase_of_five_rare_words_that_two_short_documents_share_is_found() -> None:
    phrase = "quivering phosphorescent jellyfish beneath Gibraltar"
    texts = {"one": f"We saw {phrase} and were glad of it.", "two": f"In her dream there were {phrase}, she told me."}
    assert len(listed(find(documents(texts)))) == 1


def test_nothing_shared_is_an_empty_answer_and_a_document_without_a_word_is_named() -> None:
    found = find(documents({"a": LEAFLETS["menu"], "b": prose(1, 30), "blank": " \n", "marks": "***"}))
    assert len(found) == 0
    assert found.empty == ("blank", "marks")
    assert len(find([])) == 0


def test_two_documents_of_one_name_are_refused() -> None:
    with pytest.raises(SameName, match="“a”"):
        find([Document("a", "one"), Document("a", "two")])


def test_a_refrain_is_found_inside_one_document_only_where_asked_for() -> None:
    refrain = "and the green grass grows around the old churchyard wall"
    song = f"{prose(1, 80)} {refrain}. {prose(2, 90)} {refrain}. {prose(3, 70)}"
    assert listed(find(documents({"song": song}))) == []
    (one,) = listed(find(documents({"song": song}), Options(within=True)))
    assert song[one[1] : one[2]] == song[one[4] : one[5]] == refrain


def test_where_a_source_repeats_itself_the_best_place_is_the_passage_and_the_other_stands_under_it() -> None:
    source = f"{prose(1, 150)} {SENTENCE} {prose(2, 150)} {SENTENCE.replace('oldest', 'worst')} {prose(3, 150)}"
    quoting = f"{prose(4, 100)} {SENTENCE} {prose(5, 100)}"
    found = find(documents({"source": source, "quoting": quoting}))
    ((head, others),) = list(found.heads())
    assert len(others) == 1
    places = {(int(found.a_begin[k]), int(found.b_begin[k])) for k in (head, *others)}
    assert len(places) == 2
    assert found.matched[head] > found.matched[others[0]]


def test_a_sentence_that_one_print_inserts_does_not_cut_the_passage() -> None:
    first, second = prose(7, 40), prose(8, 40)
    texts = {
        "one": f"{prose(1, 60)} {first} {second} {prose(2, 60)}",
        "two": f"{prose(3, 60)} {first} {prose(9, 12)} {second} {prose(4, 60)}",
    }
    ((a, begin, end, *_),) = listed(find(documents(texts)))
    assert (end - begin) >= 0.95 * len(f"{first} {second}")
    assert a in texts


def test_unrelated_prose_shares_nothing() -> None:
    assert len(find(documents({f"d{k}": prose(k, 4000) for k in range(6)}))) == 0


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "vniuersall peace vpon the iust and olde kyngdomes of mankynde",
            "universal peace upon the just and old kingdoms of mankind",
        ),
        (
            "the exter-\nmination of the northern fisheries in winter",
            "the extermination of the northern fish-\neries in winter",
        ),
        (
            "the working-class organisations' newspapers don't lie quietly",
            "the working class organisations’ newspapers don’t lie quietly",
        ),
        ("над всей испанией безоблачное небо сегодня утром", "Над Всей Испаніей безоблачное небо сегодня утром"),
        ("全世界無產者聯合起來反對戰爭", "全世界無產者聯合起來反對戰爭"),
    ],
)
def test_spelling_line_ends_compounds_and_scripts_do_not_hide_a_passage(one: str, two: str) -> None:
    texts = {"x": f"{prose(1, 200)} {one} {prose(2, 200)}", "y": f"{prose(3, 200)} {two} {prose(4, 200)}"}
    found = listed(find(documents(texts)))
    ((a, begin, end, b, b_begin, b_end),) = found
    sides = {texts[a][begin:end], texts[b][b_begin:b_end]}
    assert {one[-12:], two[-12:]} >= {side[-12:] for side in sides}
    assert {one[:6], two[:6]} >= {side[:6] for side in sides}


def test_thirty_copies_are_one_family() -> None:
    texts = {f"copy {k}": f"{prose(k, 60)} {SENTENCE} {prose(100 + k, 60)}" for k in range(30)}
    found = find(documents(texts))
    heads = [k for k, _ in found.heads()]
    assert len(set(found.family[heads].tolist())) == 1
    assert len({*found.a[heads].tolist(), *found.b[heads].tolist()}) == 30


def test_a_masthead_that_every_document_has_is_marked_as_boilerplate_and_not_dropped() -> None:
    head = "The Free Word, organ of the printers of the northern harbours, price one penny"
    texts = {f"n{k}": f"{head}\n{prose(k, 300)}" for k in range(4)}
    texts["n0"] += f" {SENTENCE} {prose(60, 200)}"
    texts["n1"] += f" {SENTENCE} {prose(61, 200)}"
    found = find(documents(texts))
    marked = [bool(found.boilerplate[k]) for k, _ in found.heads()]
    assert marked.count(True) == 6
    assert marked.count(False) == 1


def test_a_result_names_its_table_and_the_table_gives_it_again() -> None:
    texts = documents({f"d{k}": f"{prose(k, 200)} {SENTENCE}" for k in range(3)})
    first = find(texts)
    table = Frequencies.restored(first.table.stored())
    again = find(texts, table=table)
    assert table.number == first.table.number
    assert listed(again) == listed(first)
    assert np.array_equal(first.score, again.score)


def test_what_two_documents_share_does_not_depend_on_the_others_under_one_table() -> None:
    chance = random.Random(5)
    texts = {f"d{k}": prose(k, 150) for k in range(6)}
    for k, name in enumerate(texts):
        for _ in range(3):
            texts[name] += " " + prose(chance.randrange(40, 46), 25) + " " + prose(200 + k, 9)
    table = find(documents(texts)).table
    every = find(documents(texts), table=table)
    for one, two in itertools.combinations(texts, 2):
        pair = find(documents({name: texts[name] for name in (one, two)}), table=table)
        assert [p for p in listed(every) if {p[0], p[3]} == {one, two}] == listed(pair)


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=6), min_size=3, max_size=6))
def test_of_places_that_are_equally_good_others_than_the_two_documents_do_not_choose(said: list[list[int]]) -> None:
    texts = {
        f"d{k}": " ".join(
            f"{prose(40 + which, 18)} {prose(200 + 10 * k + at, 3 + which)}" for at, which in enumerate(one)
        )
        for k, one in enumerate(said)
    }
    table = find(documents(texts)).table
    every = find(documents(texts), table=table)
    for one, two in itertools.combinations(texts, 2):
        pair = find(documents({name: texts[name] for name in (one, two)}), table=table)
        assert set(shared(pair)) <= set(shared(every))
        under = set(shared(pair)) - set(listed(pair))
        assert not under & set(listed(every))


def test_the_syllables_of_one_word_are_no_passage() -> None:
    word = 'dro*me`te*or`o*log"ic*al*is*ti*cal*ly'
    texts = {"one": f"{prose(1, 80)} {word} {prose(2, 80)}", "two": f"{prose(3, 80)} {word} {prose(4, 80)}"}
    assert listed(find(documents(texts))) == []


def test_a_sentence_is_found_whose_words_have_other_endings_or_are_damaged_behind() -> None:
    said = (
        "Governments everywhere demanded obedience while printers distributed pamphlets denouncing ministers whose "
        "soldiers occupied harbours through winters remembering neither bargains nor promises"
    )
    other = " ".join(word if at % 3 == 0 else f"{word[:-1]}x" for at, word in enumerate(said.split()))
    texts = {
        "one": f"{prose(1, 200)} {said} {prose(2, 200)}",
        "two": f"{prose(3, 200)} {other} {prose(4, 200)}",
        "three": prose(5, 3000),
    }
    assert [(a, b) for a, _, _, b, _, _ in listed(find(documents(texts)))] == [("one", "two")]
