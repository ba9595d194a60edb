from django.urls import path

from jobs import views

urlpatterns = [
    path("jobs", views.my_jobs, name="my-jobs"),
    path("jobs/<uuid:pk>", views.job, name="job"),
    path("jobs/<uuid:pk>/cancel", views.cancel, name="cancel-job"),
    path("jobs/<uuid:pk>/retry", views.retry, name="retry-job"),
]
