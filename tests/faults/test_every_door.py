"""What nobody should hand in, at every door: taken exactly or refused in a sentence, and nothing is half stored."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote_from_bytes

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from rest_framework.test import APIClient

from corpus.access.models import User
from corpus.texts import storing
from corpus.texts.models import Deposit, Revision, Segment, Source
from corpus.works.models import Edition, Work
from jobs.models import Job

pytestmark = pytest.mark.django_db
LIMIT = 4000  # characters of a text, for this test
HERE = "The first paragraph of it stands here, and it is the whole of the text."
SIMPLE = "A king rode out at dawn.\n\nNobody saw him go."
MARKED = "Die Söhne des Königs ritten früh über die Brücke; größer war nur die Angst."
TABLES = (Work, Edition, Revision, Source, Segment, Deposit, Job)


@dataclass
class Said:
    """How a door answered: what it took, or the sentence of its refusal."""

    text: str | None = None
    refused: str = ""


@dataclass
class Site:
    folder: Path
    editor: User
    edition: Edition
    client: Client = field(default_factory=Client)
    api: APIClient = field(default_factory=APIClient)

    def stored(self, siglum: str) -> Said:
        """What stands in the newest revision, as it can be read and taken home; its source as it came."""
        revision = Revision.objects.filter(edition__work__slug="w", edition__siglum=siglum).latest("number")
        where = f"/w/w/{siglum}@{revision.number}"
        assert self.client.get(f"{where}/text").content.decode() == revision.text
        page = self.client.get(where)
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        return Said(revision.text)

    def source(self, siglum: str) -> bytes:
        return self.client.get(f"/w/w/{siglum}/source").content

    def post(self, address: str, fields: dict[str, str]) -> Any:
        """A form as bytes, since no client of a test would send what is no text."""
        body = "&".join(f"{name}={quote_from_bytes(sent(text))}" for name, text in fields.items())
        return self.client.post(address, body, content_type="application/x-www-form-urlencoded")

    def json(self, address: str, body: dict[str, Any]) -> Any:
        return self.api.post(f"/api/v1/{address}", json.dumps(body), content_type="application/json")


def sent(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@pytest.fixture
def site(tmp_path: Path, settings: LazySettings, editor: User) -> Site:
    settings.LIMIT_TEXT_CHARACTERS = LIMIT
    work = Work.objects.create(slug="w", title="W", language="en")
    site = Site(tmp_path, editor, storing.add_edition(work, siglum="A", title="A", text=HERE))
    site.client.force_login(editor)
    site.api.force_authenticate(editor)
    return site


def alert(page: Any) -> Said:
    """The sentence of a page that refuses."""
    assert 400 <= page.status_code < 500, page.status_code
    whole = page.content.decode()
    found = re.search(r'role="alert"[^>]*>(.*?)</(?:div|p|section)', whole, re.DOTALL)
    said = found[1] if found else re.sub("<h1.*?</h1>|<a.*", "", whole.split("<main", 1)[1], flags=re.DOTALL)
    return Said(
        refused=" ".join(unescape(re.sub("<[^>]*>", " ", said.partition(">")[2] if not found else said)).split())
    )


def problem(answer: Any) -> Said:
    assert 400 <= answer.status_code < 500, answer.status_code
    assert answer["Content-Type"] == "application/problem+json"
    return Said(refused=answer.json()["detail"])


def command(*arguments: str) -> tuple[str, str]:
    """Standard output, and the sentence that the command ended with."""
    out = io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        assert out.getvalue() == ""
        return "", str(error)
    return out.getvalue(), ""


# --- the doors for bytes ---------------------------------------------------------------------------------------------

DESCRIBED = {"siglum": "B", "title": "B", "kind": "print", "visibility": "public"}


def file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("text.txt", content)


def looked_at(page: Any) -> dict[str, str]:
    """What the form says that it showed."""
    return dict(re.findall(r'name="(draft|shown|based_on)" value="([^"]*)"', page.content.decode()))


def the_upload_form(site: Site, content: bytes) -> Said:
    page = site.client.post("/w/w/add", {"file": file(content)})
    if page.status_code != 200:
        return alert(page)
    assert site.client.post("/w/w/add", {**looked_at(page), "save": "1", **DESCRIBED}).status_code == 302
    assert site.source("B") == content
    return site.stored("B")


def the_correction_by_a_file(site: Site, content: bytes) -> Said:
    page = site.client.post("/w/w/A/correct?by=file", {"file": file(content)})
    if page.status_code != 200:
        return alert(page)
    save = {**looked_at(page), "save": "1", "reason": "Another file."}
    assert site.client.post("/w/w/A/correct?by=file", save).status_code == 302
    assert site.source("A") == content
    return site.stored("A")


def the_command_add(site: Site, content: bytes) -> Said:
    path = site.folder / "text.txt"
    path.write_bytes(content)
    name, refused = command("add", "w" if content else "new-work", "B", str(path))
    if refused:
        return Said(refused=refused)
    assert name == "w/B@1\n"
    assert site.source("B") == content
    return site.stored("B")


def the_api_with_a_file(site: Site, content: bytes) -> Said:
    answer = site.api.post("/api/v1/editions/", {"work": "w", "file": file(content), **DESCRIBED}, format="multipart")
    if answer.status_code not in {201, 202}:
        return problem(answer)
    assert site.source("B") == content
    return site.stored("B")


def quick_compare_with_a_file(site: Site, content: bytes) -> Said:
    page = site.client.post("/quick", {"a_file": file(content), "b": HERE})
    return Said(page.context["a"]) if page.status_code == 200 else alert(page)


def the_command_align(site: Site, content: bytes) -> Said:
    paths = site.folder / "a.txt", site.folder / "b.txt"
    for path in paths:
        path.write_bytes(content)
    made, refused = command("align", *map(str, paths))
    if refused:
        return Said(refused=refused)
    answer = json.loads(made)
    assert answer["similarity"] == 1
    text = content.decode()
    assert answer["a"]["characters"] == len(text)
    return Said(text)


def the_command_passages_on_a_folder(site: Site, content: bytes) -> Said:
    for name in ("one", "two"):
        (site.folder / f"{name}.txt").write_bytes(content)
    made, refused = command("passages", str(site.folder))
    for passage in map(json.loads, made.splitlines()):
        assert 0 <= passage["a"]["begin"] < passage["a"]["end"] <= len(content.decode())
    return Said(refused=refused) if refused else Said(content.decode("utf-8-sig"))


@dataclass(frozen=True)
class File:
    """`text`: what it must become, None where editors' doors refuse it with a sentence that has `said` in it."""

    content: bytes
    text: str | None = None
    said: str = ""


FILES = {
    "empty": File(b"", said="0 bytes"),
    "blanks": File(b" \n\t\r\n \n", said="nothing but blanks"),
    "NUL": File(b"some words \x00 and more of them", said="NUL character at line 1, character 12"),
    "half a character": File(b"half \xed\xa0\x80 a character", said="half of a surrogate pair at byte"),
    "cut off": File(MARKED.encode()[:-2] + b"\xc3", said="not UTF-8: at byte"),
    "a mark": File(b"\xef\xbb\xbf" + SIMPLE.encode(), SIMPLE),
    "only a mark": File(b"\xef\xbb\xbf", said="There is no text"),
    "a mark inside": File(b"one \xef\xbb\xbf two", "one \ufeff two"),
    "UTF-16 LE with its mark": File(b"\xff\xfe" + SIMPLE.encode("utf-16-le"), SIMPLE),
    "UTF-16 BE with its mark": File(b"\xfe\xff" + SIMPLE.encode("utf-16-be"), SIMPLE),
    "UTF-16 LE": File(SIMPLE.encode("utf-16-le"), SIMPLE),
    "UTF-16 BE": File(SIMPLE.encode("utf-16-be"), SIMPLE),
    "UTF-16 with a byte too many": File(b"\xff\xfe" + SIMPLE.encode("utf-16-le") + b"x", said="not UTF-16"),
    "Latin-1": File(MARKED.encode("latin-1"), MARKED),
    "Windows-1252": File(f"“{MARKED}”".encode("cp1252"), f"“{MARKED}”"),
    "CR": File(SIMPLE.replace("\n", "\r").encode(), SIMPLE),
    "mixed line ends": File(b"one\r\ntwo\rthree\nfour\n\rfive", "one\ntwo\nthree\nfour\n\nfive"),
    "a picture": File(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, said="PNG picture"),
    "an archive": File(b"PK\x03\x04" + bytes(range(256)) * 4, said="ZIP archive"),
    "over the limit": File(b"word " * 900, said="4,500 characters; at most 4,000"),
    "one line": File(b"word " * 700, "word " * 700),
    "many marks on a letter": File(("a" + "\u0301" * 3000).encode(), "a" + "\u0301" * 3000),
    "bidi controls": File("one \u202etwo\u202c \u2066three".encode(), "one \u202etwo\u202c \u2066three"),
    "HTML": File(b"<script>alert(1)</script> & <b>bold</b>", "<script>alert(1)</script> & <b>bold</b>"),
    "no characters": File("one \ufffe \U0010ffff two".encode(), "one \ufffe \U0010ffff two"),
    "page ends": File(b"one\x0ctwo \x1b[31mred", "one\x0ctwo \x1b[31mred"),
    "other separators": File("one\u2028two\u2029three\x85four".encode(), "one\u2028two\u2029three\x85four"),
}
STORE_BYTES = (the_upload_form, the_correction_by_a_file, the_command_add, the_api_with_a_file)
READ_BYTES = (the_command_align, the_command_passages_on_a_folder)


def counted() -> list[int]:
    return [table.objects.count() for table in TABLES]


T = TypeVar("T")


def each(door: Callable[[Site, T], Said], site: Site, given: dict[str, T]) -> Iterator[tuple[str, Said, bool]]:
    """What the door makes of each: its answer, and whether anything is stored. Then it is as if it had not been."""
    for name, one in given.items():
        before = counted()
        with transaction.atomic():
            answer = door(site, one)
            stored = counted() != before
            transaction.set_rollback(True)
        yield name, answer, stored


@pytest.mark.parametrize("door", STORE_BYTES)
def test_a_file_is_stored_exactly_or_refused_with_what_and_where(
    site: Site, door: Callable[[Site, bytes], Said]
) -> None:
    for name, answer, stored in each(door, site, {name: file.content for name, file in FILES.items()}):
        assert answer.text == FILES[name].text, name
        assert stored == (answer.text is not None), name
        if not stored:
            assert FILES[name].said in answer.refused, name
            assert re.search(r"(?i)\b(choose|upload|write|take|divide|paste)\b", answer.refused), "it says what to do"


def test_a_file_is_compared_quickly_or_refused_and_nothing_is_stored(site: Site) -> None:
    contents = {name: file.content for name, file in FILES.items()}
    for name, answer, stored in each(quick_compare_with_a_file, site, contents):
        if name in {"empty", "blanks"}:
            assert answer == Said(contents[name].decode().replace("\r\n", "\n")), name
        else:
            assert answer.text == FILES[name].text, name
            assert FILES[name].said in answer.refused, name
        assert not stored, name


@pytest.mark.parametrize("door", READ_BYTES)
def test_a_command_reads_utf8_to_the_letter_or_names_the_byte(site: Site, door: Callable[[Site, bytes], Said]) -> None:
    contents = {name: file.content for name, file in FILES.items()}
    for name, answer, _ in each(door, site, contents):
        read = contents[name].decode("utf-8", "ignore")
        if read.encode() == contents[name]:
            assert answer.text is not None, name
            assert answer.text.removeprefix("\ufeff") == read.removeprefix("\ufeff"), name
        else:
            assert re.search(r"is no UTF-8 text: byte \d+ is 0x[0-9a-f]{2}\. Save it as UTF-8", answer.refused), name


# --- the doors for characters ----------------------------------------------------------------------------------------


def the_paste_form(site: Site, text: str) -> Said:
    page = site.post("/w/w/add", {"pasted": text, "save": "1", **DESCRIBED})
    return site.stored("B") if page.status_code == 302 else alert(page)


def the_correction_form(site: Site, text: str) -> Said:
    place = {"based_on": "1", "begin": "0", "end": str(len(HERE)), "reason": "A slip."}
    page = site.post("/w/w/A/correct", {"text": text, **place})
    return site.stored("A") if page.status_code == 302 else alert(page)


def the_api_for_editions(site: Site, text: str) -> Said:
    answer = site.json("editions/", {"work": "w", "text": text, **DESCRIBED})
    return site.stored("B") if answer.status_code in {201, 202} else problem(answer)


def the_api_for_revisions(site: Site, text: str) -> Said:
    answer = site.json("revisions/", {"edition": site.edition.pk, "text": text, "reason": "A slip."})
    return site.stored("A") if answer.status_code in {201, 202} else problem(answer)


def quick_compare(site: Site, text: str) -> Said:
    page = site.post("/quick", {"a": text, "b": HERE})
    return Said(page.context["a"]) if page.status_code == 200 else alert(page)


def the_api_that_aligns(site: Site, text: str) -> Said:
    answer = site.json("align/", {"a": {"text": text}, "b": {"text": HERE}})
    if answer.status_code != 200:
        return problem(answer)
    assert answer.json()["a"]["characters"] == len(text)
    return Said(text)


def the_api_for_comparisons(site: Site, text: str) -> Said:
    answer = site.json("comparisons/", {"a": {"text": text}, "b": {"text": HERE}})
    if answer.status_code not in {201, 202}:
        return problem(answer)
    record = site.api.get(f"/api/v1/comparisons/{answer.json()['id']}/").json()
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert (record["state"], record["a"]) == ("ready", f"sha256:{digest}")
    return Said(text)


def the_api_that_finds_passages(site: Site, text: str) -> Said:
    documents = [{"id": "one", "text": text}, {"id": "two", "text": HERE}]
    answer = site.json("passages/find/", {"documents": documents})
    return Said(text) if answer.status_code == 200 else problem(answer)


def the_api_that_looks_elsewhere(site: Site, text: str) -> Said:
    answer = site.json("where-else/", {"text": text})
    return Said(text) if answer.status_code == 200 else problem(answer)


def the_command_passages(site: Site, text: str) -> Said:
    path = site.folder / "documents.jsonl"
    path.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name in ("one", "two")))
    made, refused = command("passages", str(path))
    made.encode()
    return Said(refused=refused) if refused else Said(text)


HALF = "half of a character: \ud800."
TEXTS = {
    name: given.text or given.content.decode()
    for name, given in FILES.items()
    if given.text or name in {"empty", "blanks", "NUL", "over the limit"}
} | {
    "half a character": HALF,
    "CR": "one\r\rtwo",
    "mixed line ends": "one\r\ntwo\rthree\nfour",
    "a mark": f"\ufeff{SIMPLE}",
}
FORMS = (the_paste_form, the_correction_form, quick_compare)
STORE_TEXT = (the_paste_form, the_correction_form, the_api_for_editions, the_api_for_revisions)
READ_TEXT = (
    *(quick_compare, the_api_that_aligns, the_api_for_comparisons),
    *(the_api_that_finds_passages, the_api_that_looks_elsewhere, the_command_passages),
)
NUL = "There is a NUL character at line 1, character 12"


@pytest.mark.parametrize("door", STORE_TEXT)
def test_a_text_is_stored_exactly_or_refused_with_what_and_where(site: Site, door: Callable[[Site, str], Said]) -> None:
    half = "What was sent is no UTF-8: byte 22" if door in FORMS else "half of a surrogate pair at line 1, character 22"
    refusals = {
        "empty": "There is nothing yet" if door is the_paste_form else "There is no text",
        "blanks": "nothing but blanks",
        "NUL": NUL,
        "half a character": half,
        "over the limit": "4,500 characters; at most 4,000",
    }
    for name, answer, stored in each(door, site, TEXTS):
        assert stored == (name not in refusals), name
        if stored:
            assert answer.text == TEXTS[name].replace("\r\n", "\n").replace("\r", "\n"), name
        else:
            assert refusals[name] in answer.refused, name


@pytest.mark.parametrize("door", READ_TEXT)
def test_a_text_is_read_to_the_letter_or_refused_with_what_and_where(
    site: Site, door: Callable[[Site, str], Said]
) -> None:
    refused = {
        quick_compare: {"half a character"},
        the_command_passages: set(),
        the_api_that_looks_elsewhere: {"empty", "blanks", "NUL", "half a character", "over the limit"},
    }.get(door, {"NUL", "half a character"})
    for name, answer, stored in each(door, site, TEXTS):
        assert bool(answer.refused) == (name in refused), name
        assert not stored, name
        if name == "NUL" and answer.refused:
            assert NUL in answer.refused
        if door is quick_compare and not answer.refused:
            assert answer.text == TEXTS[name].replace("\r\n", "\n").replace("\r", "\n"), name


# --- names and descriptions ------------------------------------------------------------------------------------------

SIGLA = [
    "",
    " ",
    "a b",
    "a/b",
    "a@1",
    "#",
    "?",
    "<i>",
    "x" * 33,
    "a\x00",
    "a\nb",
    "\u202e",
    "a\ud800",
    "\u200b",
    ".",
    "..",
]
SOUND = ["Ä", "א", "漢", "1", "a.b", "W'", '"', "&", "%41", "x" * 32, "e\u0301", "-", "U0000"]


def test_a_siglum_that_addresses_cannot_hold_is_refused_at_every_door(site: Site) -> None:
    before = counted()
    for siglum in SIGLA:
        described = {**DESCRIBED, "siglum": siglum}
        page = site.post("/w/w/add", {"pasted": SIMPLE, "save": "1", **described})
        assert page.status_code in {400, 422}, repr(siglum)
        answer = site.json("editions/", {"work": "w", "text": SIMPLE, **described})
        assert answer.status_code == 400, repr(siglum)
        path = site.folder / "text.txt"
        path.write_text(SIMPLE)
        assert command("add", "w", siglum, str(path))[1], repr(siglum)
    assert counted() == before


@pytest.mark.parametrize("siglum", SOUND)
def test_a_siglum_in_any_letters_is_an_address_in_every_page_and_export(site: Site, siglum: str) -> None:
    title = "<script>alert(1)</script> \"&' \u202e"
    answer = site.json("editions/", {"work": "w", "text": SIMPLE, **DESCRIBED, "siglum": siglum, "title": title})
    assert answer.status_code == 201
    where = Edition.objects.get(title=title).get_absolute_url()
    for address in (where, f"{where}@1", f"{where}@1/text", f"{where}/describe", f"{where}/correct", "/w/w", "/"):
        page = site.client.get(address)
        assert page.status_code == 200, address
        assert b"<script>alert" not in page.content
    pair = f"/compare/w/A@1/{where.removeprefix('/w/')}@1"
    for address in (pair, f"{pair}/inventory", *(f"{pair}/export/{form}" for form in ("html", "tei", "csv", "diff"))):
        page = site.client.get(address)
        assert page.status_code == 200, address
        assert b"<script>alert" not in page.content or address.endswith(("csv", "diff"))


def test_a_title_that_is_too_long_or_holds_a_nul_is_refused_and_the_longest_is_kept(site: Site) -> None:
    before = counted()
    for title in ("x" * 501, "a\x00b", "", "a\ud800"):
        described = {**DESCRIBED, "title": title}
        assert site.post("/w/w/add", {"pasted": SIMPLE, "save": "1", **described}).status_code in {400, 422}
        assert site.json("editions/", {"work": "w", "text": SIMPLE, **described}).status_code == 400
    assert counted() == before
    assert site.json("editions/", {"work": "w", "text": SIMPLE, **DESCRIBED, "title": "ä" * 500}).status_code == 201


def test_a_form_in_another_encoding_is_refused_and_says_where(site: Site) -> None:
    body = b"pasted=S%F6hne&save=1&" + "&".join(f"{name}={value}" for name, value in DESCRIBED.items()).encode()
    kind = "application/x-www-form-urlencoded"
    page = site.client.post("/w/w/add", body, content_type=kind)
    assert "byte 2 of a field is 0xf6, after “S”" in alert(page).refused
    parts = b'--X\r\nContent-Disposition: form-data; name="pasted"\r\n\r\nS\xf6hne\r\n--X--\r\n'
    page = site.client.post("/w/w/add", parts, content_type="multipart/form-data; boundary=X")
    assert "0xf6" in alert(page).refused
    assert not Edition.objects.filter(siglum="B").exists()


def test_a_letter_that_was_lost_elsewhere_is_kept_as_it_came(site: Site) -> None:
    assert the_paste_form(site, "one \ufffd two") == Said("one \ufffd two")
