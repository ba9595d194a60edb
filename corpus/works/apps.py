from django.apps import AppConfig


class WorksConfig(AppConfig):
    name = "corpus.works"
