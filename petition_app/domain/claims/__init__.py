"""Reading what a sentence claims of a petition, for `domain/pressline.py`, which is the way in.

A sentence becomes a finding for each claim in it:

    wording → numeral → quantity, phrasetable, phrase    words, numbers, "nearly one hundred" and what it may stand for
    headword → employment → group, titleholder           whom is counted, and at which employer
    claim → finding                                      what is said of whom, and whether the figures bear it out
"""
