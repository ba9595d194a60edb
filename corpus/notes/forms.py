"""The form of a note at a place: readers report an error, editors can write any kind of note."""

from django import forms

from corpus.access.policy import Visibility
from corpus.notes.models import Note
from corpus.notes.writing import LONGEST


class ReportForm(forms.Form):
    """What a reader found wrong."""

    body = forms.CharField(
        label="What is wrong here?",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        help_text="What stands here, what should, and how you know. Only editors see it.",
        error_messages={"required": "Say what is wrong: nothing was sent yet."},
    )


class NoteForm(forms.Form):
    """What an editor says of a place."""

    kind = forms.ChoiceField(choices=Note.Kind.choices, label="Kind")
    name = forms.CharField(max_length=40, required=False, label="Name", help_text="How others refer to it: E1, Q4.")
    visibility = forms.ChoiceField(choices=Visibility.CHOICES, label="Visibility")
    body = forms.CharField(
        label="Note",
        widget=forms.Textarea({"rows": 5}),
        help_text="What is said of the marked place.",
        error_messages={"required": "Say something: nothing was stored yet."},
    )
