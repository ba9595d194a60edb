"""A comparison as a TEI P5 document: two witnesses, parallel segmentation, nothing of either text lost.

Reading the document with the readings of one witness alone gives its text to the character. Where segments begin
stand milestones, as segments of two texts seldom nest. A character that XML cannot hold is a `g` that names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from comparisons.engine.changes import Change, changes
from comparisons.engine.result import DELETE, EQUAL, Comparison
from comparisons.engine.text.segments import KINDS
from comparisons.pairs.exports.sides import Compared, Witness, ignoring

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
OURS = re.compile(r"U[0-9A-F]{4,6}|move-\d+-(from|to)|ignored")  # the other names that this document gives


def write(compared: Compared) -> str:
    """The document with its XML declaration; linear in the texts."""
    names = _names(compared.a, compared.b)
    root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})  # type: ignore[dict-item]
    _header(root, compared, names)
    body = _add(_add(root, "text"), "body")
    stream = _add(body, "ab", type="comparison")
    stream.set(f"{{{XML}}}space", "preserve")
    _Stream(compared, names).fill(stream)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{etree.tostring(root, encoding="unicode")}\n'


def _names(a: Witness, b: Witness) -> tuple[str, str]:
    """An xml:id for each side: its siglum where XML takes it for a name that nothing else has and the sides differ."""
    first, second = (witness.siglum if _free(witness.siglum) else "" for witness in (a, b))
    first, second = first or "a", second or "b"
    return (first, second) if first != second else (f"{first}_a", f"{second}_b")


def _free(siglum: str) -> bool:
    return bool(NAME.fullmatch(siglum)) and not OURS.fullmatch(siglum)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{TEI}}}{name}", attributes)
    if text:
        _write(element, text)
    return element


def _write(element: etree._Element, text: str) -> None:
    """Append text after whatever the element holds."""
    at = 0
    for found in FORBIDDEN.finditer(text):
        _append(element, text[at : found.start()])
        etree.SubElement(element, f"{{{TEI}}}g", {"ref": f"#{_character(found.group())}"})
        at = found.end()
    _append(element, text[at:])


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _character(letter: str) -> str:
    return f"U{ord(letter):04X}"


def _header(root: etree._Element, compared: Compared, names: tuple[str, str]) -> None:
    header = _add(root, "teiHeader")
    description = _add(header, "fileDesc")
    titles = _add(description, "titleStmt")
    _add(titles, "title", f"{compared.a.name} and {compared.b.name} compared")
    publication = _add(description, "publicationStmt")
    _add(publication, "p", "Written by Variorum from two texts that it holds or was given.")
    sources = _add(description, "sourceDesc")
    listed = _add(sources, "listWit")
    for name, witness, side in zip(names, compared.witnesses, (compared.result.a, compared.result.b), strict=True):
        element = _add(listed, "witness")
        element.set(f"{{{XML}}}id", name)
        _add(element, "abbr", witness.name, type="siglum")
        if witness.title:
            _append(element, " ")
            _add(element, "title", witness.title)
        if witness.citation or witness.notice:
            _append(element, " ")
            described = _add(element, "bibl", witness.citation)
            if witness.notice:
                _add(described, "note", witness.notice, type="notice")
        if witness.address:
            _append(element, " ")
            _add(element, "ref", witness.address, target=witness.address)
        _append(element, " ")
        _add(element, "idno", side.sha256, type="SHA-256")
    encoding = _add(header, "encodingDesc")
    project = _add(encoding, "editorialDecl")
    for note in compared.result.notes:
        _add(project, "p", note)
    _add(
        project,
        "p",
        "An app for each change; its type is the category of the change, its n the number of the change; what the "
        "comparison ignores has the ana #ignored. " + ignoring(compared) + f" Engine {compared.result.engine}.",
    )
    counts = ", ".join(f"{name} {count}" for name, count in compared.result.counts.items()) or "none"
    folded = ", ".join(f"{name} {count}" for name, count in compared.result.ignored.items()) or "none"
    alike = "" if compared.translated else f"Similarity {compared.result.similarity:.4f}. "
    _add(project, "p", f"{alike}Changes: {counts}. Of them ignored: {folded}.")
    _add(encoding, "variantEncoding", method="parallel-segmentation", location="internal")
    if compared.result.ignored:
        category = _add(_add(_add(encoding, "classDecl"), "taxonomy"), "category")
        category.set(f"{{{XML}}}id", "ignored")
        _add(category, "catDesc", "A difference that the comparison was told to look through.")
    _declare_letters(encoding, compared)


def _declare_letters(encoding: etree._Element, compared: Compared) -> None:
    """The characters that XML cannot hold, each by its number."""
    letters = sorted(set(FORBIDDEN.findall(compared.a.text + compared.b.text)))
    if letters:
        declared = _add(encoding, "charDecl")
        for letter in letters:
            character = _add(declared, "char")
            character.set(f"{{{XML}}}id", _character(letter))
            _add(character, "localProp").attrib.update({"name": "codepoint", "value": f"U+{ord(letter):04X}"})


class _Stream:
    """Both texts in one stream of text, apparatus entries and milestones."""

    def __init__(self, compared: Compared, names: tuple[str, str]) -> None:
        self.result: Comparison = compared.result
        self.texts = compared.a.text, compared.b.text
        self.names = names
        # Where segments begin on each side, the next one last.
        self.marks = [
            [
                (int(begin), number + 1, KINDS[int(kind)])
                for number, (begin, kind) in enumerate(zip(span[:, 0], kinds, strict=True))
            ][::-1]
            for span, kinds in (
                (self.result.segments_a.span, self.result.segments_a.kind),
                (self.result.segments_b.span, self.result.segments_b.kind),
            )
        ]

    def fill(self, stream: etree._Element) -> None:
        numbered = changes(self.result)
        operations = self.result.operations
        for kind, a, b, move in zip(
            operations.type.tolist(),
            operations.a.tolist(),
            operations.b.tolist(),
            operations.move.tolist(),
            strict=True,
        ):
            a, b = (a[0], a[1]), (b[0], b[1])
            if kind == EQUAL:
                self._both(stream, a, b)
            elif move < 0:
                self._change(stream, next(numbered), a, b)
            elif kind == DELETE:
                self._moved_from(stream, numbered, move, a)
            else:
                self._moved_to(stream, move, b)
        for side in (0, 1):
            self._milestones(stream, side, len(self.texts[side]))

    def _both(self, parent: etree._Element, a: tuple[int, int], b: tuple[int, int]) -> None:
        """Equal text, with the milestones of both sides where they stand."""
        stops = {a[0], a[1]}
        for side, begin, end, shift in ((0, a[0], a[1], 0), (1, b[0], b[1], a[0] - b[0])):
            stops |= {mark[0] + shift for mark in self._upcoming(side, begin, end)}
        for begin, end in pairwise(sorted(stops)):
            self._milestones(parent, 0, begin)
            self._milestones(parent, 1, begin - a[0] + b[0])
            _write(parent, self.texts[0][begin:end])

    def _upcoming(self, side: int, begin: int, end: int) -> Iterator[tuple[int, int, str]]:
        for mark in reversed(self.marks[side]):
            if mark[0] >= end:
                return
            if mark[0] >= begin:
                yield mark

    def _milestones(self, parent: etree._Element, side: int, at: int) -> None:
        while self.marks[side] and self.marks[side][-1][0] <= at:
            _, number, kind = self.marks[side].pop()
            _add(parent, "milestone", unit=kind, n=str(number), edRef=f"#{self.names[side]}")

    def _text(self, parent: etree._Element, side: int, span: tuple[int, int]) -> None:
        """Text of one witness, with its milestones."""
        stops = sorted({*span, *(mark[0] for mark in self._upcoming(side, *span))})
        for begin, end in pairwise(stops):
            self._milestones(parent, side, begin)
            _write(parent, self.texts[side][begin:end])

    def _change(self, parent: etree._Element, change: Change, a: tuple[int, int], b: tuple[int, int]) -> None:
        app = _add(parent, "app", type=change.category, n=str(change.number))
        if change.ignored:
            app.set("ana", "#ignored")
        for side, span in enumerate((a, b)):
            self._text(_add(app, "rdg", wit=f"#{self.names[side]}"), side, span)

    def _moved_from(self, parent: etree._Element, numbered: Iterator[Change], move: int, a: tuple[int, int]) -> None:
        """Where the passage stands in a, with how it was revised on the way as entries within the reading."""
        change = next(numbered)
        app = self._move(parent, move, "from", "to")
        app.set("n", str(change.number))
        reading = _add(app, "rdg", wit=f"#{self.names[0]}")
        passage = self.result.moves[move]
        self._text(reading, 0, (a[0], passage.a[0]))
        for kind, (begin, end), other in zip(
            passage.operations.type.tolist(), passage.operations.a.tolist(), passage.operations.b.tolist(), strict=True
        ):
            if kind == EQUAL:
                self._text(reading, 0, (begin, end))
                continue
            inner = next(numbered)
            entry = _add(reading, "app", type=inner.category, n=str(inner.number))
            if inner.ignored:
                entry.set("ana", "#ignored")
            self._text(_add(entry, "rdg", wit=f"#{self.names[0]}"), 0, (begin, end))
            _add(entry, "rdg", self.texts[1][slice(*other)], wit=f"#{self.names[1]}")
        self._text(reading, 0, (passage.a[1], a[1]))
        _add(app, "rdg", wit=f"#{self.names[1]}")

    def _moved_to(self, parent: etree._Element, move: int, b: tuple[int, int]) -> None:
        """Where it stands in b, as it reads there."""
        app = self._move(parent, move, "to", "from")
        _add(app, "rdg", wit=f"#{self.names[0]}")
        self._text(_add(app, "rdg", wit=f"#{self.names[1]}"), 1, b)

    def _move(self, parent: etree._Element, move: int, here: str, there: str) -> etree._Element:
        app = _add(parent, "app", type="move", corresp=f"#move-{move + 1}-{there}")
        app.set(f"{{{XML}}}id", f"move-{move + 1}-{here}")
        return app
