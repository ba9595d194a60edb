"""Addresses of comparisons of two."""

from django.urls import URLPattern, URLResolver, path

from comparisons.pairs.views import choosing, inventory, listing, page, pointing, quick, reporting

TWO = "compare/<work:work_a>/<siglum:siglum_a>@<revision:number_a>/<work:work_b>/<siglum:siglum_b>@<revision:number_b>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(TWO, page.show, name="comparison"),
    path(f"{TWO}/export/<slug:form>", page.export, name="comparison-export"),
    path(f"{TWO}/others", page.other_editions, name="others"),
    path(f"{TWO}/cite", page.cite, name="cite"),
    path(f"{TWO}/report", reporting.report, name="report"),
    path(f"{TWO}/points", pointing.set_point, name="points"),
    path(f"{TWO}/choose", choosing.choose, name="choose-text"),
    path(f"{TWO}/inventory", inventory.show, name="inventory"),
    path(f"{TWO}/inventory/changes.csv", inventory.changes_table, name="inventory-changes"),
    path(f"{TWO}/inventory/counts.csv", inventory.counts_table, name="inventory-counts"),
    path(f"{TWO}/inventory/chart.<slug:form>", inventory.chart, name="inventory-chart"),
    path("quick", quick.compare_two, name="quick"),
    path("comparisons/news", listing.news, name="comparisons-news"),
    path("comparisons", listing.mine, name="my-comparisons"),
]
