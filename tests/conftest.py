"""What every test starts from: missing texts are errors, English is spoken, no session holds, no file is noted."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from rmtool import lang, session
from rmtool.show import output

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # how busy the machine is says nothing about the code


@pytest.fixture(autouse=True)
def _fresh_speech(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lang, "strict", True)
    monkeypatch.setattr(lang, "_current", lang.Language("en"))
    monkeypatch.setattr(session, "_session", None)
    monkeypatch.setattr(output, "_leaving", None)
    yield
