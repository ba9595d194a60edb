from django.urls import path

from corpus.notes import views

urlpatterns = [
    path("w/<work:slug>/<siglum:siglum>@<revision:number>/report", views.report_error, name="report-error"),
    path("reports", views.reports, name="reports"),
    path("reports/<revision:pk>/close", views.resolve, name="close-report"),
]
