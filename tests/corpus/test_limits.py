"""The limits of one upload, at the door itself."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from corpus.texts.models import Revision
from corpus.works.models import Edition, Work
from jobs.worker import drain

DESCRIBED = {"siglum": "B", "title": "Second", "kind": "print", "visibility": "public", "save": "1"}


def test_a_file_of_65_megabytes_is_refused_with_the_figures(as_editor: Client, work: Work) -> None:
    file = SimpleUploadedFile("large.txt", b"a" * (65 * 1024 * 1024))
    page = as_editor.post("/w/a-work/add", {"file": file, **DESCRIBED})
    assert page.status_code == 422
    assert "68,157,440 bytes; at most 67,108,864" in page.content.decode()
    assert not Edition.objects.exists()


def test_a_line_of_15_megabytes_and_a_million_marks_are_stored_exactly(as_editor: Client, work: Work) -> None:
    text = "word " * 3_000_000 + "a" + "\u0301" * 1_000_000
    file: Any = SimpleUploadedFile("line.txt", text.encode())
    assert as_editor.post("/w/a-work/add", {"file": file}).status_code == 200
    answer = as_editor.post("/w/a-work/add", {"pasted": text, **DESCRIBED})
    assert answer.status_code == 302
    drain()
    assert Revision.objects.get().text == text
    assert as_editor.get("/w/a-work/B@1/text").content == text.encode()
