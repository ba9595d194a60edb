"""Who asks the API, as fixtures for the `conftest` of a folder of tests."""

import pytest
from rest_framework.test import APIClient

from corpus.access.models import User


@pytest.fixture
def visitor(db: None) -> APIClient:
    return APIClient()


@pytest.fixture
def editor(db: None) -> APIClient:
    client = APIClient()
    client.force_authenticate(User.objects.create_user("editor", password="a long enough one", role=User.Role.EDITOR))
    return client
