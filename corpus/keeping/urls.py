from django.urls import path

from corpus.keeping.views import keeping

urlpatterns = [path("keeping", keeping, name="keeping")]
