"""Texts made to look like a name: letters of other scripts, digits for letters, controls that cannot be seen.

In the manner of Unicode Technical Standard 39: a hint for those who review, never a reason to merge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from petition_app.domain.naming.key import employer_key, folded, slug_of
from petition_app.domain.said import Said, said

# Small letters, as `folded` leaves them: each looks like the Latin letter or letters after it.
_LOOKS_LIKE = str.maketrans({
    # Cyrillic
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "н": "h", "і": "l", "ї": "l", "ӏ": "l",
    "ј": "j", "к": "k", "м": "m", "о": "o", "р": "p", "ԛ": "q", "ѕ": "s", "т": "t", "у": "y", "ү": "y", "х": "x",
    "ԝ": "w", "г": "r", "п": "n", "з": "3", "ь": "b", "ѵ": "v", "ɡ": "g", "ԍ": "g",
    # Greek
    "α": "a", "β": "b", "γ": "y", "ε": "e", "ζ": "z", "η": "n", "ι": "l", "κ": "k", "μ": "m", "ν": "v", "ο": "o",
    "ρ": "p", "σ": "o", "ς": "c", "τ": "t", "υ": "u", "χ": "x", "ω": "w", "ϲ": "c", "ϳ": "j", "ϱ": "p",
    # Armenian, Cherokee, Hebrew, Arabic
    "օ": "o", "ո": "n", "ս": "u", "հ": "h", "ց": "g", "զ": "q", "ք": "p", "ա": "w", "ե": "t", "խ": "lu", "յ": "j",
    "ꭺ": "a", "ꭼ": "e", "ꮐ": "g", "ꮋ": "h", "ꭻ": "j", "ꮶ": "k", "ꮇ": "m", "ꮲ": "p", "ꮪ": "s", "ꭲ": "t", "ꮃ": "w",
    "ס": "o", "ו": "l", "ه": "o", "ا": "l",
    # Latin letters that pass for others, and small capitals
    "ı": "l", "ɩ": "l", "ɑ": "a", "ɢ": "g", "ʙ": "b", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ɪ": "l", "ʟ": "l",
    "ᴍ": "m", "ɴ": "n", "ᴏ": "o", "ᴘ": "p", "ʀ": "r", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ʏ": "y",
    "ᴢ": "z", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ƒ": "f", "ꞵ": "b", "ŋ": "n", "ħ": "h", "ŧ": "t",
})  # fmt: skip
_SIGNS = str.maketrans({"|": "l", "$": "s", "@": "a"})
# Among Latin letters and digits; "rn" passes for "m" and "vv" for "w".
_ALIKE = str.maketrans({"0": "o", "1": "l", "5": "s", "i": "l", "m": "rn", "w": "vv"})
_OF_LATIN_AND_OTHERS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "HEBREW", "ARABIC"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("(?<=[^\\W\\d_])[\u00ad\u034f\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u2800\u3164\ufeff\uffa0"
                     "\U000e0000-\U000e007f]+(?=[^\\W\\d_])")  # fmt: skip
# Persian and the scripts of India need joiners within words; no other script does.
_JOINERS = frozenset("\u200c\u200d")


def skeleton(text: str) -> str:
    """What a text looks like, its legal form, spaces and accents gone: equal for texts that a reader could confuse."""
    plain = employer_key(text.translate(_SIGNS))
    bare = unicodedata.normalize("NFKD", plain).translate(_LOOKS_LIKE).translate(_ALIKE)
    return "".join(each for each in bare if each.isalnum())


def lookalike(text: str, skeletons: Mapping[str, str]) -> str | None:
    """The slug of the employer that `text` looks like without being it; `skeletons` gives slugs by skeleton.

    To be asked of texts that were not resolved: nothing here knows the aliases that are spelt like this on purpose.
    """
    slug = skeletons.get(skeleton(text))
    return None if slug is None or slug == slug_of(text) else slug


def tricks(text: str) -> Said | None:
    """A sentence where the text as typed holds what may deceive the eye; None where it does not."""
    if text.isascii():
        return None
    if _TURNING.search(text):
        return said("The text has hidden characters that change the direction of reading.")
    if any(not _is_joined(text, found) for found in _UNSEEN.finditer(text)):
        return said("The text has invisible characters within a word.")
    mixed = next((word for word in _WORD.findall(folded(text)) if len(_scripts(word)) > 1), None)
    return said("The word “%(word)s” mixes letters of different alphabets.", word=mixed[:40]) if mixed else None


def _is_joined(text: str, found: re.Match[str]) -> bool:
    before = unicodedata.name(text[found.start() - 1], "").split(" ")[0]
    return _JOINERS.issuperset(found[0]) and before not in _OF_LATIN_AND_OTHERS - {"ARABIC"}


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(each, "").split(" ")[0] for each in word} & _OF_LATIN_AND_OTHERS
