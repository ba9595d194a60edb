from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "corpus.notes"
