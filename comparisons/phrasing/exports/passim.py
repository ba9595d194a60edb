"""Passages in the fields that passim writes its clusters in, so that notebooks for it read them: a place a line.

`uid` (a number for the document), `cluster` (the family), `size` (its documents), `begin`, `end`, `pboiler` (1 for
boilerplate), `src` (the places that this one is shared with: `uid`, `begin`, `end`), `id`, `series`, `text`; and whatever
else the document came with. Offsets are code points. Places of a family that overlap in a document are one.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from comparisons.engine.passages import Passages
from comparisons.phrasing.documents import Documents
from comparisons.phrasing.exports.jsonlines import line

Place = tuple[int, int]


def write(found: Passages, documents: Documents) -> Iterator[str]:
    texts = documents.texts()
    uid = [_uid(name) for name in found.ids]
    families: dict[int, list[int]] = defaultdict(list)
    for head, others in found.heads():
        families[int(found.family[head])] += [head, *others]
    for family in sorted(families):
        places: dict[int, list[tuple[int, int, int, int, int]]] = defaultdict(list)
        for at in families[family]:
            a, b = int(found.a[at]), int(found.b[at])
            one = int(found.a_begin[at]), int(found.a_end[at])
            two = int(found.b_begin[at]), int(found.b_end[at])
            places[a].append((*one, b, *two))
            places[b].append((*two, a, *one))
        for document in sorted(places):
            name = found.ids[document]
            for (begin, end), sources in _merged(places[document]):
                record = {
                    "uid": uid[document],
                    "cluster": family,
                    "size": len(places),
                    "begin": begin,
                    "end": end,
                    "pboiler": 1.0 if found.boilerplate[families[family][0]] else 0.0,
                    "src": [{"uid": uid[d], "begin": x, "end": y} for d, x, y in sources],
                    "series": name,
                    **documents.fields.get(name, {}),
                    "id": name,
                    "text": texts[name][begin:end],
                }
                yield line(record)


def _merged(
    places: list[tuple[int, int, int, int, int]],
) -> Iterator[tuple[Place, list[tuple[int, int, int]]]]:
    """The places of one document that overlap as one, with what each is shared with."""
    places = sorted(places)
    begin, end, sources = places[0][0], places[0][1], [places[0][2:]]
    for place in places[1:]:
        if place[0] < end:
            end = max(end, place[1])
            sources.append(place[2:])
            continue
        yield (begin, end), sorted(set(sources))
        begin, end, sources = place[0], place[1], [place[2:]]
    yield (begin, end), sorted(set(sources))


def _uid(name: str) -> int:
    """A number of 63 bits for a document, the same in every run."""
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
