"""An index is what computing anew gives, whatever was added and taken out."""

from __future__ import annotations

import random
from dataclasses import fields, replace

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


def out(index: Index, *names: str) -> None:
    index.remove([number for number, head in index.shelf.heads().items() if head.id in names])


# A seed in very few places is common already, so that documents are linked to neighbours and hubs only.
CROWDED = Options(most=3, several=2, neighbours=2, hubs=1)


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(within=True),
        Options().for_scans(),
        CROWDED,
        replace(CROWDED.for_scans(), most=3, within=True),
    ],
)
@settings(max_examples=25)
@given(
    first=st.lists(st.integers(0, 30), max_size=6),
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=8),
)
def test_an_index_is_what_computing_anew_with_its_table_gives(
    options: Options, first: list[int], steps: list[tuple[bool, int]]
) -> None:
    def document(name: str) -> Document:
        return Document(name, held[name], "twins" if name in ("d2", "d5") else "")

    held = {f"d{k}": text(seed) for k, seed in enumerate(first)}
    index = Index.of([document(name) for name in held], options=options)
    for number, (add, seed) in enumerate(steps):
        name = f"d{number % 9}"
        if add:
            held[name] = text(seed)
            index.add(document(name))
        else:
            held.pop(name, None)
            out(index, name)
    anew = find([document(name) for name in held], options, index.table)
    assert same(index.passages(), anew)
    assert len(index.shelf.heads()) == len(held)


def test_many_copies_are_linked_alike_in_an_index_and_anew() -> None:
    documents = [Document(f"copy {k}", f"{text(100 + k)} {SENTENCES[0]} {SENTENCES[1]}") for k in range(40)]
    for options in (Options(), CROWDED, replace(CROWDED, within=True)):
        index = Index.of(documents[:34], options=options)
        for document in documents[34:]:
            index.add(document)
        assert same(index.passages(), find(documents, options, index.table))
        out(index, *(document.id for document in documents[10:30]))
        assert same(index.passages(), find([*documents[:10], *documents[30:]], options, index.table))


def test_of_many_copies_few_pairs_are_kept_and_the_hubs_hold_them_together() -> None:
    documents = [Document(f"copy {k}", f"{SENTENCES[0]} {SENTENCES[1]} {k}") for k in range(100)]
    index = Index.of(documents[:80])
    for document in documents[80:]:
        index.add(document)
    found = index.passages()
    heads = [k for k, _ in found.heads()]
    assert len(heads) < 100 * 20
    assert {*found.a[heads].tolist(), *found.b[heads].tolist()} == set(range(100))
    assert len(set(found.family[heads].tolist())) == 1


def test_two_documents_of_one_name_are_refused() -> None:
    with pytest.raises(SameName):
        Index.of([Document("a", "one"), Document("a", "two")])
