"""What a column holds, as its heading suggests: the headings of other tools, our own, and plain words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from petition_app.domain.importing import Column

# Each line: a column, and headings as `_plain` writes them.
_HEADINGS: dict[Column, str] = {
    Column.EMAIL: "email emailaddress mail emails correo correoelectronico courriel adressecourriel adresseemail"
    " adresseelectronique emailadresse mailadresse epost can2email emailprimary primaryemail email1 direccionemail",
    Column.NAME: "name fullname signer signatory signedby nombrecompleto nombreyapellidos nomcomplet nometprenom"
    " vollername vorundnachname unterzeichner displayname contactname",
    Column.FIRST_NAME: "firstname givenname forename first nombre prenom vorname can2firstname",
    Column.LAST_NAME: "lastname surname familyname last apellido apellidos nom nomdefamille nachname familienname"
    " can2lastname",
    Column.EMPLOYER: "employerraw employer company currentemployer organization organisation organizationname"
    " workplace employername companyname empresa empleador empleadora lugardetrabajo employeur entreprise societe"
    " arbeitgeber firma unternehmen",
    Column.TITLE: "title jobtitle occupation position job puesto cargo poste fonction metier titre berufsbezeichnung"
    " beruf titel profession",
    Column.RELATION: "relation relationship relacion verhaltnis beziehung",
    Column.DISPLAY: "display appearance",
    Column.ROLE_BAND: "roleband kindofwork",
    Column.SIGNED_ON: "signedon signed date datesigned signedat signaturedate createdat created dateadded optintime"
    " fecha fechafirma datedesignature datum unterschriebenam timestamp",
    Column.PROOF: "proof",
    Column.STATUS: "status",
    Column.KEY: "signatureid",
    Column.CONSENT_PUBLISH: "consentpublish publish public makepublic",
    Column.CONSENT_UPDATES: "consentupdates emailoptin optin subscribed subscribedtoemails newsletter updates",
    Column.CONSENT_DELIVER: "consentdeliver",
    Column.CONSENT_PRESS: "consentpress",
    Column.CONSENT_WITNESS: "consentwitness",
    Column.CONSENT_COUNT: "consentcount",
    Column.TEXT_VERSION: "textversion",
    Column.CONSENT_VERSION: "consentversion",
}
_MEANS = {heading: column for column, headings in _HEADINGS.items() for heading in headings.split()}
_ORDER = {heading: place for headings in _HEADINGS.values() for place, heading in enumerate(headings.split())}


def suggested(header: Sequence[str]) -> tuple[Column | None, ...]:
    """What each column is likely to hold. Of several that might hold the same, one is chosen."""
    plain = [_plain(heading) for heading in header]
    best: dict[Column, int] = {}
    for place, heading in enumerate(plain):
        column = _MEANS.get(heading)
        if column and (column not in best or _ORDER[heading] < _ORDER[plain[best[column]]]):
            best[column] = place
    if {Column.FIRST_NAME, Column.LAST_NAME} <= best.keys():
        best.pop(Column.NAME, None)
    found = {place: column for column, place in best.items()}
    return tuple(found.get(place) for place in range(len(header)))


def looks_like_header(cells: Sequence[str]) -> bool:
    """Whether the first row names columns: one of its cells is a known heading, and none is an address."""
    return any(_plain(cell) in _MEANS for cell in cells) and not any("@" in cell for cell in cells)


def guessed(cells: Sequence[str]) -> tuple[Column | None, ...]:
    """Without a heading: the first cell with an address holds addresses, the first other one names."""
    found: dict[Column, int] = {}
    for place, cell in enumerate(cells):
        found.setdefault(Column.EMAIL if "@" in cell else Column.NAME, place)
    return tuple(next((column for column, at in found.items() if at == place), None) for place in range(len(cells)))


def _plain(heading: str) -> str:
    """Lower case, without accents, blanks and punctuation."""
    parted = unicodedata.normalize("NFKD", heading[:100]).casefold()
    return "".join(filter(str.isalnum, parted))
