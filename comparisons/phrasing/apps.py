from django.apps import AppConfig


class PhrasingConfig(AppConfig):
    name = "comparisons.phrasing"

    def ready(self) -> None:
        from comparisons.phrasing import checking
        from comparisons.phrasing.following import ask_for_update
        from corpus.keeping import results
        from corpus.texts import followers

        followers.follow(ask_for_update)
        results.register("frequency table", checking.tables)
        results.register("index of phrasing", checking.index)
