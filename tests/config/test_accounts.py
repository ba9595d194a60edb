"""Signing in and out, the password, the theme."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from corpus.access.models import SignInAttempt, User

pytestmark = pytest.mark.django_db

PASSWORD = "the long way round the harbour"


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", password=PASSWORD)


def sign_in(client: Client, name: str = "ada", password: str = PASSWORD, **more: str):
    return client.post("/sign-in", {"username": name, "password": password, **more})


def test_a_person_signs_in_and_out(client: Client, ada: User) -> None:
    assert client.get("/sign-in").status_code == 200
    assert sign_in(client).status_code == 302
    assert client.session["_auth_user_id"] == str(ada.pk)
    assert client.post("/sign-out").status_code == 302
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_a_press_and_not_a_link(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert client.get("/sign-out").status_code == 405


def test_after_signing_in_one_is_where_one_wanted_to_go(client: Client, ada: User) -> None:
    assert sign_in(client, next="/jobs?page=2")["Location"] == "/jobs?page=2"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_to_another_site(client: Client, ada: User, elsewhere: str) -> None:
    assert sign_in(client, next=elsewhere)["Location"] == "/"
    assert client.post("/appearance", {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(client: Client, ada: User) -> None:
    wrong, unknown = sign_in(client, password="wrong"), sign_in(client, name="nobody")
    for response in (wrong, unknown):
        assert response.status_code == 200
        assert "This name and password do not belong together." in response.content.decode()


def test_after_ten_wrong_passwords_even_the_right_one_must_wait_a_minute(client: Client, ada: User) -> None:
    for _ in range(10):
        assert sign_in(client, password="wrong").status_code == 200
    refused = sign_in(client)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "Wait a minute" in refused.content.decode()
    assert sign_in(client, name="bert", password="wrong").status_code == 200  # another name is not shut out

    SignInAttempt.objects.update(at=timezone.now() - timedelta(seconds=61))
    assert sign_in(client).status_code == 302


def test_one_address_cannot_try_thirty_names_a_minute(client: Client, ada: User) -> None:
    for number in range(30):
        sign_in(client, name=f"name {number}", password="wrong")
    assert sign_in(client).status_code == 429
    assert (
        client.post("/sign-in", {"username": "ada", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7").status_code == 302
    )


def test_right_passwords_are_not_counted(client: Client, ada: User) -> None:
    for _ in range(15):
        assert sign_in(client).status_code == 302
        client.post("/sign-out")
    assert not SignInAttempt.objects.exists()


@pytest.mark.parametrize(
    "name", ["a\0b", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "x" * 5000]
)
def test_an_impossible_name_is_refused_like_any_other(client: Client, name: str) -> None:
    assert sign_in(client, name=name).status_code == 200


def test_the_password_page_is_for_people_with_an_account(client: Client) -> None:
    assert client.get("/password")["Location"] == "/sign-in?next=/password"


def test_a_password_is_changed_and_a_weak_one_refused(client: Client, ada: User) -> None:
    client.force_login(ada)
    new = "quite another long sentence"
    weak = client.post("/password", {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"})
    assert "at least 12 characters" in weak.content.decode()
    done = client.post("/password", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}, follow=True)
    assert "Your password is changed." in done.content.decode()
    ada.refresh_from_db()
    assert ada.check_password(new)


def test_a_theme_is_kept_and_set_on_every_page(client: Client) -> None:
    client.post("/appearance", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/sign-in").content.decode()
    client.post("/appearance", {"theme": "auto"})
    assert "data-theme=" not in client.get("/sign-in").content.decode()
    assert client.post("/appearance", {"theme": '"><script>'}).status_code == 400


def test_the_menu_names_the_person_and_what_they_may_do(client: Client, ada: User) -> None:
    assert "Sign in" in client.get("/sign-in").content.decode()
    client.force_login(ada)
    page = client.get("/jobs").content.decode()
    assert "ada" in page
    assert "Sign out" in page
