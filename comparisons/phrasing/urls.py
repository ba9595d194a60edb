"""`/phrasing` the passages of the corpus, and what hangs on them."""

from django.urls import path

from comparisons.phrasing.views import elsewhere, families, figures, listing, passage

urlpatterns = [
    path("phrasing", listing.listing, name="phrasing"),
    path("phrasing/export/<slug:form>", listing.export, name="phrasing-export"),
    path("phrasing/figures", figures.figures, name="phrasing-figures"),
    path("phrasing/figures/<slug:name>.<slug:form>", figures.figure, name="phrasing-figure"),
    path("phrasing/families", families.families, name="phrasing-families"),
    path("phrasing/families/<slug:key>", families.family, name="phrasing-family"),
    path("phrasing/where-else", elsewhere.elsewhere, name="where-else"),
    path("phrasing/passages/<slug:key>", passage.passage, name="passage"),
    path("phrasing/passages/<slug:key>/cite", passage.cite, name="cite-passage"),
]
