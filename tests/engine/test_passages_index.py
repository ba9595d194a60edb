"""An index is what computing anew gives, whatever was added and taken out."""

from __future__ import annotations

import random
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.engine.passages import Document, Options, Passages, SameName, find
from comparisons.engine.passages.index import Index

SENTENCES = [
    "The workers of this valley will not be starved into the arms of their oldest enemies.",
    "Three ships of grain lay under seal in the northern harbour until the thaw.",
    "Nobody who signed the second letter has ever been asked about the first.",
    "and so they went home again, and so they went home again",
]
RARE = [
    f"{a}{b}{c}" for a in ("bar", "kel", "mon", "tis") for b in ("da", "go", "ri", "su") for c in ("n", "th", "ck", "l")
]


def text(seed: int) -> str:
    """Some of the sentences, now and then damaged, among words that nobody wrote."""
    chance = random.Random(seed)
    parts = []
    for _ in range(chance.randrange(1, 7)):
        words = chance.choice(SENTENCES).split()
        if chance.random() < 0.4:
            words[chance.randrange(len(words))] = chance.choice(RARE)
        parts.append(" ".join(words))
        parts.append(" ".join(chance.choice(RARE) for _ in range(chance.randrange(30))))
    return " ".join(parts)


def same(one: Passages, two: Passages) -> bool:
    """Every array and every name, byte for byte."""
    for field in fields(Passages):
        if field.name in {"table", "scans"}:
            continue
        left, right = getattr(one, field.name), getattr(two, field.name)
        if isinstance(left, np.ndarray):
            if left.dtype != right.dtype or left.tobytes() != right.tobytes():
                return False
        elif left != right:
            return False
    return True


@pytest.mark.parametrize("within", [False, True])
@settings(max_examples=25, deadline=None)
@given(
    first=st.lists(st.integers(0, 30), max_size=6),
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=8),
)
def test_an_index_is_what_computing_anew_with_its_table_gives(
    within: bool, first: list[int], steps: list[tuple[bool, int]]
) -> None:
    options = Options(within=within)
    held = {f"d{k}": text(seed) for k, seed in enumerate(first)}
    index = Index([Document(name, words) for name, words in held.items()], options=options)
    for number, (add, seed) in enumerate(steps):
        name = f"d{number % 9}"
        if add:
            held[name] = text(seed)
            index.add(Document(name, held[name]))
        else:
            held.pop(name, None)
            index.remove(name)
    anew = find([Document(name, words) for name, words in held.items()], options, index.table)
    assert same(index.passages(), anew)
    assert len(index) == len(held)


def test_many_copies_are_linked_alike_in_an_index_and_anew() -> None:
    documents = [Document(f"copy {k}", f"{text(100 + k)} {SENTENCES[0]} {SENTENCES[1]}") for k in range(40)]
    index = Index(documents[:34])
    for document in documents[34:]:
        index.add(document)
    assert same(index.passages(), find(documents, table=index.table))


def test_two_documents_of_one_name_are_refused() -> None:
    with pytest.raises(SameName):
        Index([Document("a", "one"), Document("a", "two")])


def test_where_else_finds_every_place_of_the_words_that_were_marked_near_words_included() -> None:
    documents = [Document(f"d{k}", f"{text(k)} {SENTENCES[1]} {text(50 + k)}") for k in range(3)]
    documents.append(Document("damaged", f"{text(7)} {SENTENCES[1].replace('harbour', 'harbonr')} {text(8)}"))
    index = Index(documents)
    places = index.where("grain lay under seal in the northern harbour until")
    assert {place.id for place in places} >= {"d0", "d1", "d2", "damaged"}
    texts = {document.id: document.text for document in documents}
    for place in places:
        assert "under seal in the northern" in texts[place.id][place.begin : place.end]
    assert index.where("nothing of this kind was ever said by anybody here") == []
    assert index.where("") == []
    assert same(index.passages(), find(documents, table=index.table))


def test_where_else_leaves_out_what_was_taken_out() -> None:
    index = Index([Document("a", SENTENCES[1]), Document("b", SENTENCES[1])])
    index.remove("a")
    assert {place.id for place in index.where(SENTENCES[1])} == {"b"}
