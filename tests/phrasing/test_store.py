"""What is stored of shared phrasing follows the corpus, and is always what a search of the whole corpus gives."""

from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comparisons.engine.passages.shared import Shared
from comparisons.phrasing import searching, store
from comparisons.phrasing.models import Family, FrequencyTable, Indexed, KeptWords, Member, Passage, Survey
from comparisons.phrasing.shelving import Stored
from comparisons.phrasing.standing import texts
from corpus.texts import storing
from corpus.texts.models import Revision
from corpus.works.models import Edition
from jobs.models import Job
from jobs.performing import perform
from jobs.worker import drain
from tests.phrasing.conftest import REWORKED, SENTENCE, pairs, words

pytestmark = pytest.mark.django_db


def written() -> list[object]:
    """All that is stored, the ids of rows and the moments aside."""
    passages = [
        [
            *(p.survey.readership, p.key, p.a_id, p.a_begin, p.a_end, p.b_id, p.b_begin, p.b_end, p.ordered, p.when),
            *(p.words, p.matched, p.identity, p.bits, p.score, p.kind, p.reasons, p.said, p.digest),
            *(p.family.key, p.under.key if p.under else None),
        ]
        for p in Passage.objects.select_related("survey", "family", "under").order_by(
            "survey__readership", "key", "a_id", "b_id"
        )
    ]
    members = list(
        Member.objects.order_by("family__survey__readership", "family__key", "position").values_list(
            "family__survey__readership", "family__key", "family__words", "family__score", "revision", "begin", "end"
        )
    )
    surveys = list(Survey.objects.order_by("readership").values_list("readership", "inputs", "digest", "documents"))
    return [passages, members, surveys]


def anew() -> list[object]:
    """The same, all of it made again by the same tables, without an index."""
    Survey.objects.all().delete()
    Indexed.objects.all().delete()
    KeptWords.objects.all().delete()
    store.update()
    return written()


def test_a_sentence_of_three_leaflets_is_found_in_all_three_pairs_and_nothing_else(leaflets):
    assert pairs() == [("dawn", "letter"), ("dawn", "notice"), ("letter", "notice")]
    verbatim = Passage.objects.get(kind="verbatim")
    assert words(verbatim) == (SENTENCE.rstrip("."),) * 2
    assert (verbatim.identity, verbatim.words, verbatim.ordered) == (1.0, 16, True)


def test_the_earlier_document_stands_first_and_where_the_order_is_not_known_it_is_not_told(leaflets):
    told = {(p.a.edition.work.slug, p.b.edition.work.slug): p.ordered for p in Passage.objects.all()}
    assert told == {("dawn", "notice"): True, ("dawn", "letter"): False, ("letter", "notice"): False}


def test_a_passage_shows_its_reasons_with_their_counts(leaflets):
    reworked = Passage.objects.filter(kind="reworked").first()
    assert reworked.reasons["matched"] == {
        "count": reworked.matched,
        "of": reworked.words,
        "share": reworked.identity,
    }
    assert reworked.reasons["order"]["count"] <= reworked.matched < reworked.words
    assert 0 < reworked.reasons["rarity"]["share"] < 1


def test_the_three_places_are_one_family_in_the_order_of_date(leaflets):
    family = Family.objects.get()
    assert [member.revision.edition.work.slug for member in family.members.all()] == ["dawn", "notice", "letter"]


def test_a_corrected_edition_brings_its_passages_along(leaflets):
    before = Passage.objects.get(kind="verbatim").pk
    storing.add_revision(leaflets["letter"], "My dear Anna, there is no news of the valley, and the bread is dear.")
    store.update()
    assert pairs() == [("dawn", "notice")]
    assert Passage.objects.get().pk == before  # what did not change is not written again
    storing.add_revision(leaflets["letter"], f"My dear Anna, they say this here: {SENTENCE}")
    store.update()
    assert len(pairs()) == 3


def test_a_withdrawn_edition_takes_its_passages_away_and_brings_them_back(leaflets):
    whole = written()
    Edition.objects.filter(pk=leaflets["dawn"].pk).update(withdrawn_at=timezone.now())
    store.update()
    assert pairs() == [("letter", "notice")]
    Edition.objects.filter(pk=leaflets["dawn"].pk).update(withdrawn_at=None)
    store.update()
    assert written() == whole


def test_editions_of_one_work_are_not_compared_and_share_with_others_as_one(leaflets, add):
    add("dawn", f"Comrades of the day shift! {SENTENCE} Come to the mill at nine.", siglum="B")
    store.update()
    works = [{p.a.edition.work.slug, p.b.edition.work.slug} for p in Passage.objects.all()]
    assert {"dawn"} not in works
    assert len(pairs()) == 3
    top = next(p for p in Passage.objects.standing() if p.kind == "verbatim")
    assert [p.a.edition.siglum for p in top.also.all()] == ["B"]


def test_two_equal_texts_that_repeat_a_sentence_share_it_crosswise_too(add):
    """The first place of one with the second of the other is not the second with the first."""
    between = " ".join(f"between{n}" for n in range(160))
    text = f"{SENTENCE} {between} {SENTENCE} {between[::-1]}"
    add("one", text)
    add("two", text)
    store.update()
    there = [(p.a_begin, p.b_begin) for p in Passage.objects.all()]
    second = text.rindex(SENTENCE)
    assert there.count((0, second)) == there.count((second, 0)) == 1


def test_a_changed_corpus_asks_for_one_job_and_the_job_does_it(add):
    for slug in ("one", "two"):
        add(slug, SENTENCE + f" And more of {slug}.")
    job = Job.objects.get(kind="passages")
    perform(str(job.pk), __import__("threading").Event())
    job.refresh_from_db()
    assert (job.state, len(pairs())) == ("done", 1)


def test_a_change_while_a_job_runs_asks_for_another(add):
    add("one", SENTENCE)
    Job.objects.filter(kind="passages").update(state=Job.State.RUNNING)
    add("two", SENTENCE)
    assert Job.objects.filter(kind="passages", state=Job.State.QUEUED).count() == 1


def test_where_nothing_changed_nothing_is_done(leaflets, monkeypatch):
    monkeypatch.setattr(store, "search", None)
    store.update()


def test_the_same_table_serves_until_the_corpus_has_grown_by_a_tenth(leaflets, add):
    assert FrequencyTable.objects.get().number == 1
    add("note", "Bread and salt.")
    store.update()
    assert Survey.objects.get().table.number == 1
    add("book", "A long book on quite another matter, with far more words than a tenth of all these leaflets had.")
    store.update()
    assert Survey.objects.get().table.number == 2
    first, second = FrequencyTable.objects.order_by("number")
    assert (bytes(first.payload), second.documents) == (b"", 6)


def test_a_damaged_table_is_counted_anew(leaflets):
    table = FrequencyTable.objects.get()
    FrequencyTable.objects.update(payload=bytes(table.payload)[:-7])
    storing.add_revision(leaflets["menu"], "Soup of the day, and nothing else.")
    store.update()
    assert Survey.objects.get().table.number == 2


def test_a_search_that_was_overtaken_writes_nothing(leaflets, monkeypatch):
    """Two at once: the one that read the older state of the corpus must not undo the work of the other."""
    search = store.search
    late = iter([True])

    def slow(there, *arguments):
        found = search(there, *arguments)
        if next(late, False):
            storing.add_revision(leaflets["dawn"], "Nothing of the kind was ever said by us.")
            store.update()  # the other worker
        return found

    monkeypatch.setattr(store, "search", slow)
    storing.add_revision(leaflets["menu"], "Soup of the day, and nothing else.")
    store.update()
    assert len(pairs()) == 1
    assert written() == anew()


def test_a_search_that_is_overtaken_again_and_again_leaves_the_rest_to_a_job(leaflets, monkeypatch):
    search = store.search
    inside = []

    def overtaken(there, *arguments):
        found = search(there, *arguments)
        if not inside:
            inside.append(True)
            storing.add_revision(leaflets["menu"], f"Soup of day {Revision.objects.count()}.")
            store.update()  # the other worker
            inside.clear()
        return found

    monkeypatch.setattr(store, "search", overtaken)
    storing.add_revision(leaflets["letter"], "There is no news.")
    Job.objects.all().delete()
    store.update()
    monkeypatch.undo()
    assert Job.objects.filter(kind="passages", state=Job.State.QUEUED).count() == 1
    drain()
    assert not Job.objects.exclude(state=Job.State.DONE).exists()
    assert pairs() == [("dawn", "notice")]
    assert written() == anew()


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_leave_what_a_search_of_the_last_state_gives(leaflets):
    def write(slug):
        try:
            for number in range(4):
                storing.add_revision(leaflets[slug], f"{slug} says in its letter number {number}: {SENTENCE}")
                store.update()
        finally:
            connection.close()

    writers = [Thread(target=write, args=[slug]) for slug in ("dawn", "menu")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    store.update()
    assert len(pairs()) == 6
    assert written() == anew()


def test_a_new_revision_is_searched_alone_and_the_others_are_not_read(leaflets, monkeypatch):
    """What is stored of the others serves: none of their texts is needed for it."""
    read = []
    monkeypatch.setattr(searching, "texts", lambda revisions: read.append(list(revisions)) or texts(read[-1]))
    revision = storing.add_revision(leaflets["menu"], f"Soup of the day. {SENTENCE}")
    store.update()
    assert read == [[revision.pk]]
    assert len(pairs()) == 6
    assert written() == anew()


@pytest.mark.parametrize("field", ["outline", "shared"])
def test_a_damaged_index_is_made_anew(leaflets, field):
    row = Indexed.objects.first()
    content = bytearray(getattr(row, field))
    content[len(content) // 2] ^= 4
    Indexed.objects.filter(pk=row.pk).update(**{field: bytes(content)})
    storing.add_revision(leaflets["menu"], f"Soup of the day, and {SENTENCE}")
    store.update()
    assert len(pairs()) == 6
    assert written() == anew()


def test_damaged_words_are_read_from_the_text_again(leaflets):
    for row in KeptWords.objects.all():
        KeptWords.objects.filter(pk=row.pk).update(payload=bytes(row.payload)[:-3])
    storing.add_revision(leaflets["menu"], f"Soup of the day, and {SENTENCE}")
    store.update()
    assert written() == anew()


def test_the_index_of_everybody_holds_nothing_private(leaflets, add):
    secret = add("secret", f"Burn this. {SENTENCE} Zinnober.", visibility="private")
    store.update()
    public = Indexed.objects.filter(table__readership="everybody")
    assert sorted(public.values_list("revision__edition__work__slug", flat=True)) == sorted(leaflets)
    heads = Stored(FrequencyTable.objects.get(readership="editors"), []).heads()
    private = {number for number, head in heads.items() if head.id == "secret/A@1"}
    assert private
    assert private.isdisjoint(
        partner for row in public for partner in Shared.restored(bytes(row.shared)).partner.tolist()
    )
    assert Indexed.objects.filter(table__readership="editors", revision__edition=secret).exists()
    Edition.objects.filter(pk=leaflets["dawn"].pk).update(visibility="private")
    store.update()
    names = Indexed.objects.filter(table__readership="everybody").values_list("name", flat=True)
    assert sorted(names) == ["letter/A@1", "menu/A@1", "notice/A@1"]


def test_words_of_revisions_that_nobody_searches_are_not_kept(leaflets):
    storing.add_revision(leaflets["menu"], "Soup of the day, and nothing else.")
    store.update()
    assert set(KeptWords.objects.values_list("revision__number", "revision__edition__work__slug")) == {
        *((1, slug) for slug in ("dawn", "letter", "notice")),
        (2, "menu"),
    }


def test_an_empty_text_is_named(leaflets, add):
    add("empty", "* * *")
    store.update()
    assert Survey.objects.get().empty == ["empty/A@1"]


TEXTS = [
    f"First of all, {SENTENCE}",
    f"{SENTENCE} So it was said at the gate by the tall man with the lantern.",
    f"{REWORKED} So it was said at the gate by a tall man who held the lantern.",
    "So it was said at the gate by the tall man with the lantern, and nobody answered him.",
    "A song of harvest, of barley and of rye, which no one here has ever sung before.",
    f"A song of harvest, of barley and of rye. {REWORKED}",
]
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "correct", "withdraw", "restore"]), st.integers(0, 5), st.integers(0, 3)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, suppress_health_check=list(HealthCheck), derandomize=True)
@given(STEPS)
def test_step_by_step_gives_the_same_bytes_as_all_at_once(db, steps):
    """Whatever is added, corrected and withdrawn in whatever order."""
    from django.db import transaction

    with transaction.atomic():
        from corpus.works.models import Work

        base = [
            Work.objects.create(slug=f"w{k}", title=f"W{k}", date=["1911", "", "1912", "1910-05"][k]) for k in range(4)
        ]
        made = [storing.add_edition(work, siglum="A", title="A", text=TEXTS[k]) for k, work in enumerate(base)]
        store.update()
        for name, text, which in steps:
            edition = made[which]
            edition.refresh_from_db()
            if name == "add":
                work = base[which]
                storing.add_edition(work, siglum=f"S{work.editions.count()}", title="S", text=TEXTS[text])
            elif name == "correct" and edition.withdrawn_at is None:
                try:
                    storing.add_revision(edition, TEXTS[text])
                except storing.NothingChanged:
                    continue
            else:
                Edition.objects.filter(pk=edition.pk).update(
                    withdrawn_at=timezone.now() if name == "withdraw" else None
                )
            store.update()
        stepwise = written()
        assert anew() == stepwise
        transaction.set_rollback(True)
