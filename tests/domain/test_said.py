"""Sentences that remember how they were made."""

from __future__ import annotations

from petition_app.domain.importreasons import same_person, uncounted
from petition_app.domain.said import kept, said, said_again


def test_a_sentence_that_was_kept_can_be_said_in_another_language():
    for sentence in (same_person(12_345), uncounted("held"), said("100% of them")):
        again = said_again(kept(sentence))

        assert (again, again.template, again.values) == (sentence, sentence.template, sentence.values)


def test_whole_numbers_are_written_as_the_language_writes_them():
    assert same_person(12_345) == "the same person as in line 12,345"
