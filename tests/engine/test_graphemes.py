"""Grapheme clusters are those of the `regex` library, and the tables those of its Unicode database."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from comparisons.engine.text import unicode_properties
from comparisons.engine.text.characters import ranges
from comparisons.engine.text.graphemes import boundaries

PROPERTIES = {
    "EXTEND": "GCB=Extend", "SPACING": "GCB=SpacingMark", "PREPEND": "GCB=Prepend", "CONTROL": "GCB=Control",
    "LEADING": "GCB=L", "VOWEL": "GCB=V", "TRAILING": "GCB=T", "PICTOGRAPH": "Extended_Pictographic",
    "CONSONANT": "InCB=Consonant", "LINKER": "InCB=Linker",
}  # fmt: skip

AWKWARD = st.sampled_from(
    "aA1é' \t\n\r\u00a0\u2028\u00ad\u200b\u200c\u200d\ufeff\u0301\u0323\u0600\u0e33\u0e40\u0e17\u17d2\u1780\u1039"
    "\u1000\u0915\u094d\u0937\u1100\u1161\u11a8\uac00\uac01漢ｶﾞ🇦🇧👩🏽♥\ufe0f\u20e3\ud800\udfff\x00\x85\u202e\U000e0061"
)


def expected(text: str) -> list[int]:
    edges = [0]
    for cluster in regex.findall(r"\X", text):
        edges.append(edges[-1] + len(cluster))
    return edges


@given(st.text(AWKWARD, max_size=40) | st.text(st.characters(), max_size=40))
def test_the_clusters_of_any_text_are_those_that_the_regex_library_finds(text):
    assert boundaries(text).tolist() == expected(text)


def test_a_family_a_flag_a_keycap_and_an_accented_letter_are_one_cluster_each():
    assert boundaries("👩‍👩‍👧🇩🇪🇫🇷1️⃣e\u0301\r\nx").tolist() == [0, 5, 7, 9, 12, 14, 16, 17]


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_table_of_a_property_is_that_of_the_unicode_database(name):
    everything = "".join(map(chr, range(0x110000)))
    found = [edge for run in regex.finditer(rf"\p{{{PROPERTIES[name]}}}+", everything) for edge in run.span()]
    assert ranges(getattr(unicode_properties, name)).tolist() == found
