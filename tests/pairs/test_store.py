"""What is stored of a comparison: keyed by content, small, checked, and never thrown away where it is cited."""

import random
from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from comparisons.engine.comparison import as_json, compare
from comparisons.engine.options import Options, Point
from comparisons.pairs import laying, packing, store
from comparisons.pairs.models import Comparison, Part, Whole
from jobs.models import Job
from jobs.registry import Cancelled
from tests.pairs.conftest import LEFT, RIGHT

pytestmark = pytest.mark.django_db


def test_what_is_stored_is_what_the_engine_found(stored, left, right):
    assert as_json(store.whole(stored)) == as_json(compare(left.text, right.text, Options()))


def test_asking_twice_makes_it_once(stored, left, right):
    assert store.ask(left, right, Options()).pk == stored.pk
    assert Comparison.objects.count() == 1


def test_the_key_is_of_texts_options_and_engine_alone(monkeypatch):
    plain = store.key("a", "b", Options())
    assert plain == store.key("a", "b", Options())
    others = [
        store.key("b", "a", Options()),
        store.key("a", "b", Options(frozenset({"case"}))),
        store.key("a", "b", Options(points=(Point("together", (0, 1), (0, 1)),))),
    ]
    monkeypatch.setattr(store, "VERSION", "another")
    others.append(store.key("a", "b", Options()))
    assert len({plain, *others}) == 5


def test_two_pairs_with_the_same_texts_have_one_key_and_each_its_own_row(add, left, right, stored):
    twin = store.ask(add("L2", left.text), right, Options())
    assert (twin.key, twin.pk != stored.pk) == (stored.key, True)


@pytest.mark.parametrize("table", [Part, Whole])
def test_a_flipped_bit_never_shows(stored, left, right, table):
    before = [row.packed() for row in store.opened(stored).part(0)]
    result = as_json(store.whole(stored))
    one = table.objects.first()
    payload = bytearray(one.payload)
    payload[len(payload) // 2] ^= 4
    table.objects.filter(pk=one.pk).update(payload=bytes(payload))

    opened = store.opened(stored)
    assert [row.packed() for row in store.part(opened, 0)] == before
    assert as_json(store.whole(stored)) == result
    assert bytes(table.objects.first().payload) != bytes(payload)


def test_a_changed_summary_or_guide_is_found_out(stored):
    Comparison.objects.filter(pk=stored.pk).update(summary=stored.summary | {"similarity": 1.0})
    assert store.opened(stored).summary["similarity"] < 1


def test_a_part_of_another_comparison_does_not_pass_for_its_own(stored, add, left):
    other = store.ask(left, add("X", LEFT.replace("first", "second")), Options())
    foreign = other.parts.get()
    stored.parts.update(payload=foreign.payload, digest=foreign.digest)
    words = str([row.packed() for row in store.part(store.opened(stored), 0)])
    assert "second" not in words


def test_a_pair_that_differs_in_one_word_of_ten_is_stored_in_less_than_twenty_bytes_a_word(add):
    some = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    voices = ["".join(some.choices(letters, k=some.randint(2, 9))) for _ in range(6000)]
    words = some.choices(voices, k=20_000)
    changed = [some.choice(voices) if some.random() < 0.1 else word for word in words]
    text_a, text_b = ("\n\n".join(" ".join(w[k : k + 80]) for k in range(0, len(w), 80)) for w in (words, changed))
    made = Comparison.objects.get(pk=store.ask(add("A", text_a), add("B", text_b), Options(), here=True).pk)
    size = len(made.guide) + len(made.whole.payload) + sum(len(part.payload) for part in made.parts.all())
    assert size < 20 * len(words)  # 20 MB for 800,000 words would be 26 bytes a word
    assert made.parts.count() > 3


def test_every_part_holds_the_words_of_its_own_paragraphs(stored, left, right):
    pieces = [row for row in store.opened(stored).part(0) if row.elsewhere < 0]
    for which, text in ((0, left.text), (1, right.text)):
        for row in pieces:
            for piece in row.b if which else row.a:
                assert own(piece.runs, which) == text[piece.begin : piece.end]


def own(runs, side):
    words = ""
    for run in runs:
        if not run.change:
            words += run.before
        elif run.inner:
            words += own(run.inner, side) if side or not run.after else ""
        elif not run.end:
            words += run.after if side else run.before
    return words


def test_every_change_stands_in_a_row(left, right):
    text = LEFT.replace("\n\nNothing", "\n\n\n\nNothing")
    result = compare(text, RIGHT, Options())
    laid = laying.lay(result, text, RIGHT)
    seen = {run.change for row in laid.rows for run in row.changes}
    assert seen == set(range(1, sum(result.counts.values()) + 1))
    assert min(laid.block) >= 0


def test_empty_texts_are_compared_and_packed():
    for a, b in (("", ""), ("", "One."), ("One.", "")):
        result = compare(a, b, Options())
        again = packing.opened(packing.whole(result))
        assert as_json(again) == as_json(result)
        laying.lay(result, a, b)


def test_packed_arrays_come_back_as_they_were():
    arrays = {
        "ints": np.array([[5, -3], [2**31 - 1, -(2**31)]], np.int32),
        "bytes": np.arange(7, dtype=np.uint8),
        "flags": np.array([True, False]),
        "none": np.empty((0, 2), np.int32),
    }
    back, more = packing.unpack(packing.pack(arrays, {"word": "ſ"}))
    assert more == {"word": "ſ"}
    for name, array in arrays.items():
        assert (back[name] == array).all()
        assert (back[name].dtype, back[name].shape) == (array.dtype, array.shape)


def test_a_long_one_is_queued_and_made_by_a_job(left, right, reader, monkeypatch):
    monkeypatch.setattr(store, "AT_ONCE", 10)
    asked = store.ask(left, right, Options(), reader)
    again = store.ask(left, right, Options(), reader)
    assert asked.state == Comparison.State.QUEUED
    assert asked.job == again.job
    job = Job.objects.get(pk=asked.job)
    assert (job.kind, job.created_by) == ("compare", reader)

    from comparisons.pairs.tasks import compare as work

    class Context:
        def progress(self, share, message=""):
            assert 0 <= share <= 1

    for _ in range(2):  # a job bears running twice
        found = work(Context(), comparison=asked.pk)
    assert store.ask(left, right, Options()).state == Comparison.State.READY
    assert found["address"] == "/compare/a-work/L@1/a-work/R@1"


def test_a_cited_result_is_never_thrown_away_and_an_old_unused_one_is(stored, left, right, reader, monkeypatch):
    late = timezone.now() + timedelta(days=400)
    cited = store.ask(left, right, Options(frozenset({"case"})))
    store.cite(cited, reader)
    assert store.prune(late) == 1
    assert list(Comparison.objects.all()) == [cited]
    monkeypatch.setattr(store, "VERSION", "99")
    assert store.prune() == 0
    assert Comparison.objects.filter(pk=cited.pk).exists()


def test_a_result_of_an_older_engine_goes_unless_it_stands_on_a_list(stored, monkeypatch):
    monkeypatch.setattr(store, "VERSION", "99")
    assert store.prune() == 1


def test_the_making_says_how_far_it_is_and_stops_at_any_step_with_nothing_stored(left, right, monkeypatch):
    asked = Comparison.objects.create(key="x", a=left, b=right)
    shares: list[float] = []
    store.make(Comparison.objects.light().get(pk=asked.pk), lambda share, doing: shares.append(share))
    assert shares == sorted(shares)
    assert len(set(shares)) >= 15
    Comparison.objects.all().delete()

    asked = Comparison.objects.create(key="x", a=left, b=right)
    for last in range(len(shares)):
        heard: list[float] = []

        def stop(share: float, doing: str, heard=heard, last=last) -> None:
            heard.append(share)
            if len(heard) > last:
                raise Cancelled

        with pytest.raises(Cancelled):
            store.make(Comparison.objects.light().get(pk=asked.pk), stop)
    assert not Part.objects.exists()
    assert not Whole.objects.exists()
    assert Comparison.objects.get().state == Comparison.State.QUEUED
