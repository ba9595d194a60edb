"""`manage.py add WORK SIGLUM FILE`: what the page for adding an edition does, from the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from comparisons.engine.progress import Tell
from corpus.access.policy import Visibility
from corpus.extraction import Extraction, Refused, extract
from corpus.extraction.encoding import name_of
from corpus.texts import storing
from corpus.texts.models import Revision
from corpus.texts.uploads import shown_name
from corpus.works.models import Edition, Work
from corpus.works.validation import validate_plain
from jobs.terminal import on_terminal

DESCRIBED = ("title", "date", "language", "kind", "creator", "source", "description", "notice", "visibility")


class Command(BaseCommand):
    help = (
        "Store a text as an edition of a work; where the edition is there already, as its next revision. "
        "Prints the revision's address, and on standard error what was found, left out and done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("work", help="the work's slug; a work that is not there yet is made")
        parser.add_argument("siglum", help="the edition's siglum")
        parser.add_argument("file", help="plain text (.txt) or Markdown (.md); - for standard input")
        parser.add_argument("--title", help="the edition's title (default: the file's name)")
        parser.add_argument("--date", help="when it was made, in EDTF: 1941-08, 1941~, 1939/1945")
        parser.add_argument("--language", help="its language tag after BCP 47 (default: the work's)")
        parser.add_argument("--kind", choices=Edition.Kind.values, help="what it is (default: transcription)")
        parser.add_argument("--creator", help="who wrote or made it, as it is signed")
        parser.add_argument("--source", help="what the text was taken from: book, page, web address")
        parser.add_argument("--description", help="what it is and what it is not")
        parser.add_argument("--notice", help="a banner that goes wherever the text goes")
        parser.add_argument("--visibility", choices=[value for value, _ in Visibility.CHOICES])
        parser.add_argument("--reason", default="", help="why this revision is made")
        parser.add_argument("--encoding", help="read the file in this encoding (default: the one it seems to have)")
        parser.add_argument("--keep", action="store_true", help="leave out nothing that looks like a page's navigation")

    def handle(self, *arguments: Any, **options: Any) -> None:
        content, filename = self._read(options["file"])
        try:
            for given in filter(None, map(options.get, ("work", "siglum", "reason", *DESCRIBED))):
                validate_plain(given)
            extraction = extract(content, filename, encoding=options["encoding"], leave_out=not options["keep"])
            self._say(extraction)
            tell = on_terminal(self.stderr)
            try:
                revision = self._store(extraction, content, filename, options, tell)
            finally:
                tell(1.0, "")
        except storing.NothingChanged as error:
            self.stderr.write(str(error))
            return
        except ValidationError as error:
            raise CommandError("Nothing was stored. " + " ".join(error.messages)) from error
        except (Refused, storing.Withdrawn, storing.SiglumTaken) as error:
            raise CommandError(f"Nothing was stored. {error}") from error
        self.stderr.write(f"{revision.words:,} words in {revision.segments.count():,} headings, paragraphs and lines.")
        self.stdout.write(str(revision))

    @staticmethod
    def _read(name: str) -> tuple[bytes, str]:
        if name == "-":
            return sys.stdin.buffer.read(), ""
        try:
            return Path(name).read_bytes(), shown_name(Path(name).name)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CommandError(f"{name} cannot be read: {reason}.") from error

    def _say(self, extraction: Extraction) -> None:
        self.stderr.write(f"Read as {name_of(extraction.encoding)}.")
        for warning in extraction.warnings:
            self.stderr.write(warning)
        for part in extraction.dropped:
            self.stderr.write(f"Left out: lines {part.begin_line} to {part.end_line}, {part.why}. --keep keeps them.")

    def _store(
        self, extraction: Extraction, content: bytes, filename: str, options: dict[str, Any], tell: Tell
    ) -> Revision:
        with transaction.atomic():
            work = Work.objects.filter(slug=options["work"]).first()
            if work is None:
                work = Work(slug=options["work"], title=options["work"], language=options["language"] or "")
                work.full_clean()
                work.save()
                self.stderr.write(f"There was no work “{work.slug}”; it was made, and waits to be described.")
            described = {name: options[name] for name in DESCRIBED if options[name] is not None}
            edition = work.editions.filter(siglum=options["siglum"]).first()
            if edition is None:
                described = {"title": filename or options["siglum"], "language": work.language} | described
                edition = storing.add_edition(
                    work,
                    siglum=options["siglum"],
                    text=extraction.text,
                    content=content,
                    filename=filename,
                    extraction=extraction,
                    reason=options["reason"] or "First stored.",
                    tell=tell,
                    **described,
                )
                return edition.revisions.get()
            if described:
                self.stderr.write("The edition is there already: its description is left as it is.")
            return storing.add_revision(
                edition,
                extraction.text,
                reason=options["reason"] or f"Replaced by the file {filename or 'on standard input'}.",
                content=content,
                filename=filename,
                extraction=extraction,
                tell=tell,
            )
