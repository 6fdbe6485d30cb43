"""Where the headcount is known: the few who have not signed are not singled out."""

from __future__ import annotations

from petition_app.domain.tally import Count, EmployerCount
from tests.domain.test_tally import release


def staff(unnamed: int, named: int = 0, headcount: int | None = 200) -> EmployerCount:
    return EmployerCount("acme", "Acme", Count(named, unnamed), headcount=headcount)


def test_where_nearly_everybody_has_signed_the_figure_stops_at_nine_in_ten():
    figures = [
        (row.at_least, row.more_than_share)
        for unnamed in (174, 184, 185, 199, 230)
        for row in release(staff(unnamed)).tally.rows
    ]

    assert figures == [(170, False), (180, False), (180, True), (180, True), (180, True)]


def test_at_a_small_employer_at_least_the_threshold_of_its_staff_stays_open():
    (row,) = release(staff(29, headcount=30)).tally.rows

    assert (row.at_least, row.more_than_share) == (20, False)
    assert release(staff(18, headcount=19)).tally.rows == ()


def test_what_a_stopped_figure_leaves_out_is_among_all_others_or_nowhere():
    pooled = release(staff(199)).tally
    alone = release(staff(199), elsewhere=0).tally

    assert (pooled.rows[0].at_least, pooled.other, pooled.total) == (180, 65, 245)
    assert (alone.rows[0].at_least, alone.other, alone.total) == (180, 0, 180)


def test_a_headcount_taken_away_does_not_uncover_what_it_hid():
    first = release(staff(199))
    second = release(staff(199, headcount=None), previous=first)

    assert (second.tally.rows[0].at_least, second.tally.rows[0].headcount) == (180, 200)
