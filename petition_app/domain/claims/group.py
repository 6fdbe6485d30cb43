"""The people a quantity counts: the words after it ("Google staffers", "employees at Meta and Amazon each")."""

from __future__ import annotations

from typing import NamedTuple

from petition_app.domain.claims.employment import EmployerFinder, Employers
from petition_app.domain.claims.headword import Noun, narrowed, noun_at
from petition_app.domain.claims.phrase import read_quantity
from petition_app.domain.claims.wording import Words


class Group(NamedTuple):
    """Who is counted. `employers` is None for the whole petition; `noun` is None where the sentence has none."""

    noun: Noun | None
    employers: Employers | None
    end: int
    is_each: bool = False
    is_together: bool = False


class _Place(NamedTuple):
    employers: Employers | None
    end: int


#: Words that end the description of a group: what follows belongs to another part of the sentence.
_BREAKS = frozenset(
    """
    a an and or but nor at by for from in into of on onto over per than that then there these this those to until
    upon was we were what when where which while who whom whose will with about after against ago also are as be
    because been before being between both can could did do does during had has have he her his how if is it it's
    may more might must no not now our out said say says she should since so some such they told under up us would
    years year days day hours hour minutes weeks week months month percent said signed sign call called
    """.split()
)
#: Words that may stand between a quantity and its noun without changing whom it counts.
_PLAIN = frozenset(
    """
    the its their more other further additional current currently verified confirmed us american silicon
    valley big tech technology sector industry it ai company corporate - ' s
    """.split()
)
_MOST_LOOSE = 3
_LINKS = frozenset(
    """
    each more others who that are is work works working employed based come comes coming came drawn hail hailing
    currently now alone all still say says they
    """.split()
)
_AT = ("at", "from", "inside", "within")
_PREPOSITIONS = frozenset((*_AT, "of", "in", "across", "with", "by", "for"))
#: Words for employers at large: "at major technology firms" is the whole petition.
_AT_LARGE = frozenset(
    """
    companies company firms firm corporations employers giants industry industries sector sectors businesses
    organisations organizations world country globe nation field fields tech work home time times risk once night
    least every all
    """.split()
)
#: "12 of them at Google", "95 of whom work at Google": the noun was said before.
_OF_THEM = (("of", "them"), ("of", "those"), ("of", "these"), ("of", "whom"))
_TOGETHER = {
    "together": (("together",),),
    "combined": (("combined",),),
    "altogether": (("altogether",),),
    "in": (("in", "total"), ("in", "all")),
    "between": (("between", "them"),),
}


class GroupReader:
    def __init__(self, words: Words, finder: EmployerFinder) -> None:
        self.words = words
        self.finder = finder

    def read(self, place: int, most_loose: int = _MOST_LOOSE) -> Group:
        """The group described from `place`, the first word after a quantity."""
        if self.words.keys(place, place + 2) in _OF_THEM:
            place += 2
        noun, employers, end = self._described(self._past_of(place), most_loose)
        if noun is None and not self._is_left_out(employers):
            employers, end = None, place
        if employers is None:
            employers, end = self._belonging(self._past_links(end), end, has_noun=noun is not None)
        is_each = employers is not None and "each" in self.words.keys(place, end + 1)
        for phrase in _TOGETHER.get(self.words[end].key, ()):
            if self.words.keys(end, end + len(phrase)) == phrase:
                return Group(noun, employers, end + len(phrase), is_each, is_together=True)
        return Group(noun, employers, end, is_each)

    def _past_of(self, place: int) -> int:
        return place + 1 if self.words[place].key == "of" else place

    def _described(self, place: int, most_loose: int) -> tuple[Noun | None, Employers | None, int]:
        """Up to the noun: plain words, a few others ("concerned"), and one list of employers."""
        beside: list[str] = []
        employers: Employers | None = None
        while len(beside) < 12:
            found = noun_at(self.words, place)
            if found and not (employers is None and self._is_long_name(place)):
                return narrowed(found[0], tuple(beside)), employers, found[1]
            here = None if employers else self.finder.list_at(place)
            if here:
                employers, place = here, here.end
                continue
            if not self._may_stand(place, beside, most_loose):
                break
            beside.append(self.words[place].key)
            place += 1
        return None, employers, place

    def _is_long_name(self, place: int) -> bool:
        """ "Workers United" is an employer, though its first word is a noun for people."""
        known = self.finder.known_at(place)
        return known is not None and known.end > place + 1

    def _is_left_out(self, employers: Employers | None) -> bool:
        """True where the noun comes with the next number: "95 Google and 45 Meta employees"."""
        if employers is None or not employers.all_known:
            return False
        after = employers.end
        while self.words[after].key in (",", "and", "&"):
            after += 1
        return after - employers.end in (1, 2) and read_quantity(self.words, after) is not None

    def _may_stand(self, place: int, beside: list[str], most_loose: int) -> bool:
        key = self.words[place].key
        if key in _PLAIN:
            return True
        if key in ("and", "or", "&", ","):
            return bool(beside) and self.words[place + 1].key.isalpha()
        loose = sum(word not in _PLAIN and word.isalpha() for word in beside)
        return key.isalpha() and key not in _BREAKS and loose < most_loose

    def _past_links(self, place: int) -> int:
        """Past "each", "who work", "currently employed"."""
        start = place
        while place - start < 5 and self.words[place].key in _LINKS:
            place += 1
        return place

    def _belonging(self, place: int, otherwise: int, has_noun: bool) -> _Place:
        """The employers after "at" or "from", or in brackets; `otherwise` is the place to stay at if there are none."""
        key = self.words[place].key
        if key == "(":
            inside = self.finder.list_at(place + 1)
            if inside and inside.all_known and self.words[inside.end].key == ")":
                return _Place(inside, inside.end + 1)
        if key not in (_PREPOSITIONS if has_noun else _AT):
            return _Place(None, otherwise)
        start = self._past_each_of(place + 1)
        employers = self.finder.list_at(start)
        if employers is None and has_noun and key in _AT:
            employers = self._stranger(start)
        return _Place(employers, employers.end if employers else otherwise)

    def _past_each_of(self, place: int) -> int:
        if self.words.keys(place, place + 2) == ("each", "of"):
            return place + 2
        return place + 1 if self.words[place].key in ("each", "both") else place

    def _stranger(self, start: int) -> Employers | None:
        """ "at nvidia": a name in small letters that is not published, unless it means employers at large."""
        end = start
        while end - start < 7 and (self.words[end].key.isalpha() or self.words[end].key == "-"):
            if self.words[end].key in _AT_LARGE:
                return None
            end += 1
        return Employers((self.words[start].text,), start + 1, all_known=False) if end > start else None
