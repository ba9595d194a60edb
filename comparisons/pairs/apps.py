from django.apps import AppConfig


class PairsConfig(AppConfig):
    name = "comparisons.pairs"

    def ready(self) -> None:
        from comparisons.pairs.models import GivenText
        from corpus.texts import immutability

        immutability.keep(GivenText)
