"""The web capture is what was read, line by line, before anything was built on it."""

import hashlib
import re
import unicodedata

import pytest

from seeds.making.capture import BODY, HEADINGS, SOURCE, SOURCE_SHA256, TEXT, body, capture, lines

# line of the file → begin, end, and the first words
TABLE = {
    11: (134, 165, "For Defense of the Soviet Union"),
    12: (166, 203, "Manifesto of the Fourth International"),
    14: (205, None, "The Soviet Union is at war!"),
    18: (None, 1706, "How to defend the U.S.S.R.?"),
    20: (1708, None, HEADINGS[0]),
    27: (None, 3919, "We have often stated:"),
    29: (3921, None, HEADINGS[1]),
    34: (None, 5817, "However, a warning"),
    36: (5819, None, HEADINGS[2]),
    47: (None, 9498, "The bureaucracy conducts the war"),
    49: (9500, None, HEADINGS[3]),
    54: (None, 11143, "Despite all the crimes"),
    56: (11145, None, HEADINGS[4]),
    69: (None, 14636, "But our struggle"),
    71: (14638, None, HEADINGS[5]),
    76: (None, 16446, "As for us, we can well"),
    78: (16448, None, "Defend the Soviet Union and you"),
    80: (None, 16626, "Long live the World Socialist Revolution!"),
    82: (16628, 16688, "Executive Committee of the Fourth International, August 1941"),
    84: (16690, 16730, "From Fourth International, October 1941."),
}


def numbered() -> list[tuple[int, int, str]]:
    rows, begin = [], 0
    for line in capture().split("\n"):
        rows.append((begin, begin + len(line), line))
        begin += len(line) + 1
    return rows


def test_the_source_is_kept_byte_for_byte():
    content = SOURCE.read_bytes()
    assert len(content) == 16_756
    assert hashlib.sha256(content).hexdigest() == SOURCE_SHA256


def test_its_form_is_as_described():
    text = capture()
    assert len(text) == 16_730
    assert text.count("\n") == 83
    assert not text.endswith("\n")
    rows = [line for _, _, line in numbered()]
    assert (len(rows), sum(1 for line in rows if line), sum(1 for line in rows if not line)) == (84, 51, 33)
    assert all(unicodedata.is_normalized(form, text) for form in ("NFC", "NFKC"))
    assert not re.search(r"[\t\u00a0\r\ufeff]|  ", text)
    assert all(line == line.strip() for line in rows)
    assert len(text.split()) == 2_757
    assert len(re.findall(r"\w+(?:[’'-]\w+)*", text)) == 2_766


@pytest.mark.parametrize("number", TABLE)
def test_a_line_stands_where_the_table_says(number):
    begin, end, words = TABLE[number]
    row = numbered()[number - 1]
    assert row[2].startswith(words)
    assert begin is None or row[0] == begin
    assert end is None or row[1] == end


def test_nine_lines_of_navigation_stand_before_the_title():
    rows = [line for _, _, line in numbered()]
    assert all(rows[:9])
    assert rows[9] == ""
    assert len("\n".join(rows[:9])) == 132
    assert len(" ".join(rows[:9]).split()) == 18
    assert capture()[TEXT[0] :].startswith("For Defense of the Soviet Union\n")


def test_the_body_has_thirty_two_paragraphs_and_six_headings():
    named = lines(body())
    paragraphs = {name: line for name, line in named.items() if name.startswith("P")}
    words = {name: len(body()[line.begin : line.end].split()) for name, line in paragraphs.items()}
    assert len(paragraphs) == 32
    assert [name for name in named if name.startswith("H")] == ["H1", "H2", "H3", "H4", "H5", "H6"]
    assert [*named][:2] == ["title", "subtitle"]
    assert [*named][-1] == "signature"
    assert len(named) == 41
    assert sum(words.values()) == 2_687
    assert max(words, key=words.__getitem__) == "P5"
    assert words["P5"] == 146
    assert (words["P31"], words["P32"]) == (6, 6)
    assert (len(body()), len(body().split())) == (BODY[1] - BODY[0], 2_734) == (16_554, 2_734)
    assert len(capture()[TEXT[0] : TEXT[1]].split()) == 2_739


def test_blank_lines_alone_would_glue_headings_to_paragraphs():
    blocks = capture().split("\n\n")
    assert len(blocks) == 34
    assert sum(block.split("\n")[0] in HEADINGS and "\n" in block for block in blocks) == 6


def test_quotation_marks_are_straight_and_one_line_has_an_odd_number():
    rows = {number: row[2] for number, row in enumerate(numbered(), start=1)}
    straight = {number: line.count('"') for number, line in rows.items() if '"' in line}
    assert sum(straight.values()) == 23
    assert {number for number, count in straight.items() if count % 2} == {32}
    assert straight[32] == 7
    typographic = {number: line.count("’") for number, line in rows.items() if "’" in line}
    assert typographic == {18: 2, 23: 2, 29: 1, 47: 1, 52: 1, 61: 1, 63: 1, 72: 1}
    assert "'" not in capture()
    points = [capture()[: match.start()].count("\n") + 1 for match in re.finditer(r'"[.,]', capture())]
    assert points == [32, 32, 32, 41, 52]


def test_dashes_and_hyphens():
    text = capture()
    assert [match.start() for match in re.finditer("–", text)] == [691, 712, 15_253]
    assert text.count("-") == 8
    assert len(re.findall(r"\d{4}-\d{4}", text)) == 2
    assert {character for character in text if ord(character) > 127} == {"’", "–"}


def test_phrases_that_the_text_repeats():
    assert capture().count("Soviet Union suffered a defeat") == 3
    assert sum(line.lower().count("defense of the soviet union") for _, _, line in numbered()) == 6


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        (5185, 5195, "manoeuvers"),
        (5769, 5778, "jeremiads"),
        (1379, 1389, "before all"),
        (4251, 4268, "in the background"),
        (4457, 4468, "on the dawn"),
        (766, 780, "different than"),
        (5669, 5680, "genius-like"),
        (6768, 6775, "Czarist"),
        (14659, 14689, "In a more or less brief period"),
        (1236, 1241, "That,"),
    ],
)
def test_what_is_odd_but_no_error_stands_in_both(begin, end, words):
    from seeds.making.emended import text

    assert capture()[begin:end].startswith(words.split()[0])
    assert words in capture()[begin - 5 : end + 20]
    assert words in text()
