"""`manage.py passages`: every passage that documents share, of a file, a folder or the corpus."""

from __future__ import annotations

import os
import re
import sys
import time
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import CommandError, CommandParser

from comparisons.engine.passages import Options, Passages, SameName, TooLarge, find
from comparisons.engine.passages.finding import MEMORY
from comparisons.pairs.speaking import SpeakingCommand
from comparisons.phrasing.documents import Documents, Unreadable, folder, jsonlines
from comparisons.phrasing.exports import FORMATS
from comparisons.phrasing.partners import editions_together
from comparisons.phrasing.spark.naming import is_address, only_spark_reads, spark_reads
from comparisons.phrasing.spark.session import NoSpark, session

STEPS = {
    "tokenise": "reading words",
    "words": "folding spellings",
    "information": "counting words",
    "seeds": "joining rare words",
    "candidates": "looking for candidates",
    "survey": "looking closer",
    "dense": "aligning whole documents",
    "align": "aligning passages",
    "merge": "joining pieces",
    "copies": "closing families",
    "families": "grouping",
}
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)I?B?", re.IGNORECASE)
POWERS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}


class Command(SpeakingCommand):
    help = "Find every passage that documents share, and write them to standard output."
    epilog = (
        'DOCUMENTS is a file of JSON lines, {"id", "text", …} a line, a folder of UTF-8 texts, - for lines from '
        "standard input or, with Spark, Parquet or an address.\nWithout it the corpus is searched: the newest public text of each edition, editions of one "
        "work not with one another."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("documents", metavar="DOCUMENTS", nargs="?", default="", help="file, folder or -")
        parser.add_argument(
            "--engine",
            choices=("local", "spark"),
            default="local",
            help="spark: on the cores or the cluster that SPARK_MASTER names; the same result (default: local)",
        )
        parser.add_argument(
            "--format", choices=(*FORMATS, "parquet"), default="jsonl", help="what is written (default: jsonl)"
        )
        parser.add_argument(
            "--output", metavar="PATH", default="", help="into this file; with Spark also an address: hdfs://…"
        )
        parser.add_argument("--min-words", type=_whole, default=Options().shortest, help="words of the shorter side")
        parser.add_argument("--min-score", type=float, default=0.0, help="score, in bits, that a passage needs")
        parser.add_argument("--within", action="store_true", help="also passages inside one document")
        parser.add_argument(
            "--noise",
            choices=("auto", "none", "ocr"),
            default="auto",
            help="whether the texts are scans with many damaged words; auto looks at them",
        )
        parser.add_argument("--memory", type=_size, help="at most so much: 500M, 8G (default: 4G)")
        parser.add_argument("--skip-bad", action="store_true", help="pass over what is no document, and count it")
        parser.add_argument("--apart", metavar="FIELD", default="", help="leave out pairs with one value in this field")
        corpus = parser.add_argument_group("of the corpus")
        corpus.add_argument("--work", action="append", default=[], help="only this work, by its slug; may be repeated")
        corpus.add_argument("--language", default="", help="only texts in this language: en, fr")
        corpus.add_argument("--date", default="", help="only texts that may be of this time, in EDTF: 1917, 1939/1945")
        corpus.add_argument("--editions", action="store_true", help="compare editions of one work with one another too")

    def handle(self, *, documents: str, format: str, output: str, **options: Any) -> None:
        _refuse_unfit(documents, format, output, options)
        try:
            with session() if options["engine"] == "spark" else nullcontext() as running:
                self._answer(documents, format, output, options, running)
        except NoSpark as error:
            raise CommandError(str(error)) from error

    def _answer(self, documents: str, format: str, output: str, options: dict[str, Any], running: Any) -> None:
        """`running`: the Spark session, None for the local engine."""
        if running is not None and spark_reads(documents):
            read = self._elsewhere(running, documents, format, options)
        else:
            read = self._documents(documents, options)
        chosen = Options(within=options["within"], shortest=options["min_words"], least=options["min_score"])
        if read.skipped:
            self._say(f"{read.skipped} passed over that were no documents.")
        clock = _progress(self.stderr.write) if sys.stderr.isatty() else lambda step: None
        try:
            if running is None:
                found = find(read.documents, chosen, None, options["noise"], options["memory"] or MEMORY, clock)
            else:
                from comparisons.phrasing.spark import asking

                found, read = asking.find(running, read, chosen, options["noise"], clock)
        except (SameName, TooLarge) as error:
            raise CommandError(str(error)) from error
        if not documents and not options["editions"]:
            found = editions_together(found, {name: str(fields["work"]) for name, fields in read.fields.items()})
        self._report(found)
        self._write(found, read, format, output, running)

    def _write(self, found: Passages, read: Documents, format: str, output: str, running: Any) -> None:
        """The answer where it is wanted: standard output, a file of this machine, an address that Spark writes to."""
        try:
            if format == "parquet" or is_address(output):
                from comparisons.phrasing.spark import writing

                if format == "parquet":
                    writing.write_parquet(running, found, output, here=not is_address(output))
                else:
                    writing.write_lines(running, FORMATS[format](found, read), output)
            elif output:
                with Path(output).open("wb") as file:
                    file.writelines(line.encode("utf-8", "surrogatepass") for line in FORMATS[format](found, read))
            else:
                self._send(FORMATS[format](found, read))
        except OSError as error:
            reason = f"{output} cannot be written: {error.strerror}." if error.strerror else str(error)
            raise CommandError(reason) from error

    def _elsewhere(self, running: Any, name: str, format: str, options: dict[str, Any]) -> Documents:
        """Documents that the machines of the cluster read."""
        from comparisons.phrasing.spark import reading

        _not_of_the_corpus(name, options)
        try:
            return reading.read(
                running,
                name,
                apart=options["apart"],
                skip_bad=options["skip_bad"],
                fields=format in ("passim", "tei"),
            )
        except Unreadable as error:
            raise CommandError(str(error)) from error

    def _documents(self, name: str, options: dict[str, Any]) -> Documents:
        path = Path(name)
        try:
            if not name:
                from comparisons.phrasing.documents import corpus

                return corpus.read(
                    AnonymousUser(),
                    corpus.Chosen(options["work"], options["language"], options["date"], options["editions"]),
                )
            _not_of_the_corpus(name, options)
            if name == "-":
                return _lines(sys.stdin.buffer, "standard input", options)
            if path.is_dir():
                return folder.read(path, skip_bad=options["skip_bad"])
            with path.open("rb") as lines:
                return _lines(lines, name, options)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CommandError(f"{name} cannot be read: {reason}.") from error

    def _report(self, found: Passages) -> None:
        """What a reader of the answer should know, on standard error."""
        if found.empty:
            named = ", ".join(found.empty[:5]) + (f" and {len(found.empty) - 5} more" if len(found.empty) > 5 else "")
            self._say(f"{len(found.empty)} without a word: {named}.")
        families, documents = found.crowded()
        if families:
            self._say(
                f"{families} {'family' if families == 1 else 'families'} with up to {documents:,} documents: "
                "each of these is listed beside some of the others, not beside all."
            )
        if found.scans:
            self._say("The texts have many damaged words and were searched as scans are.")

    def _say(self, sentence: str) -> None:
        self.stderr.write(sentence)

    def _send(self, lines: Iterable[str]) -> None:
        """The answer alone, in UTF-8 whatever the terminal says, as it is made."""
        if getattr(self.stdout, "_out", None) is sys.stdout and isinstance(sys.stdout, TextIOWrapper):
            try:
                for line in lines:
                    sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass"))
                sys.stdout.buffer.flush()
            except BrokenPipeError:  # the reader has seen enough
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        else:
            for line in lines:
                self.stdout.write(line, ending="")


def _refuse_unfit(documents: str, format: str, output: str, options: dict[str, Any]) -> None:
    """Refuse what the chosen engine cannot do."""
    if options["engine"] == "spark":
        if options["memory"]:
            raise CommandError("--memory is for the local engine; Spark has settings of its own: SPARK_DRIVER_MEMORY.")
        if format == "parquet" and not output:
            raise CommandError("Parquet is no text for a terminal: say where with --output.")
        if is_address(output) and format not in ("jsonl", "passim", "parquet"):
            raise CommandError(
                f"Spark writes lines in many parts, and {format} is one whole: give --output a file here."
            )
        return
    for name in (documents, output):
        if only_spark_reads(name):
            raise CommandError(f"{name} is for Spark to read or write: add --engine spark.")
    if format == "parquet":
        raise CommandError("Parquet is written with Spark: add --engine spark.")


def _not_of_the_corpus(name: str, options: dict[str, Any]) -> None:
    for given in ("work", "language", "date", "editions"):
        if options[given]:
            raise CommandError(f"--{given} is for the corpus, and {name} is not of it.")


def _lines(lines: Iterable[bytes], name: str, options: dict[str, Any]) -> Documents:
    return jsonlines.read(lines, name, apart=options["apart"], skip_bad=options["skip_bad"])


def _progress(write: Callable[..., Any]) -> Callable[[str], None]:
    """Says which step is done, and when."""
    begun = time.monotonic()

    def done(step: str) -> None:
        write(f"\r\033[K{STEPS.get(step, step)}: done, {time.monotonic() - begun:.1f} s", ending="")
        if step == "families":
            write("")

    return done


def _whole(value: str) -> int:
    if not value.isdecimal() or not int(value):
        raise ArgumentTypeError(f"“{value}” is no number of words")
    return int(value)


def _size(value: str) -> int:
    """Bytes of 500M, 8G, 2GiB."""
    match = SIZE.fullmatch(value.strip())
    if not match:
        raise ArgumentTypeError(f"“{value}” is no size: write 500M or 8G")
    return int(float(match[1]) * 1024 ** POWERS[match[2].upper()])
