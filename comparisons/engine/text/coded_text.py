"""A text as arrays: a byte for each character, the code points beyond ASCII beside them; kinds and hashes of both."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.spans import where
from comparisons.engine.text import characters as kinds
from comparisons.engine.text.folding import EXACT, Form
from comparisons.engine.text.graphemes import code_points
from comparisons.engine.text.hashing import EIGHT, Hash, hashes, spans

Int = NDArray[np.int32]
Place = NDArray[np.int64]
Byte = NDArray[np.uint8]
Points = NDArray[np.uint32]

PADDING = b" " * EIGHT  # after the last character: a neighbour can be asked, and eight bytes be read
BEYOND = 0xFF  # stands for a character that is not ASCII
CHUNK = 1 << 18  # characters that are written out in one go
SPARSE = 500  # where less than one character in so many is not ASCII, the rest is quicker copied than encoded
DENSE = 8  # where one character in so many is concerned, arrays over the whole text are quicker than searching


def _points(text: str) -> NDArray[np.uint16] | Points:
    """The code points of a text, in two bytes each where none needs more."""
    short = text.encode("utf-16-le", "surrogatepass")
    return np.frombuffer(short, np.uint16) if len(short) == 2 * len(text) else code_points(text)


class CodedText:
    """The characters of a text. Codes 0 to 127 are ASCII, 128 + r is the character `distinct[r]`."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self.far: Place = np.empty(0, np.int64)  # places of the characters beyond ASCII
        self.distinct: Points = np.empty(0, np.uint32)  # their code points, each once, ascending
        self.rank: Int = np.empty(0, np.int32)  # index into `distinct` of each of `far`
        if text.isascii():
            self.raw: bytes | bytearray = b"".join((text.encode(), PADDING))
            return
        points = _points(text)
        self.far = where(points > 127)
        far_points = points[self.far]
        rank = np.zeros(int(far_points.max()) + 1, np.int32)
        rank[far_points] = 1
        self.distinct = where(rank).astype(np.uint32)
        rank[self.distinct] = np.arange(len(self.distinct))
        self.rank = rank[far_points]
        raw = bytearray(self.length)
        raw += PADDING
        near = np.frombuffer(raw, np.uint8)
        near[: self.length] = points
        near[self.far] = BEYOND
        self.raw = raw

    @cached_property
    def table(self) -> Points:
        """uint32[…]: the code point of each code."""
        return np.concatenate((np.arange(128, dtype=np.uint32), self.distinct))

    def utf8(self, text: str) -> Iterator[bytes | memoryview]:
        """The text, which is that of these arrays, in UTF-8 and lone surrogates as they are, piece by piece: what is
        ASCII as it stands here."""
        if len(self.far) * SPARSE > self.length:
            yield text.encode("utf-8", "surrogatepass")
            return
        whole, at = memoryview(self.raw), 0
        form = [chr(point).encode("utf-8", "surrogatepass") for point in self.distinct.tolist()]
        for place, rank in zip(self.far.tolist(), self.rank.tolist(), strict=True):
            yield whole[at:place]
            yield form[rank]
            at = place + 1
        yield whole[at : self.length]

    @cached_property
    def every_code(self) -> Int:
        """int32[length]: the code of each character."""
        code = np.frombuffer(self.raw, np.uint8, self.length).astype(np.int32)
        code[self.far] = self.rank + 128
        return code

    def codes(self, at: NDArray[np.integer]) -> Int:
        """int32[…]: the codes of the characters at these places."""
        if len(self.far) * DENSE > self.length:
            return self.every_code.take(at)
        code = np.frombuffer(self.raw, np.uint8).take(at).astype(np.int32)
        beyond = where(code == BEYOND) if len(self.far) else self.far
        code[beyond] = self.rank[self.far.searchsorted(at[beyond])] + 128
        return code

    def points(self, at: NDArray[np.integer]) -> Points:
        """uint32[…]: the code points at these places."""
        return self.table.take(self.codes(at))

    def unlike(self, at: NDArray[np.integer], other: CodedText, there: NDArray[np.integer]) -> NDArray[np.bool_]:
        """bool[n]: whether the characters at these places are others than those there in another text."""
        one, two = np.frombuffer(self.raw, np.uint8).take(at), np.frombuffer(other.raw, np.uint8).take(there)
        differ: NDArray[np.bool_] = one != two
        if len(self.far) and len(other.far):
            beyond = where((one == BEYOND) & (two == BEYOND))
            differ[beyond] = self.points(at[beyond]) != other.points(there[beyond])
        return differ

    def kinds(self) -> tuple[Byte, bool]:
        """uint8[length + EIGHT]: the kind of each character, then white space; whether any needs more than its two
        neighbours."""
        kind = np.frombuffer(self.raw.translate(kinds.ascii_kinds()), np.uint8)
        if not len(self.far):
            return kind, False
        table = kinds.kinds(self.distinct)
        kind[self.far] = table[self.rank]
        special = (table >= kinds.MARK) | ((table >= kinds.SOLO) & (table <= kinds.REGIONAL))
        return kind, bool(special.any())

    def hashes(self, form: Form, begin: Int, end: Int, dropped: Int) -> Hash:
        """uint64[n]: of the UTF-8 of each stretch [begin, end) in this form, without the characters at `dropped`.

        `begin` and `end` ascend and the stretches do not overlap. Those whose characters all have a form of one byte
        are hashed where they stand; the others are written out first. O(length).
        """
        content = self.raw if form is EXACT else self.raw.translate(form.ascii)
        odd: list[NDArray[np.integer]] = [dropped]
        forms = [form.of(chr(point)) for point in self.distinct.tolist()]
        if forms:
            byte = np.array([one[0] if len(one) == 1 else BEYOND for one in forms], np.uint8)
            single = np.array([len(one) == 1 for one in forms])
            if single.any():  # the other stretches are written out
                content = bytearray(content) if form is EXACT else content
                np.frombuffer(content, np.uint8)[self.far] = byte[self.rank]
            odd.append(self.far[~single[self.rank]])
        if form.uneven:
            odd.append(where(np.isin(np.frombuffer(self.raw, np.uint8, self.length), form.uneven)))
        value = hashes(content, begin, end - begin)
        awkward = self.holding(np.concatenate(odd), begin, end)
        if len(awkward):
            self._write_out(value, form, forms, begin, end, np.sort(dropped), awkward)
        return value

    def holding(self, places: NDArray[np.integer], begin: Int, end: Int) -> Place:
        """The stretches that hold one of the places."""
        if not len(begin) or not len(places):
            return np.empty(0, np.int64)
        if len(places) * DENSE > self.length:
            count = np.zeros(self.length + 1, np.int32)
            count[1:][places] = 1
            count.cumsum(out=count)
            return where(count[end] > count[begin])
        places = places.astype(begin.dtype)  # else all the stretches would be made wider for the search
        owner = begin.searchsorted(places, "right") - 1
        owner = owner[(owner >= 0) & (places < end[owner])]
        return np.unique(owner)

    def _write_out(
        self, value: Hash, form: Form, forms: list[bytes], begin: Int, end: Int, dropped: Int, awkward: Place
    ) -> None:
        """Hash the `awkward` stretches again, from the forms of their characters laid end to end."""
        table = [form.of(chr(code)) for code in range(128)] + forms
        size = np.array([len(one) for one in table], np.int64)
        start = size.cumsum() - size
        letters = np.frombuffer(b"".join(table), np.uint8)
        length = (end - begin)[awkward].astype(np.int64)
        total = length.cumsum()
        first = 0
        while first < len(awkward):
            done = int(total[first - 1]) if first else 0
            last = max(first + 1, int(total.searchsorted(done + CHUNK, "right")))
            here = awkward[first:last]
            at, _ = spans(begin[here], length[first:last])
            code = self.codes(at)
            each = size[code]
            if len(dropped):
                each[dropped.take(dropped.searchsorted(at), mode="clip") == at] = 0
            written = np.concatenate(([0], each.cumsum()))
            edge = written[np.concatenate(([0], length[first:last].cumsum()))]
            content = letters[spans(start[code], each)[0]].tobytes() + b"\0" * EIGHT
            value[here] = hashes(content, edge[:-1], np.diff(edge))
            first = last
