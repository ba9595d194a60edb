"""No query, no body and no bytes of a file are a fault of ours, at any address: made-up ones by the hundred."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.access.models import User
from tests.addresses import Shelf, address, patterns, shelf

# Every name that a page or the API reads from its query, and words that other pages read there.
NAMES = [
    "a",
    "ab_ignore",
    "also",
    "at",
    "b",
    "begin",
    "boilerplate",
    "by",
    "c",
    "category",
    "change",
    "cursor",
    "date",
    "direction",
    "edition",
    "encoding",
    "end",
    "family",
    "find",
    "format",
    "from",
    "head",
    "ignore",
    "key",
    "kind",
    "lang",
    "language",
    "limit",
    "min_bits",
    "min_identity",
    "min_score",
    "min_words",
    "next",
    "off",
    "offset",
    "order",
    "ordering",
    "other",
    "p",
    "page",
    "page_size",
    "part",
    "points",
    "q",
    "regular",
    "section",
    "show",
    "side",
    "signs",
    "siglum",
    "since",
    "size",
    "slug",
    "swap",
    "sort",
    "text",
    "theme",
    "to",
    "until",
    "version",
    "view",
    "visibility",
    "work",
    "state",
    "readership",
    "revision",
    "report",
    "message",
    "h",
]
VALUES = st.one_of(
    st.sampled_from(
        [
            *("", "0", "-1", "1", "2", "999999999999999999999", "-999999999999999999999", "1e400", "nan", "inf", "٣"),
            *("%00", "%ff", "%ed%a0%80", "%F0%9F", "%", "%zz", "..%2f..%2fetc", "%0d%0aX: 1", "A" * 3000, "9" * 5000),
            *("null", "true", "[]", "{}", "'", '"', "a-work", "a-work/L", "a-work/L@1", "dawn/A@1", "case", "words"),
            *("1911", "1911/", "[1667,1668]", "../", "0-0", "0-5,0-5", "together:0-1:0-1", "x" * 300, "%E2%80%AE"),
        ]
    ),
    st.text(max_size=12).map(lambda text: quote(text.encode("utf-8", "surrogatepass"))),
    st.binary(max_size=8).map(quote),
    st.integers().map(str),
)
QUERY = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=5).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("a-work/L@1"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "text", "revision", "options", "documents", "id", "work"]), inner)
    ),
    max_leaves=8,
)
BODY = (
    JSON.map(lambda value: json.dumps(value).encode())
    | st.binary(max_size=40)
    | st.sampled_from([b"", b"{", b"\xff", b"\x00", b'{"a": NaN}', b"[" * 10_000, b'"\\ud800"', b"1" * 5000])
)
KINDS = st.sampled_from(
    [
        *("application/json", "application/json; charset=utf-16", "application/json; charset=nonsense", "text/plain"),
        *(
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=X",
            "",
            "nonsense",
        ),
    ]
)
PARTS = st.lists(
    st.sampled_from(
        [
            *(
                b"--X",
                b"--X--",
                b"\r\n",
                b"\r\n\r\n",
                b'Content-Disposition: form-data; name="text"',
                b"Content-Type: x",
            ),
            *(b'Content-Disposition: form-data; name="file"; filename="a.txt"', b'; filename="\x00\xff"', b"\xff\xfe"),
            *(b"Content-Transfer-Encoding: base64", b'name="pasted"', b"S\xf6hne", b"words", b"\x00", b"--Y"),
        ]
    ),
    max_size=14,
).map(b"".join)
FIELDS = [
    "a",
    "b",
    "begin",
    "body",
    "creator",
    "date",
    "description",
    "documents",
    "edition",
    "encoding",
    "end",
    "file",
    "id",
    "ignore",
    "kind",
    "language",
    "leave_out",
    "noise",
    "note",
    "options",
    "original",
    "place",
    "points",
    "reason",
    "regular",
    "revision",
    "rights",
    "siglum",
    "slug",
    "source",
    "targets",
    "text",
    "title",
    "visibility",
    "within",
    "work",
]
SOME = settings(
    max_examples=int(os.environ.get("VARIORUM_EXAMPLES", "40")),
    deadline=None,
    derandomize="VARIORUM_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
SKIPPED = {"sign-out"}


@pytest.fixture
def here(db: None) -> Shelf:
    User.objects.create_user("editor", password="a long enough one", role="editor")
    return shelf()


@pytest.fixture
def people(here: Shelf) -> list[Client]:
    visitor, editor = Client(raise_request_exception=False), Client(raise_request_exception=False)
    editor.force_login(User.objects.get(username="editor"))
    return [visitor, editor]


def addresses(here: Shelf) -> Iterator[str]:
    """Each once: of the pages that stand at several addresses, the first."""
    seen = set()
    for name, parts in patterns():
        if name not in seen and name not in SKIPPED:
            seen.add(name)
            yield address(here, name, parts).partition("?")[0]


def faults(people: list[Client], method: str, where: str, body: bytes = b"", kind: str = "") -> list[str]:
    found = []
    for client in people:
        with transaction.atomic():
            answer = client.generic(method.upper(), where, body, kind)
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            found.append(f"{method} {where[:200]} {kind} {body[:500]!r}: {answer.status_code}")
    return found


@SOME
@given(data=st.data())
def test_no_query_is_a_fault_of_ours_at_any_address(here: Shelf, people: list[Client], data: st.DataObject) -> None:
    where = data.draw(st.sampled_from(list(addresses(here))))
    assert faults(people, "get", f"{where}?{data.draw(QUERY)}") == []


@SOME
@given(data=st.data())
def test_no_body_is_a_fault_of_ours_at_any_address(here: Shelf, people: list[Client], data: st.DataObject) -> None:
    where = data.draw(st.sampled_from(list(addresses(here))))
    method = data.draw(st.sampled_from(["post", "post", "post", "patch", "put", "delete"]))
    kind = data.draw(KINDS)
    body = data.draw(PARTS) if kind.startswith("multipart") else data.draw(BODY | QUERY.map(str.encode))
    assert faults(people, method, where, body, kind) == []


@SOME
@given(data=st.data())
def test_no_json_is_a_fault_of_ours_at_any_address_that_takes_some(
    here: Shelf, people: list[Client], data: st.DataObject
) -> None:
    where = data.draw(st.sampled_from([one for one in addresses(here) if one.startswith("/api/")]))
    body = data.draw(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6))
    assert faults(people, "post", where, json.dumps(body).encode(), "application/json") == []


@SOME
@given(
    path=st.text(max_size=30).map(lambda text: quote(text.encode("utf-8", "surrogatepass")))
    | st.binary(max_size=20).map(quote)
)
def test_no_path_is_a_fault_of_ours(here: Shelf, people: list[Client], path: str) -> None:
    for before in (
        "/",
        "/w/",
        "/w/a-work/",
        "/w/a-work/L@",
        "/compare/",
        "/compare/a-work/L@1/",
        "/api/v1/",
        "/api/v1/editions/",
    ):
        assert faults(people, "get", before + path) == []


@SOME
@given(
    content=st.binary(max_size=200),
    name=st.binary(max_size=12) | st.sampled_from([b"a.txt", b"a.md", b"a.pdf", b".", b"../x.txt", b"\xff.txt"]),
)
def test_no_file_is_a_fault_of_ours(here: Shelf, people: list[Client], content: bytes, name: bytes) -> None:
    fields = {"work": "a-work", "siglum": "Z", "title": "Z", "kind": "print", "visibility": "public", "save": "1"}
    described = b"".join(
        f'--X\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    for where, field in (("/w/a-work/add", b"file"), ("/quick", b"a_file"), ("/api/v1/editions/", b"file")):
        head = b'--X\r\nContent-Disposition: form-data; name="' + field + b'"; filename="' + name + b'"\r\n\r\n'
        body = described + head + content + b"\r\n--X--\r\n"
        assert faults(people, "post", where, body, "multipart/form-data; boundary=X") == []
