"""The related documents quote what they say they quote, and nothing else of them is the manifesto's."""

import json
import re
from itertools import pairwise

import pytest

from corpus.works.validation import validate_date
from seeds.making import emended, quoting
from seeds.making.capture import SEEDS, capture, lines

EDITIONS = ("E", "N", "A", "R", "O", "F", "D")
WORDS = {"study-guide": 1_300, "commentary": 1_500, "chronology": 700, "glossary": 900, "transmission": 700}


def read(name):
    return (SEEDS / f"texts/{name}.txt").read_bytes().decode("utf-8")


def words(text):
    return re.findall(r"\w+", text.casefold())


def shingles(text, size=5):
    row = words(text)
    return {tuple(row[at : at + size]) for at in range(len(row) - size + 1)}


@pytest.fixture(scope="module")
def truth():
    return json.loads((SEEDS / "texts/quotations.json").read_text(encoding="utf-8"))


def of(truth, document, *kinds):
    return [q for q in truth["quotations"] if q["document"] == document and q["kind"] in kinds]


def reading(quotation):
    return read(quotation["document"])[slice(*quotation["span"])]


def original(quotation):
    return emended.text()[slice(*quotation["E"])]


@pytest.mark.parametrize(("document", "number"), [*WORDS.items(), ("reading-a-diff", 400)])
def test_each_document_is_about_as_long_as_it_was_meant_to_be(document, number):
    assert 0.93 * number <= len(read(document).split()) <= 1.07 * number


def test_every_quotation_stands_in_both_texts(truth):
    assert len(truth["quotations"]) == 73
    named = lines(emended.text())
    for quotation in truth["quotations"]:
        assert (reading(quotation) == original(quotation)) == (quotation["relation"] == "exact")
        line = named[quotation["paragraph"]]
        assert line.begin <= quotation["E"][0] < quotation["E"][1] <= line.end


def test_a_quotation_stands_in_quotation_marks_and_gives_its_paragraph(truth):
    for quotation in truth["quotations"]:
        if quotation["kind"] == "paraphrase":
            continue
        text, (begin, end), number = read(quotation["document"]), quotation["span"], quotation["paragraph"][1:]
        assert (text[begin - 1], text[end]) == ("“", "”")
        before, after = text[:begin].rsplit("\n", 1)[-1], text[end + 1 :]
        if quotation["kind"] == "quote":
            assert after.startswith(f" (¶{number})")
        else:
            assert f"¶{number}." in before


def test_the_study_guide_asks_twelve_questions_with_ten_quotations_two_of_them_twice(truth):
    quotations = of(truth, "study-guide", "quote")
    assert len(quotations) == 12
    places = [tuple(quotation["E"]) for quotation in quotations]
    assert sorted(places.count(place) for place in set(places)) == [1] * 8 + [2] * 2
    assert len({quotation["paragraph"] for quotation in quotations}) == 10
    assert all(15 <= len(reading(quotation).split()) <= 60 for quotation in quotations)
    numbers = re.findall(r"^(\d+)\. ", read("study-guide"), re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 13)]


def test_the_commentary_has_short_lemmata_in_the_order_of_the_text(truth):
    lemmata = of(truth, "commentary", "lemma")
    assert [q["E"] for q in lemmata] == sorted(q["E"] for q in lemmata)
    assert {q["paragraph"] for q in lemmata} == {f"P{number}" for number in range(1, 31)}
    assert all(3 <= len(reading(lemma).split()) <= 10 for lemma in lemmata)


def test_a_paraphrase_keeps_between_sixty_and_eighty_hundredths_of_its_sentence(truth):
    paraphrases = of(truth, "commentary", "paraphrase")
    assert len(paraphrases) == 8
    for paraphrase in paraphrases:
        before, after = words(original(paraphrase)), words(reading(paraphrase))
        assert 0.6 <= in_common(before, after) / len(before) <= 0.8


def in_common(before, after):
    """The length of the longest common subsequence."""
    row = [0] * (len(after) + 1)
    for word in before:
        new = [0]
        for at, other in enumerate(after):
            new.append(row[at] + 1 if word == other else max(row[at + 1], new[at]))
        row = new
    return row[-1]


def test_the_chronology_quotes_five_short_phrases_under_dates(truth):
    assert len(of(truth, "chronology", "quote")) == 5
    assert all(len(reading(phrase).split()) <= 7 for phrase in of(truth, "chronology", "quote"))
    dates = re.findall(r"^(\d{4}(?:-\d\d){0,2}(?:/\d{4}(?:-\d\d){0,2})?)\. ", read("chronology"), re.MULTILINE)
    assert len(dates) >= 20
    for date in dates:
        validate_date(date)
    begins = [date.split("/")[0] for date in dates]
    assert all(one <= other or one.startswith(other) for one, other in pairwise(begins))


def test_the_source_note_quotes_all_eight_faults_in_their_context(truth):
    faults = of(truth, "transmission", "capture")
    assert len(faults) == 8
    for fault, emendation in zip(faults, emended.EMENDATIONS, strict=True):
        assert fault["relation"] == "altered"
        assert capture().count(reading(fault)) == 1
        begin = capture().index(reading(fault))
        assert begin < emendation.begin <= emendation.end < begin + len(reading(fault))
    assert [q["paragraph"] for q in of(truth, "transmission", "emended")] == [q["paragraph"] for q in faults]


def test_the_glossary_shares_three_passages_with_the_guide_and_two_with_the_commentary(truth):
    shared = [tuple(place["document"] for place in passage["places"]) for passage in truth["passages"]]
    assert sorted(shared) == [("commentary", "glossary")] * 2 + [("study-guide", "glossary")] * 3
    for passage in truth["passages"]:
        first, second = (read(place["document"])[slice(*place["span"])] for place in passage["places"])
        assert first == second
        assert len(words(first)) >= 25
        assert not shingles(first) & shingles(emended.text())


def blanked(document, truth):
    """The document without what its truth says that it quotes or shares."""
    text = read(document)
    spans = [q["span"] for q in truth["quotations"] if q["document"] == document]
    spans += [p["span"] for passage in truth["passages"] for p in passage["places"] if p["document"] == document]
    for begin, end in sorted(spans, reverse=True):
        text = text[:begin] + " | " + text[end:]
    return text.split("|")


@pytest.mark.parametrize("document", quoting.DOCUMENTS)
def test_what_the_truth_does_not_list_is_not_the_manifestos(document, truth):
    theirs = shingles(emended.text()) | shingles(capture())
    assert [part for part in blanked(document, truth) if shingles(part) & theirs] == []


def test_documents_share_nothing_with_each_other_but_what_the_truth_lists(truth):
    parts = {d: set().union(*(shingles(p, 7) for p in blanked(d, truth))) for d in quoting.DOCUMENTS}
    for number, one in enumerate(quoting.DOCUMENTS):
        for other in quoting.DOCUMENTS[number + 1 :]:
            assert parts[one] & parts[other] == set()


def test_the_negative_control_shares_no_five_words_with_any_edition():
    control = shingles(read("reading-a-diff"))
    assert len(control) > 380
    assert control & shingles(capture()) == set()
    for siglum in EDITIONS:
        if (SEEDS / f"texts/{siglum}.txt").exists():
            assert control & shingles(read(siglum)) == set()


def test_a_quotation_that_is_not_in_its_paragraph_is_refused():
    with pytest.raises(quoting.Unquotable, match="stands 0 times in P1"):
        quoting._find("words that nobody wrote", emended.text(), "P1")
