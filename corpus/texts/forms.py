"""The forms of adding, describing and correcting; each says in words what is wrong."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from corpus.works.models import Edition, Work

SHORT = {"rows": 3}


Model = TypeVar("Model", Edition, Work)


class Fields(forms.ModelForm[Model]):
    """A form whose longer fields are a few lines high."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs = {**SHORT}


class EditionForm(Fields[Edition]):
    """An edition as it is added: what a citation needs."""

    class Meta:
        model = Edition
        fields: tuple[str, ...] = (
            "siglum",
            "title",
            "date",
            "language",
            "kind",
            "creator",
            "source",
            "description",
            "visibility",
        )

    def __init__(self, *arguments: Any, work: Work, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.work = work

    def clean_siglum(self) -> str:
        siglum = str(self.cleaned_data["siglum"])
        other = self.work.editions.filter(siglum=siglum).exclude(pk=self.instance.pk).first()
        if other is not None:
            raise ValidationError(
                "The siglum “%(siglum)s” is already used in this work, by “%(title)s”. Choose another.",
                code="taken",
                params={"siglum": siglum, "title": other.title},
            )
        if self.work.former_names.filter(siglum=siglum).exclude(edition_id=self.instance.pk).exists():
            raise ValidationError(
                "Another edition of this work was once called “%(siglum)s” and is cited by it. Choose another.",
                code="taken",
                params={"siglum": siglum},
            )
        return siglum


class EditionDescriptionForm(EditionForm):
    """The whole description of an edition that there is."""

    class Meta(EditionForm.Meta):
        fields = (
            "siglum",
            "title",
            "date",
            "language",
            "kind",
            "creator",
            "publisher",
            "place",
            "source",
            "description",
            "notice",
            "availability",
            "rights",
            "position",
            "visibility",
        )


class WorkForm(Fields[Work]):
    """A work: its description, and its name in addresses."""

    class Meta:
        model = Work
        fields = (
            "title",
            "subtitle",
            "slug",
            "date",
            "language",
            "creator",
            "description",
            "notice",
            "availability",
            "rights",
            "visibility",
        )


class ReasonForm(forms.Form):
    """Why: kept with the revision, shown in the history."""

    reason = forms.CharField(
        max_length=2000,
        label="Reason",
        error_messages={"required": "Say why: the reason stands in the edition’s history beside the revision."},
    )
