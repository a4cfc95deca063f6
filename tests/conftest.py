"""What every test starts from: a missing text is an error, English is spoken, no session holds."""

from collections.abc import Iterator

import pytest

from rmtool import lang, session


@pytest.fixture(autouse=True)
def _fresh_speech(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lang, "strict", True)
    monkeypatch.setattr(lang, "_current", lang.Language("en"))
    monkeypatch.setattr(session, "_session", None)
    yield
