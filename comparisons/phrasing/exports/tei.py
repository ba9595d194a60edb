"""Passages as TEI P5 standoff: a `linkGrp` a family, in it a `link` a passage that points at both places.

A place is a document's address with a fragment, as RFC 5147 counts characters in plain text, `#char=BEGIN,END`; of the
corpus, `/w/WORK/SIGLUM@REVISION#c=BEGIN-END`. An other place ("also at") is a `link` of type *also* that names its
passage in `corresp`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from comparisons.engine.passages import Passages
from comparisons.phrasing.documents import Documents

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
 <teiHeader>
  <fileDesc>
   <titleStmt><title>Passages that {documents} documents share</title></titleStmt>
   <publicationStmt><p>Written by Variorum from documents that it holds or was given.</p></publicationStmt>
   <sourceDesc><p>Offsets are Unicode code points into the text of each document, half open.</p></sourceDesc>
  </fileDesc>
 </teiHeader>
 <standOff>
"""
FOOT = " </standOff>\n</TEI>\n"


def write(found: Passages, documents: Documents) -> Iterator[str]:
    yield HEAD.format(documents=len(found.ids))
    families: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for head, others in found.heads():
        families[int(found.family[head])].append((head, others))
    for family in sorted(families):
        members = families[family]
        kind = "boilerplate" if found.boilerplate[members[0][0]] else "family"
        lines = [f'  <linkGrp type="{kind}" n="{family}">\n']
        for head, others in members:
            lines.append(_link(found, documents, head, f'xml:id="p{head + 1}" type="passage"'))
            lines += [_link(found, documents, at, f'type="also" corresp="#p{head + 1}"') for at in others]
        lines.append("  </linkGrp>\n")
        yield "".join(lines)
    if not families:
        yield "  <listAnnotation>\n   <note>The documents share no passage.</note>\n  </listAnnotation>\n"
    yield FOOT


def _link(found: Passages, documents: Documents, at: int, attributes: str) -> str:
    a = _pointer(found.ids[found.a[at]], int(found.a_begin[at]), int(found.a_end[at]), documents)
    b = _pointer(found.ids[found.b[at]], int(found.b_begin[at]), int(found.b_end[at]), documents)
    score = f"{found.score[at]:.1f} bits, {int(found.matched[at])} words"
    return f"   <link {attributes} n={quoteattr(score)} target={quoteattr(f'{a} {b}')}/>\n"


def _pointer(name: str, begin: int, end: int, documents: Documents) -> str:
    """Where a place is found; blanks and whatever else an address cannot hold are written as it writes them."""
    address = quote(name, safe="/@:~,", errors="surrogatepass")
    if "work" in documents.fields.get(name, {}) and "@" in name:
        return f"/w/{address}#c={begin}-{end}"
    return f"{address}#char={begin},{end}"
