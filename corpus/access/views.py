"""Signing in and out, and changing one's password: Django's own views, in the house's look and words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse_lazy

TOO_MANY = "Too many wrong passwords from here. Wait a minute, then try again."


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "This name and password do not belong together. Capitals count in both.",
        "inactive": "This account is closed.",
    }

    def get_invalid_login_error(self) -> ValidationError:
        if getattr(self.request, "too_many_attempts", False):
            return ValidationError(TOO_MANY, code="too_many")
        return super().get_invalid_login_error()


class SignIn(views.LoginView):
    template_name = "access/sign-in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        if getattr(self.request, "too_many_attempts", False):
            response.status_code = 429
            response["Retry-After"] = "60"
        return response


class SignOut(views.LogoutView):
    pass


class ChangePassword(views.PasswordChangeView):
    template_name = "access/password.html"
    success_url = reverse_lazy("password")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Your password is changed. Other browsers that were signed in are signed out.")
        return super().form_valid(form)
