"""What is said of a setting that cannot be used."""

from __future__ import annotations


class SettingError(ValueError):
    """A setting that cannot be used: `name` as the operator wrote it, and one sentence that says what to do."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name}: {sentence}")
        self.name = name
