"""TEI standoff: an annotation a passage, which points at both places; the texts stay where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from comparisons.pairs.exports.tei import FORBIDDEN
from comparisons.phrasing.models import Passage
from comparisons.phrasing.records import Absolute
from comparisons.phrasing.records import passage as record

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
 <teiHeader>
  <fileDesc>
   <titleStmt><title>Shared phrasing</title></titleStmt>
   <publicationStmt><p>Written by Variorum from texts that it holds.</p></publicationStmt>
   <sourceDesc><p>Each target is the address of a revision, which never changes; #c=BEGIN-END counts code points of its \
text, END excluded. Of two targets the first is the earlier where the annotation says so (ana="#in-order").</p></sourceDesc>
  </fileDesc>
  <encodingDesc>
   <classDecl>
    <taxonomy>
{categories}    </taxonomy>
   </classDecl>
  </encodingDesc>
 </teiHeader>
 <standOff>
  <listAnnotation>
"""
CATEGORIES = {
    "verbatim": "Both places say the same, word for word.",
    "reworked": "Both places say the same, not word for word.",
    "formula": "A phrase that stands in many works, or in words that are everywhere.",
    "boilerplate": "A header, a notice or an advertisement that many documents carry at the same end.",
    "in-order": "The first place is certainly the earlier of the two.",
}
FOOT = """  </listAnnotation>
 </standOff>
</TEI>
"""


def write(passages: Iterable[Passage], absolute: Absolute) -> Iterator[str]:
    """The document, an annotation at a time."""
    declared = (
        f'     <category xml:id="{name}"><catDesc>{escape(said)}</catDesc></category>\n'
        for name, said in CATEGORIES.items()
    )
    yield HEAD.format(categories="".join(declared))
    empty = True
    for number, passage in enumerate(passages, start=1):
        empty = False
        whole = record(passage, absolute)
        yield _annotation(number, whole)
    if empty:
        yield "   <note>No passage was chosen.</note>\n"
    yield FOOT


def _annotation(number: int, whole: dict) -> str:  # type: ignore[type-arg]
    ana = f"#{whole['kind']}" + (" #in-order" if whole["ordered"] else "")
    targets = " ".join(whole[side]["address"] for side in "ab")
    notes = [
        ("key", whole["key"]),
        ("family", whole["family"] or ""),
        ("score", f"{whole['score']:g} bits"),
        ("identity", f"{whole['identity']:g}"),
        ("words", f"{whole['matched']} of {whole['words']}"),
        *((f"text-{side}", whole[side]["text"]) for side in "ab"),
        *(("also", " ".join(other[side]["address"] for side in "ab")) for other in whole["also"]),
        *(("notice", notice) for notice in whole["notices"]),
    ]
    inside = "".join(
        f"    <note type={quoteattr(name)}>{escape(FORBIDDEN.sub('�', text))}</note>\n" for name, text in notes if text
    )
    return (
        f'   <annotation xml:id="passage-{number}" motivation="linking" ana={quoteattr(ana)} '
        f"target={quoteattr(targets)}>\n{inside}   </annotation>\n"
    )
