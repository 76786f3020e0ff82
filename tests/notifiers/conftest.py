"""What the tests of channels share: receivers, and a log with something due."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.notifiers.receivers import Certificates, Receiver, http_server


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """An authority that a test trusts by SSL_CERT_FILE, and a certificate for localhost."""
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def trusted(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """The same, trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.file))
    return certificates


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """An HTTP server."""
    with http_server() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    return tmp_path
