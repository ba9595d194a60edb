from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class TextsConfig(AppConfig):
    name = "corpus.texts"

    def ready(self) -> None:
        post_migrate.connect(guard, sender=self, dispatch_uid="corpus.texts.guard")


def guard(using: str, **named: Any) -> None:
    """After every migration: the triggers that keep texts as they are, made anew."""
    from corpus.texts.immutability import install_triggers

    install_triggers(connections[using])
