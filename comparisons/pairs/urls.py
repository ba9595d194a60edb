"""Addresses of comparisons of two."""

from django.urls import URLPattern, URLResolver, path

from comparisons.pairs.views import choosing, inventory, listing, page, pointing, quick, reporting, taking, trying
from comparisons.pairs.views.reaching import Page

REVISION = "<work:work_{0}>/<siglum:siglum_{0}>@<revision:number_{0}>"
GIVEN = "given/<uuid:given_{0}>"  # no siglum holds a slash, so this is never taken for a revision

# Below the address of two texts.
PAGES: list[tuple[str, Page, str]] = [
    ("", page.show, "comparison"),
    ("/export/<slug:form>", taking.export, "comparison-export"),
    ("/again", trying.again, "again"),
    ("/others", page.other_editions, "others"),
    ("/cite", taking.cite, "cite"),
    ("/report", reporting.report, "report"),
    ("/points", pointing.set_point, "points"),
    ("/choose", choosing.choose, "choose-text"),
    ("/inventory", inventory.show, "inventory"),
    ("/inventory/changes.csv", inventory.changes_table, "inventory-changes"),
    ("/inventory/counts.csv", inventory.counts_table, "inventory-counts"),
    ("/inventory/chart.<slug:form>", inventory.chart, "inventory-chart"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"compare/{a.format('a')}/{b.format('b')}{below}", view, name=name)
    for a in (REVISION, GIVEN)
    for b in (REVISION, GIVEN)
    for below, view, name in PAGES
]
urlpatterns += [
    path("quick", quick.compare_two, name="quick"),
    path("comparisons/news", listing.news, name="comparisons-news"),
    path("comparisons", listing.mine, name="my-comparisons"),
]
