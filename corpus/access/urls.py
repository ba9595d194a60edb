from django.urls import URLPattern, URLResolver, path

from corpus.access.views import ChangePassword, SignIn, SignOut

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", SignIn.as_view(), name="sign-in"),
    path("sign-out", SignOut.as_view(), name="sign-out"),
    path("password", ChangePassword.as_view(), name="password"),
]
