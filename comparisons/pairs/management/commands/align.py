"""`manage.py align A B`: compare two texts, files or editions, and write the comparison to standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from comparisons.engine import comparison
from comparisons.engine.options import SWITCHES, BadOptions, Options, Rule
from comparisons.engine.paragraphs import bilingual
from comparisons.engine.paragraphs.translation import languages_differ
from comparisons.engine.result import TWO_LANGUAGES
from comparisons.pairs import ends
from comparisons.pairs.exports import FORMATS, write
from comparisons.pairs.exports.sides import Compared, Witness
from comparisons.pairs.speaking import SpeakingCommand


def align(a: Witness, b: Witness, *, ignore: Sequence[str] = (), rules: Sequence[Rule] = ()) -> Compared:
    """Compare two witnesses; where both say their language, and another one, align their paragraphs.

    Raises `BadOptions` where `ignore` names something that cannot be ignored.
    """
    options = Options(frozenset(ignore), tuple(rules))
    compare = bilingual.compare if languages_differ(a.language, b.language) else comparison.compare
    return Compared(compare(a.text, b.text, options), a, b)


class Command(SpeakingCommand):
    help = "Compare two texts and write what differs to standard output."
    epilog = (
        "A and B are files of UTF-8 text, - for standard input, or WORK/SIGLUM[@REVISION] for a text of the corpus.\n"
        "An existing file wins over an edition of that name. With files the database is not touched.\n"
        f"LIST is a comma list of {', '.join(SWITCHES)}.\n"
        "Two texts whose languages are said (--languages) or known (of editions), and differ, are aligned by paragraphs;\n"
        "their words are not compared."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("a", metavar="A", help="the first text")
        parser.add_argument("b", metavar="B", help="the second text")
        parser.add_argument("--ignore", metavar="LIST", default="", help="what is not to count as a difference")
        parser.add_argument("--languages", metavar="A,B", default="", help="the two languages, after BCP 47: en,fr")
        parser.add_argument("--format", metavar="FORMAT", default="json", help=f"one of {', '.join(FORMATS)}")

    def handle(self, *, a: str, b: str, ignore: str, format: str, languages: str, **options: Any) -> None:
        if format not in FORMATS:
            raise CommandError(f"“{format}” is no format. Choose from {', '.join(FORMATS)}.")
        if a == b == "-":
            raise CommandError("Only one of the two texts can come from standard input.")
        names = [name.strip() for name in ignore.split(",") if name.strip()]
        try:
            Options(frozenset(names))
            first, rules_a = _witness(a)
            second, rules_b = _witness(b)
            if languages:
                first, second = _in_languages(first, second, languages)
            if languages_differ(first.language, second.language):
                self.stderr.write(TWO_LANGUAGES)
            compared = align(first, second, ignore=names, rules=tuple(dict.fromkeys((*rules_a, *rules_b))))
        except BadOptions as error:
            raise CommandError(str(error)) from error
        self._send(write(compared, format))

    def _send(self, answer: str) -> None:
        """The answer alone, in UTF-8 whatever the terminal says."""
        if getattr(self.stdout, "_out", None) is sys.stdout and isinstance(sys.stdout, TextIOWrapper):
            try:
                sys.stdout.buffer.write(answer.encode("utf-8", "surrogatepass"))
                sys.stdout.buffer.flush()
            except BrokenPipeError:  # the reader has seen enough
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        else:
            self.stdout.write(answer, ending="")


def _witness(name: str) -> tuple[Witness, tuple[Rule, ...]]:
    """The text of that name, and the rules of its work."""
    if name == "-":
        return Witness(_decoded(sys.stdin.buffer.read(), "standard input"), "-", "standard input"), ()
    path = Path(name)
    try:
        if path.is_dir():
            raise CommandError(f"{name} is a folder, not a text.")
        if path.exists():
            return Witness(_decoded(path.read_bytes(), name), path.stem or name, path.name, file=path.name), ()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(f"{name} cannot be read: {reason}.") from error
    return _of_the_corpus(name)


def _in_languages(a: Witness, b: Witness, languages: str) -> tuple[Witness, Witness]:
    """The two as texts of the languages that the person says."""
    from django.core.exceptions import ValidationError

    from corpus.works.validation import validate_language

    tags = [tag.strip() for tag in languages.split(",")]
    if len(tags) != 2:
        raise CommandError(f"“{languages}” is not two languages. Write --languages en,fr, that of A first.")
    try:
        for tag in tags:
            validate_language(tag)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return replace(a, language=tags[0]), replace(b, language=tags[1])


def _decoded(content: bytes, name: str) -> str:
    """The text of some bytes, exactly."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CommandError(
            f"{name} is no UTF-8 text: byte {error.start + 1} is 0x{content[error.start]:02x}. "
            "Save it as UTF-8, or add it to the corpus, which finds out the encoding."
        ) from error


def _of_the_corpus(name: str) -> tuple[Witness, tuple[Rule, ...]]:
    """The text of an edition, as an administrator of this machine sees it."""
    from corpus.access.models import User
    from corpus.texts import finding

    if "/" not in name:
        raise CommandError(f"There is no file {name}. Give a file, - or WORK/SIGLUM[@REVISION].")
    try:
        revision = finding.resolve(name, User(role=User.Role.ADMINISTRATOR))
    except finding.NotFound as error:
        raise CommandError(f"There is no file {name}, and as an address of the corpus: {error}") from error
    edition = revision.edition
    rules = tuple(Rule(rule.original, rule.regular) for rule in edition.work.rules.all())
    return Witness(
        revision.text,
        edition.siglum,
        str(edition.title),
        revision.number,
        f"/w/{edition.work.slug}/{edition.siglum}@{revision.number}",
        edition.notice,
        language=edition.language or edition.work.language,
        file=ends.text_file(revision),
    ), rules
