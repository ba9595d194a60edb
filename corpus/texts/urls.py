from django.urls import URLPattern, URLResolver, path

from corpus.texts.views import adding, correcting, describing, discarding, downloading

urlpatterns: list[URLPattern | URLResolver] = [
    path("add", adding.add_work, name="add-work"),
    path("w/<work:slug>/add", adding.add_edition, name="add-edition"),
    path("w/<work:slug>/describe", describing.describe_work, name="describe-work"),
    path("w/<work:slug>/<siglum:siglum>/correct", correcting.correct_edition, name="correct-edition"),
    path("w/<work:slug>/<siglum:siglum>/describe", describing.describe_edition, name="describe-edition"),
    path("w/<work:slug>/<siglum:siglum>/withdraw", describing.withdraw_edition, name="withdraw-edition"),
    path("w/<work:slug>/<siglum:siglum>/handed-in", downloading.handed_in, name="handed-in"),
    path("w/<work:slug>/<siglum:siglum>/discard", discarding.discard, name="discard-text"),
    path("w/<work:slug>/<siglum:siglum>/source", downloading.source, name="source"),
    path("w/<work:slug>/<siglum:siglum>@<revision:number>/source", downloading.source, name="revision-source"),
    path("w/<work:slug>/<siglum:siglum>@<revision:number>/text", downloading.text, name="text-download"),
]
