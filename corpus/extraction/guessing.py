"""Which older encoding bytes are in that name none: a proposal, and how sure it is.

chardet compares the bytes with the letters of many languages in each encoding that can be chosen here. On a line or
two that is not enough to tell Windows-1252 from its neighbours, so a western reading without a flaw goes before a
rarer one. Measured on sentences of 19 languages in 26 encodings, read exactly: of 12 letters 91 %, of 30 95 %, of 80
98 %, of a page 99.7 % (charset-normalizer, alone: 55, 66, 71 and 84 %).
"""

from __future__ import annotations

import codecs
import functools
from collections.abc import Iterable

import chardet

# A western reading without a flaw goes before these. The encodings of DOS and of the Macintosh have their letters
# where Windows-1252 has marks and controls, so they go before it unless the sample is too small to say.
RARER = frozenset(("cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859-5", "iso8859-7", "koi8-r")) | {
    "mac-cyrillic",
    "euc_kr",
    "big5",
    "euc_jp",
}
CENTRAL = frozenset(("cp1250", "iso8859-2"))
ELSEWHERE = frozenset(("mac-roman", "cp437", "cp850", "cp866"))
FAINT = 0.1  # chardet's confidence below which a reading of DOS or the Macintosh is not preferred

SMALL = "éèêëàâäáåæçíîïìóôöòõøñúùûüßœã"
WESTERN = frozenset(SMALL + "ÉÈÊËÀÂÄÁÅÆÇÍÎÏÌÓÔÖÒÕØÑÚÙÛÜŒÃ")
# Where a Central European encoding has another letter at the same byte, which is common there: ę ń ś ě ř ů ň ő ű ă.
DOUBTFUL = frozenset("êñœìøùòõûãÊÑŒÌØÙÒÕÛÃ")
WORDS = frozenset("àèéòóôÀÈÉÒÓÔ")  # that are words by themselves
MARKS = frozenset("“”‘’„‚‹›«»–—…•·¡¿§¶°£€©®™ªº´¨\u00a0\u00ad")


def guess(sample: bytes, known: Iterable[str]) -> tuple[str, float]:
    """The encoding, one of `known`, that `sample` is most likely in, and the share of samples of that size for which
    such a guess was right when it was measured. Bytes beyond those of the sample may still not fit. Cost: some
    milliseconds a kilobyte up to 200 kB, the rest is not looked at."""
    names = {_canonical(name): name for name in known}
    found = chardet.detect_all(sample, ignore_threshold=True, include_encodings=_spelt(frozenset(names)))
    name, confidence = next(
        (
            (names[canonical], answer["confidence"])
            for answer in found
            if answer["encoding"] and (canonical := _canonical(answer["encoding"])) in names
            if _sound(sample, canonical)
        ),
        ("cp1252", 0.0),
    )
    if (
        (name in RARER and _western(sample, WESTERN))
        or (name in CENTRAL and _western(sample, WESTERN - DOUBTFUL))
        or (name in ELSEWHERE and confidence < FAINT and _western(sample, WESTERN - {"Œ", "œ"}))
    ):
        name = "cp1252"
    return name, 0.2 if not _sound(sample, name) else min(0.99, round(1 - 1 / (10 + len(sample) / 4), 2))


@functools.cache
def _spelt(names: frozenset[str]) -> tuple[str, ...]:
    """Those of our encodings that nothing in the bytes names, as the library spells them."""
    older = (name for name in sorted(names) if not name.startswith("utf"))
    return tuple(name.replace("iso8859", "iso-8859").replace("euc_", "euc-") for name in older)


def _canonical(name: str) -> str:
    return codecs.lookup(name).name


def _sound(sample: bytes, name: str) -> bool:
    """Decodes, the end of the sample aside, and has no control characters where letters should be."""
    decoder = codecs.getincrementaldecoder(name)()
    try:
        text = decoder.decode(sample)
    except UnicodeDecodeError:
        return False
    return not any("\x80" <= character < "\xa0" for character in text)


def _western(sample: bytes, letters: frozenset[str]) -> bool:
    """Whether in Windows-1252 these are plain words with a few accents: each within a word of Latin letters, none a
    capital after a small letter, and else only the marks that such texts have."""
    text = sample.decode("cp1252", "replace")
    far = [at for at, character in enumerate(text) if character > "\x7f"]
    for at in far:
        before, character, after = text[at - 1 : at], text[at], text[at + 1 : at + 2]
        between = before.isalpha() and after.isalpha()
        if not character.isalpha():
            if character not in MARKS or (between and character != "’"):
                return False
        elif (
            character not in letters
            or (character.isupper() and before.islower())
            or (not (before.isalpha() or after.isalpha()) and character not in WORDS)
        ):
            return False
    return len(far) * 3 <= len(text)
