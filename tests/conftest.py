import pytest

import inquit


@pytest.fixture(scope="session")
def reader():
    return inquit.Reader()
