"""What a form brings: a file, a kept draft of one, or pasted text; and the extraction of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from corpus.access.models import User
from corpus.extraction import Extraction, Refused, extract, extract_text
from corpus.texts import drafts
from corpus.texts.preview import Preview

WHOLE = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Upload:
    """`content` is None for pasted text, which is then `pasted`; `draft` names the kept file."""

    extraction: Extraction
    content: bytes | None
    filename: str
    draft: str
    pasted: str

    def stored_as(self) -> tuple[bytes, str]:
        """The bytes and the name of the source: of pasted text, its UTF-8."""
        if self.content is not None:
            return self.content, self.filename
        return self.pasted.encode(), ""


def take(request: HttpRequest, user: User) -> Upload:
    """Read what the form brings. A new file wins over a kept one, both over pasted text.

    A new file is kept as a draft, so that it need not be sent again. Raises `Refused` or `drafts.DraftGone`.
    """
    put_back = {int(line) for line in request.POST.getlist("put_back") if WHOLE.fullmatch(line)}
    encoding = request.POST.get("encoding") or None
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        content, filename = _content(file), shown_name(file.name or "")
        # Another file: what was chosen for the one before it does not hold.
        extraction = extract(content, filename)
        return Upload(extraction, content, filename, drafts.keep(content, filename, user), "")
    draft = request.POST.get("draft", "")
    if draft:
        content, filename = drafts.load(draft, user)
        return Upload(extract(content, filename, encoding=encoding, put_back=put_back), content, filename, draft, "")
    # A form sends every line end as CR LF, whatever stood in the field.
    pasted = request.POST.get("pasted", "").replace("\r\n", "\n")
    if not pasted:
        raise Refused("There is nothing yet: choose a file, or paste the text.")
    markdown = request.POST.get("markdown") == "on"
    return Upload(extract_text(pasted, is_markdown=markdown, put_back=put_back), None, "", "", pasted)


def unseen(request: HttpRequest, now: Preview) -> bool:
    """Would something be stored that the editor has not looked at: another file, another encoding, lines put back?

    The form carries the digest of the text that it showed; one that carries none was not shown by us.
    """
    shown = request.POST.get("shown", "")
    return bool(request.FILES) or (shown != "" and shown != now.text_sha256)


def _content(file: UploadedFile[bytes]) -> bytes:
    limit = settings.LIMIT_FILE_BYTES
    if (file.size or 0) > limit:
        raise Refused(
            f"The file has {file.size:,} bytes; at most {limit:,} are taken. "
            "Divide it, say by volume or book, and add each part as an edition."
        )
    return b"".join(file.chunks())


def shown_name(name: str) -> str:
    """A file's name without what cannot be kept or shown: it is said back to people, never used as a path."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name)
