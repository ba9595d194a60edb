from django.apps import AppConfig


class PairsConfig(AppConfig):
    name = "comparisons.pairs"

    def ready(self) -> None:
        from comparisons.pairs import checking
        from comparisons.pairs.models import GivenText
        from corpus.keeping import results
        from corpus.texts import immutability

        immutability.keep(GivenText)
        results.register("comparison", checking.comparisons)
        results.register("given text", checking.given_texts)
