"""Reading what a sentence claims of a petition, and writing sentences that hold; `domain/pressline.py` is the way in.

A sentence becomes a finding for each claim in it:

    wording → numeral → quantity, phrasetable, share, phrase    words, numbers, "nearly one hundred", "half"
    headword → employment → group, titleholder                  whom is counted, and at which employer
    counted, ranking, leadership, when → reading → claim        what is said of whom, who leads, who answered, and when
    facts → judging, workforce, tracker, asof → checking        whether the published figures bear it out: a finding

    fitting → readyline                                         the other way: lines to quote, read back by the checker
"""
