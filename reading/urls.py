"""`/` library, `/w/WORK` work, `/w/WORK/SIGLUM` edition, `/w/WORK/SIGLUM@N` revision."""

from django.urls import path

from reading import views

urlpatterns = [
    path("", views.library, name="library"),
    path("w/<work:slug>", views.work, name="work"),
    path("w/<work:slug>/compare", views.choose, name="choose"),
    path("w/<work:slug>/<siglum:siglum>@<revision:number>", views.revision, name="revision"),
    path("w/<work:slug>/<siglum:siglum>", views.edition, name="edition"),
]
