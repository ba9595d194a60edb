"""Changing what a work or an edition is called: the old address redirects for ever."""

from __future__ import annotations

from django.db import transaction

from corpus.works.models import Edition, FormerName, Work
from corpus.works.validation import validate_siglum, validate_slug


class NameTaken(ValueError):
    """Another work or edition has that name, or had it once and is still cited by it."""


def rename_edition(edition: Edition, siglum: str) -> None:
    """Give `edition` another siglum. Raises `ValidationError` or `NameTaken`, and then nothing has changed."""
    if siglum == edition.siglum:
        return
    validate_siglum(siglum)
    with transaction.atomic():
        work = Work.objects.select_for_update().get(pk=edition.work_id)
        former = work.former_names.filter(siglum=siglum)
        if work.editions.filter(siglum=siglum).exists() or former.exclude(edition=edition).exists():
            raise NameTaken(f"The siglum “{siglum}” is used in this work, or was once. Choose another.")
        former.delete()
        FormerName.objects.update_or_create(
            slug=work.slug, siglum=edition.siglum, defaults={"work": work, "edition": edition}
        )
        edition.siglum = siglum
        edition.save(update_fields=["siglum", "updated_at"])


def rename_work(work: Work, slug: str) -> None:
    """Give `work` another slug. Raises `ValidationError` or `NameTaken`, and then nothing has changed."""
    if slug == work.slug:
        return
    validate_slug(slug)
    with transaction.atomic():
        Work.objects.select_for_update().get(pk=work.pk)
        former = FormerName.objects.filter(slug=slug, siglum="")
        if Work.objects.filter(slug=slug).exists() or former.exclude(work=work).exists():
            raise NameTaken(f"The address “{slug}” is another work’s, or was once. Choose another.")
        former.delete()
        FormerName.objects.update_or_create(slug=work.slug, siglum="", defaults={"work": work, "edition": None})
        work.slug = slug
        work.save(update_fields=["slug", "updated_at"])
