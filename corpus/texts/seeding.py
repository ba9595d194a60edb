"""Loading seeds/corpus.toml: works, editions, revisions, rules, relations and notes. Run twice, it changes nothing.

A text that the edition does not have yet becomes its next revision; nothing is ever deleted, and what an editor has
added in the site since stays.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction

from corpus.extraction import encoding
from corpus.extraction.base import Extraction, Refused
from corpus.extraction.lines import leave_out
from corpus.notes.models import Note, Target
from corpus.texts import faults, followers, storing
from corpus.texts.models import Revision
from corpus.works.models import Edition, Relation, Rule, Work

STRUCTURE = {"edition", "revision", "rule"}


class BadSeeds(ValueError):
    """The file cannot be loaded; the message says what is wrong and where."""


class Report:
    """What was done, counted, and told as sentences."""

    def __init__(self) -> None:
        self.count: Counter[tuple[str, str]] = Counter()

    def add(self, what: str, done: str) -> None:
        self.count[what, done] += 1

    @property
    def changed(self) -> bool:
        return any(done != "unchanged" for _, done in self.count)

    def lines(self) -> list[str]:
        result = []
        for what in ("work", "edition", "revision", "rule", "relation", "note"):
            parts = [
                f"{self.count[what, done]:,} {done}"
                for done in ("added", "changed", "unchanged")
                if self.count[what, done]
            ]
            if parts:
                result.append(f"{what}s: {', '.join(parts)}")
        return result


def seed(path: Path) -> Report:
    """Load the file at `path` in one transaction. Raises `BadSeeds`, and then nothing has been stored."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadSeeds(f"There is no file {path}. Name one with --file.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSeeds(f"{path} is no TOML file: {error}.") from error
    with transaction.atomic():
        return _Loader(path.parent).load(content)


class _Loader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.report = Report()
        self.works: dict[str, Work] = {}
        self.editions: dict[str, Edition] = {}
        self.revisions: dict[str, Revision] = {}

    def load(self, content: dict[str, Any]) -> Report:
        for entry in content.get("work", []):
            self._work(entry)
            faults.SEEDED.reached()
        for entry in content.get("relation", []):
            self._relation(entry)
        for entry in content.get("note", []):
            self._note(entry)
        if self.report.changed:
            followers.changed()
        faults.SEEDED_ALL.reached()
        return self.report

    def _keep(self, what: str, row: models.Model, values: dict[str, Any], where: str) -> None:
        """Save `row` with `values` where they are not its own already."""
        new = row.pk is None
        differing = [name for name, value in values.items() if new or getattr(row, name) != value]
        if not new and not differing:
            self.report.add(what, "unchanged")
            return
        try:
            for name in differing:
                row._meta.get_field(name)
                setattr(row, name, values[name])
            row.full_clean(validate_unique=False, validate_constraints=False)
        except FieldDoesNotExist as error:
            raise BadSeeds(f"{where}: {error}.") from error
        except ValidationError as error:
            said = "; ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
            raise BadSeeds(f"{where}: {said}") from error
        row.save()
        self.report.add(what, "added" if new else "changed")

    def _work(self, entry: dict[str, Any]) -> None:
        slug = entry.get("slug", "")
        work = Work.objects.filter(slug=slug).first() or Work(slug=slug)
        self._keep("work", work, {name: entry[name] for name in entry.keys() - STRUCTURE}, f"work {slug}")
        self.works[slug] = work
        for part in entry.get("edition", []):
            self._edition(work, part)
        for position, part in enumerate(entry.get("rule", [])):
            rule = work.rules.filter(original=part["original"]).first() or Rule(work=work)
            self._keep("rule", rule, {**part, "position": position}, f"rule {part['original']} of {slug}")

    def _edition(self, work: Work, entry: dict[str, Any]) -> None:
        siglum = entry.get("siglum", "")
        address = f"{work.slug}/{siglum}"
        edition = work.editions.filter(siglum=siglum).first() or Edition(work=work, siglum=siglum)
        self._keep("edition", edition, {name: entry[name] for name in entry.keys() - STRUCTURE}, f"edition {address}")
        self.editions[address] = edition
        there = list(edition.revisions.without_text().order_by("number"))
        text, at = "", 0
        for ordinal, part in enumerate(entry.get("revision", []), start=1):
            where = f"{address}@{ordinal}"
            text, extraction, content, filename = self._text(part, text, where)
            sha256 = hashlib.sha256(text.encode()).hexdigest()
            found = next((k for k in range(at, len(there)) if there[k].sha256 == sha256), None)
            if found is not None:
                at = found + 1
                self.revisions[where] = there[found]
                self.report.add("revision", "unchanged")
                continue
            try:
                revision = storing.add_revision(
                    edition,
                    text,
                    reason=part.get("reason", ""),
                    extraction=extraction,
                    content=content,
                    filename=filename,
                )
            except (Refused, storing.NothingChanged) as error:
                raise BadSeeds(f"{where}: {error}") from error
            at = len(there)  # what follows a new text follows it in the edition, too
            self.revisions[where] = revision
            self.report.add("revision", "added")

    def _text(self, part: dict[str, Any], before: str, where: str) -> tuple[str, Extraction | None, bytes | None, str]:
        """The text of a revision, how it came out of its source, and the source's bytes and name."""
        try:
            if "edits" in part:
                return self._edited(before, part["edits"], where), None, None, ""
            name = part.get("file") or part["source"]
            path = self.folder / name
            content = path.read_bytes()
            read = encoding.read(content)
            spans = [(int(drop["lines"][0]), int(drop["lines"][1]), str(drop["why"])) for drop in part.get("drop", [])]
            text, dropped = leave_out(read.text, spans)
            extraction = Extraction(
                text, encoding=read.encoding, sure=read.sure, dropped=dropped, warnings=read.warnings
            )
        except KeyError as error:
            raise BadSeeds(
                f"{where}: a revision needs “file”, “edits” or “source”, and a drop its lines and why."
            ) from error
        except OSError as error:
            raise BadSeeds(f"{where}: {name} cannot be read: {error.strerror}.") from error
        except Refused as error:
            raise BadSeeds(f"{where}: {error}") from error
        return text, extraction, content, path.name

    @staticmethod
    def _edited(text: str, edits: list[dict[str, Any]], where: str) -> str:
        """`text` with each span replaced; the spans are of the text before any of them, and do not overlap."""
        pieces, at = [], 0
        for edit in sorted(edits, key=lambda edit: (edit["begin"], edit["end"])):
            if not at <= edit["begin"] <= edit["end"] <= len(text):
                raise BadSeeds(
                    f"{where}: the edit [{edit['begin']}, {edit['end']}) is outside the text or another one."
                )
            pieces += [text[at : edit["begin"]], edit["text"]]
            at = edit["end"]
        return "".join([*pieces, text[at:]])

    def _end(self, side: str, address: str, where: str) -> dict[str, Any]:
        """One end of a relation: a work or an edition, by its address."""
        if "/" in address:
            if address not in self.editions:
                raise BadSeeds(f"{where}: there is no edition {address} in this file.")
            return {f"{side}_edition": self.editions[address], f"{side}_work": None}
        if address not in self.works:
            raise BadSeeds(f"{where}: there is no work {address} in this file.")
        return {f"{side}_work": self.works[address], f"{side}_edition": None}

    def _relation(self, entry: dict[str, Any]) -> None:
        where = f"relation {entry.get('from')} {entry.get('kind')} {entry.get('to')}"
        ends = {**self._end("from", str(entry.get("from")), where), **self._end("to", str(entry.get("to")), where)}
        relation = Relation.objects.filter(kind=entry.get("kind"), **ends).first() or Relation(**ends)
        self._keep("relation", relation, {"kind": entry.get("kind"), "note": entry.get("note", "")}, where)

    def _note(self, entry: dict[str, Any]) -> None:
        """A note is known again by its targets and its name, or without a name by its body."""
        where = f"note {entry.get('name', '')}"
        targets = []
        for target in entry.get("targets", []):
            revision = self.revisions.get(target["revision"])
            if revision is None:
                raise BadSeeds(f"{where}: there is no revision {target['revision']} in this file.")
            if not 0 <= target["begin"] <= target["end"] <= revision.characters:
                raise BadSeeds(f"{where}: [{target['begin']}, {target['end']}) is not in {target['revision']}.")
            targets.append((revision, target["begin"], target["end"]))
        if not targets:
            raise BadSeeds(f"{where}: a note needs at least one target.")
        revision, begin, end = targets[0]
        known = {"name": entry["name"]} if entry.get("name") else {"body": entry["body"]}
        same = Note.objects.filter(
            targets__revision=revision, targets__begin=begin, targets__end=end, created_by=None, **known
        )
        note = same.first() or Note()
        values: dict[str, Any] = {name: entry[name] for name in ("name", "kind", "body") if name in entry}
        self._keep("note", note, values, where)
        standing = set(note.targets.values_list("revision", "begin", "end"))
        Target.objects.bulk_create(
            Target(note=note, revision=revision, begin=begin, end=end)
            for revision, begin, end in targets
            if (revision.pk, begin, end) not in standing
        )
