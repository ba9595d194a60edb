"""From bytes to characters: which encoding, how sure, and what was done to the line ends. Refuses what is no text.

A byte order mark decides; then UTF-16 and UTF-32 without one, by where their zero bytes stand; then strict UTF-8. What
is left is an older encoding, which nothing in the bytes names: a proposal (`guessing`) is taken and shown with how
sure it is, and the editor chooses.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from django.conf import settings

from corpus.extraction.base import Refused
from corpus.extraction.guessing import guess
from corpus.extraction.soundness import ASTRAY, check, place

MARKS = (  # the longer ones first: the mark of UTF-16 LE begins that of UTF-32 LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What a file may begin with that is called .txt and is none.
KNOWN = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"RIFF", "a WebP picture, a sound or a film"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (DOCX, ODT and EPUB are such, too)"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"fLaC", "a sound"),
    (b"SQLite format 3\x00", "a database"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
TEXTUAL = {b"BM", b"MZ", b"RIFF", b"ID3", b"BZh", b"Rar!", b"OggS", b"fLaC", b"wOFF", b"wOF2"}

CHOICES = (
    ("utf-8", "UTF-8"),
    ("utf-16-le", "UTF-16, little endian"),
    ("utf-16-be", "UTF-16, big endian"),
    ("cp1252", "Windows-1252, Western Europe"),
    ("latin-1", "ISO 8859-1, Western Europe"),
    ("iso8859-15", "ISO 8859-15, Western Europe with €"),
    ("cp1250", "Windows-1250, Central Europe"),
    ("iso8859-2", "ISO 8859-2, Central Europe"),
    ("cp1251", "Windows-1251, Cyrillic"),
    ("koi8-r", "KOI8-R, Cyrillic"),
    ("iso8859-5", "ISO 8859-5, Cyrillic"),
    ("cp866", "DOS 866, Cyrillic"),
    ("mac-cyrillic", "Macintosh, Cyrillic"),
    ("mac-roman", "Macintosh, Western Europe"),
    ("cp437", "DOS 437"),
    ("cp850", "DOS 850, Western Europe"),
    ("cp1253", "Windows-1253, Greek"),
    ("iso8859-7", "ISO 8859-7, Greek"),
    ("cp1254", "Windows-1254, Turkish"),
    ("cp1255", "Windows-1255, Hebrew"),
    ("cp1256", "Windows-1256, Arabic"),
    ("cp1257", "Windows-1257, Baltic"),
    ("shift_jis", "Shift JIS, Japanese"),
    ("euc_jp", "EUC-JP, Japanese"),
    ("gb18030", "GB 18030, Chinese"),
    ("big5", "Big5, Chinese"),
    ("euc_kr", "EUC-KR, Korean"),
)
NAMES = dict(CHOICES) | {"utf-32-le": "UTF-32, little endian", "utf-32-be": "UTF-32, big endian"}

SAMPLE = 1 << 18  # bytes that the guess is made from: its cost is bounded, whatever the file's size


@dataclass(frozen=True, slots=True)
class Read:
    """Characters, and how they were come by; `sure` from 0 to 1."""

    text: str
    encoding: str
    sure: float
    warnings: tuple[str, ...]


def read(content: bytes, encoding: str | None = None) -> Read:
    """Decode `content`, by `encoding` where a person chose one. Lines end with U+000A in what is given.

    Raises `Refused` for what is too large, is no text, is empty, or is not in that encoding, saying where.
    """
    limit = settings.LIMIT_FILE_BYTES
    if len(content) > limit:
        raise Refused(
            f"The file has {len(content):,} bytes; at most {limit:,} are taken. "
            "Divide it, say by volume or book, and add each part as an edition."
        )
    if not content:
        raise Refused("The file is empty: it has 0 bytes. Choose the file that holds the text, or paste it.")
    _refuse_known(content)
    warnings: list[str] = []
    if encoding is not None:
        decoded, name, sure = _chosen(content, encoding), encoding, 1.0
    else:
        decoded, name, sure = _found(content, warnings)
    check(decoded)
    _refuse_binary(decoded, name)
    return Read(_line_ends(decoded, warnings), name, sure, tuple(warnings))


def name_of(encoding: str) -> str:
    """The encoding as a person knows it."""
    return NAMES.get(encoding, encoding)


def from_text(text: str) -> Read:
    """The same door for characters that came as such, pasted or through the API: checked, and lines made to end alike."""
    check(text)
    warnings: list[str] = []
    return Read(_line_ends(text, warnings), "utf-8", 1.0, tuple(warnings))


def _refuse_known(content: bytes) -> None:
    for beginning, what in KNOWN:
        if content.startswith(beginning) and (beginning not in TEXTUAL or b"\x00" in content[:512]):
            raise Refused(
                f"This is {what}, by its first bytes, and no plain text. "
                "Take the text out of it first, and upload that as .txt or .md."
            )


def _found(content: bytes, warnings: list[str]) -> tuple[str, str, float]:
    for mark, name in MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], name, len(mark)), name, 1.0
    wide = _without_mark(content)
    if wide:
        warnings.append(f"The file says nothing of its encoding; by its zero bytes it is {name_of(wide)}.")
        return _strict(content, wide), wide, 0.95
    try:
        return content.decode("utf-8"), "utf-8", 1.0
    except UnicodeDecodeError as error:
        nul = content.find(0)
        if nul >= 0:
            raise Refused(
                f"There is a zero byte at byte {nul:,} (of {len(content):,}), which no text has, and the bytes are "
                "neither UTF-16 nor UTF-32. If this is a text, save it as UTF-8; if not, it has no place here."
            ) from error
        return _guessed(content, error, warnings)


def _without_mark(content: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: the zero bytes of ASCII letters stand at one place of two, or three of four."""
    sample = content[: SAMPLE - SAMPLE % 4]
    if len(sample) < 4 or b"\x00" not in sample or _narrow(sample):
        return None
    if len(content) % 4 == 0:
        zero = [sample[k::4].count(0) / len(sample[k::4]) for k in range(4)]
        if min(zero[1:]) > 0.9 and zero[0] < 0.1:
            return "utf-32-le"
        if min(zero[:3]) > 0.9 and zero[3] < 0.1:
            return "utf-32-be"
    if len(content) % 2 == 0:
        even, odd = (sample[k::2].count(0) / len(sample[k::2]) for k in range(2))
        # Letters outside Latin have no zero bytes, blanks and line ends always do; a real U+0000 has two at once.
        if odd > 4 * even and odd > 0.02 and _decodes(content, "utf-16-le"):
            return "utf-16-le"
        if even > 4 * odd and even > 0.02 and _decodes(content, "utf-16-be"):
            return "utf-16-be"
    return None


def _narrow(sample: bytes) -> bool:
    """Are these single bytes with a stray zero among them, and not the halves of wider units?

    In UTF-16 of a script with ASCII blanks, half of the bytes are below 32; in a text with a NUL in it, few are.
    """
    low = sum(sample.count(byte) for byte in range(32) if byte not in (9, 10, 13))
    if low * 4 >= len(sample):
        return False
    try:
        sample[:-3].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 6:
            # An old encoding: its blanks stand at odd and at even places alike.
            return min(sample[::2].count(b" "), sample[1::2].count(b" ")) * 50 > len(sample)
    return True


def _decodes(content: bytes, name: str) -> bool:
    try:
        text = content.decode(name)
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and len(ASTRAY.findall(text)) * 50 <= len(text)


def _strict(content: bytes, name: str, skipped: int = 0) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise Refused(_misfit(error, name, content, skipped)) from error


def _misfit(error: UnicodeDecodeError, name: str, content: bytes, skipped: int = 0) -> str:
    line = content.count(b"\n", 0, error.start) + 1
    wrong = " ".join(f"{byte:02X}" for byte in content[error.start : error.end][:4])
    return (
        f"The file is not {name_of(name)}: at byte {error.start + skipped:,} (line {line:,}) stands {wrong}, "
        f"which that encoding does not have there. Choose another encoding, or save the file as UTF-8."
    )


def _chosen(content: bytes, encoding: str) -> str:
    if encoding not in NAMES:
        raise Refused(f"The encoding “{encoding}” is not known here. Choose one of {', '.join(NAMES)}.")
    for mark, name in MARKS:
        if name == encoding and content.startswith(mark):
            return _strict(content[len(mark) :], encoding, len(mark))
    return _strict(content, encoding)


def _guessed(content: bytes, error: UnicodeDecodeError, warnings: list[str]) -> tuple[str, str, float]:
    _refuse_almost_utf8(content, error)
    around = content[max(0, error.start - SAMPLE // 2) :][:SAMPLE]
    name, sure = guess(around, NAMES)
    try:
        decoded = content.decode(name)
    except UnicodeDecodeError:
        name, sure = "latin-1", 0.2  # which has a character for every byte
        decoded = content.decode(name)
    line = content.count(b"\n", 0, error.start) + 1
    warnings.append(
        f"The file is not UTF-8 (byte {error.start:,}, line {line:,}) and does not name its encoding. It was read as "
        f"{name_of(name)}, which is a guess ({sure:.0%} sure): look at the letters outside a–z, and choose another "
        "encoding where they are wrong."
    )
    return decoded, name, sure


def _refuse_almost_utf8(content: bytes, error: UnicodeDecodeError) -> None:
    """A UTF-8 file with a broken place is not silently read as something else."""
    try:
        content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        pass
    else:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(
            f"There is half of a surrogate pair at byte {error.start:,} (line {line:,}): a character was cut in two. "
            "Write the whole character there and save the file as UTF-8 again."
        )
    lenient = content[max(0, error.start - SAMPLE) :][: 2 * SAMPLE].decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    sound = sum(character > "\x7f" for character in lenient) - broken
    if sound > 4 * broken:
        raise Refused(
            _misfit(error, "utf-8", content) + " All the rest of it is UTF-8: most likely that place is damaged."
        )


def _refuse_binary(text: str, name: str) -> None:
    """Bytes that decode to anything are not yet a text: control characters all over tell the difference."""
    sample = text[: 1 << 20]
    found = ASTRAY.findall(sample)
    if len(found) * 100 > len(sample):
        first = ASTRAY.search(sample)
        assert first is not None
        raise Refused(
            f"This is no text: one character in {max(1, len(sample) // len(found))} is a control character, the first "
            f"U+{ord(first.group()):04X} at {place(text, first.start())} (read as {name_of(name)}). "
            "If it is a text, choose its encoding; a picture or a program has no place here."
        )


def _line_ends(text: str, warnings: list[str]) -> str:
    """Lines ended by U+000A, whatever the machine that wrote them; anything else than that alone is said."""
    if "\r" not in text:
        return text
    both = text.count("\r\n")
    old = text.count("\r") - both
    alone = text.count("\n") - both
    kinds = [
        f"{count:,} {what}"
        for count, what in ((both, "CR LF (Windows)"), (old, "CR alone (old Macintosh)"), (alone, "LF"))
        if count
    ]
    mixed = "mixed: " if len(kinds) > 1 else ""
    warnings.append(
        f"The line ends were {mixed}{', '.join(kinds)}; in the text all are LF. The file is kept as it came."
    )
    return text.replace("\r\n", "\n").replace("\r", "\n")
