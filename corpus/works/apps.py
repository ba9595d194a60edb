from django.apps import AppConfig


class WorksConfig(AppConfig):
    name = "corpus.works"

    def ready(self) -> None:
        from corpus.works import converters

        converters.register()
