"""Very many copies, and texts of one word: right answers in bounded time and memory."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from comparisons.engine.passages import Document, Passages, finding
from comparisons.engine.passages.finding import find
from comparisons.engine.passages.joining import Links
from comparisons.engine.passages.spooling import Spool
from tests.engine.test_passages_found import SENTENCE, documents, prose


def test_three_hundred_documents_of_one_text_are_one_family_with_all_of_them_and_not_every_pair() -> None:
    text = f"{prose(1, 30)} {SENTENCE} {prose(2, 30)}"
    found = find([Document(f"copy {k}", text) for k in range(300)])
    heads = [k for k, _ in found.heads()]
    assert set(found.family[heads].tolist()) == {0}
    assert {*found.a[heads].tolist(), *found.b[heads].tolist()} == set(range(300))
    assert len(heads) < 300 * 30
    assert found.crowded() == (1, 300)
    assert all(found.identity[k] == 1 for k in heads)


def test_a_sentence_that_two_hundred_unlike_documents_quote_is_one_family() -> None:
    words = prose(7, 20_000).split()
    texts = [" ".join([*words[k : k + 25], SENTENCE, *words[k + 25 : k + 50]]) for k in range(0, 10_000, 50)]
    found = find([Document(str(k), text) for k, text in enumerate(texts)])
    heads = [k for k, _ in found.heads()]
    assert {*found.a[heads].tolist(), *found.b[heads].tolist()} == set(range(200))
    biggest = np.bincount(found.family[heads]).max()
    assert biggest > 0.95 * len(heads)


def test_few_copies_are_listed_pair_by_pair_and_nothing_is_said_of_them() -> None:
    found = find([Document(f"copy {k}", f"{prose(1, 30)} {SENTENCE}") for k in range(12)])
    assert len(list(found.heads())) == 12 * 11 // 2
    assert found.crowded() == (0, 0)


def test_a_document_that_quotes_once_what_another_says_two_thousand_times_is_found_once() -> None:
    texts = {"litany": f"{SENTENCE} " * 2000, "quoting": f"{prose(1, 100)} {SENTENCE} {prose(2, 100)}"}
    found = find(documents(texts))
    ((head, _),) = list(found.heads())
    sides = {"a": (found.a, found.a_begin, found.a_end), "b": (found.b, found.b_begin, found.b_end)}
    said = {found.ids[which[head]]: (int(begin[head]), int(end[head])) for which, begin, end in sides.values()}
    begin, end = said["quoting"]
    assert texts["quoting"][begin:end] == SENTENCE.rstrip(".")


def test_a_text_of_one_word_shares_nothing() -> None:
    assert len(find(documents({"the": "the " * 50_000, "other": f"{prose(1, 300)} the the the the the the"}))) == 0


def test_what_memory_does_not_hold_waits_in_files_and_the_answer_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = [prose(40 + k, 30) for k in range(6)]
    texts = {
        f"d{k}": f"{prose(k, 80)} {shared[k % 6]} {prose(100 + k, 60)} {shared[(k * 5 + 1) % 6]}" for k in range(20)
    }
    whole = find(documents(texts))
    written = []
    write = Spool._write
    monkeypatch.setattr(Spool, "_write", lambda spool: (written.append(1), write(spool)))
    monkeypatch.setattr(finding, "LINKS", 40)
    parts = find(documents(texts))
    assert len(written) > 1
    for field in fields(Passages):
        one, other = getattr(whole, field.name), getattr(parts, field.name)
        if isinstance(one, np.ndarray):
            assert np.array_equal(one, other), field.name


def test_links_of_two_documents_stay_together_in_shares_of_bounded_size() -> None:
    home = np.repeat(np.arange(100, dtype=np.int32), 50)
    dice = np.random.default_rng(1)
    given = [Links(*dice.integers(0, len(home), (2, 500)).astype(np.int32)) for _ in range(20)]
    with Spool(home, 1000) as spool:
        for links in given:
            spool.add(links)
        shares = list(spool.shares())
    assert max(len(share.a) for share in shares) < 1500
    pairs = [set(zip(home[share.a].tolist(), home[share.b].tolist(), strict=True)) for share in shares]
    assert sum(map(len, pairs)) == len(set().union(*pairs))
    assert sorted(_pairs(shares)) == sorted(_pairs(given))


def _pairs(links: list[Links]) -> list[tuple[int, int]]:
    return [pair for one in links for pair in zip(one.a.tolist(), one.b.tolist(), strict=True)]


def test_less_memory_means_fewer_links_at_once() -> None:
    assert finding._links_for(1_000_000, 100 << 20) < finding._links_for(1_000_000, 300 << 20) <= finding.LINKS
