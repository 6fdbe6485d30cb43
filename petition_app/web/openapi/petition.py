"""What the public API says of a petition, as schemas."""

from __future__ import annotations

from petition_app.domain.handover import Way
from petition_app.domain.petition import PUBLIC_STATES, Custody, ResponseKind
from petition_app.services.public_listing import Facet
from petition_app.web.openapi.parts import (
    ADDRESS,
    COUNT,
    DAY,
    MOMENT,
    SHA256,
    TEXT,
    UUID,
    YES_OR_NO,
    Schema,
    many,
    one_of,
    or_null,
    ref,
    thing,
)

_STATE = one_of(*sorted(PUBLIC_STATES))
_KIND = one_of(*ResponseKind)
_IN_SHORT: dict[str, Schema] = {
    "action": TEXT,
    "title": TEXT,
    "background": TEXT,
    "summary": TEXT,
    "slug": TEXT,
    "state": _STATE,
    "opened_at": or_null(MOMENT),
    "launched_at": or_null(MOMENT),
    "closing_at": or_null(MOMENT),
    "closing_date": or_null(DAY),
    "closed_at": or_null(MOMENT),
    "delivered_at": or_null(MOMENT),
    "signature_count": COUNT,
}
_RESPONSE: dict[str, Schema] = {
    "kind": _KIND,
    "date": DAY,
    "summary": TEXT,
    "quotation": or_null(TEXT),
    "source_url": or_null(ADDRESS),
}
_HANDOVER = thing(
    date=DAY, way=one_of(*Way), evidence_url=or_null(ADDRESS), package=or_null(thing(release=COUNT, sha256=SHA256))
)
_TARGET = thing(
    name=TEXT, organisation=TEXT, retired_on=or_null(DAY), state=_KIND, as_of=or_null(DAY), delivered_on=or_null(DAY),
    handovers=many(_HANDOVER), responded_on=or_null(DAY), summary=or_null(TEXT), quotation=or_null(TEXT),
    source_url=or_null(ADDRESS), responses=many(thing(**_RESPONSE)),
)  # fmt: skip
_BY_EMPLOYER = thing(name=TEXT, slug=TEXT, signature_count=COUNT, as_of=or_null(DAY), includes=many(TEXT))
_LINES = thing(release=COUNT, as_of=DAY, sha256=SHA256, lines=many(thing(kind=TEXT, text=TEXT, employers=many(TEXT))))
_UPDATE = thing(number=COUNT, title=TEXT, body=TEXT, published_at=MOMENT, changed_at=or_null(MOMENT))

RELEASE = thing(
    number=COUNT, released_at=MOMENT, as_of=DAY, signature_count=COUNT, verified_employees=COUNT, sha256=SHA256,
    rounding=thing(step=COUNT, direction=one_of("down")),
)  # fmt: skip
ATTRIBUTES = thing(
    **_IN_SHORT,
    additional_details=TEXT,
    body=TEXT,
    updated_at=or_null(MOMENT),
    text=thing(version=COUNT, sha256=SHA256),
    demands=many(TEXT),
    targets=many(_TARGET),
    responses=many(thing(name=TEXT, organisation=TEXT, **_RESPONSE)),
    precedents=many(thing(title=TEXT, summary=TEXT, source_url=or_null(ADDRESS))),
    updates=many(_UPDATE),
    signatures_by_employer=many(_BY_EMPLOYER),
    signatures_by_day=many(thing(date=DAY, signature_count=COUNT)),
    suppressed=thing(signatures=COUNT, note=TEXT),
    release=or_null(ref("Release")),
    claims=or_null(_LINES),
    policy=thing(threshold=COUNT, employment_proof=YES_OR_NO, total_is_live=YES_OR_NO),
    verification_policy=thing(
        mailbox_confirmed=YES_OR_NO, employment_proof_for_employer_rows=YES_OR_NO, employment_proofs=many(TEXT)
    ),
    data_policy=thing(
        names_are_public_by_choice_only=YES_OR_NO, least_unnamed_signers_of_an_employer=COUNT,
        figures_rounded_down_to=COUNT, custody=one_of(*Custody), private_fields_kept_days_after_closing=COUNT,
        private_fields_erased_on=or_null(DAY),
    ),
)  # fmt: skip
COUNTED = thing(signature_count=COUNT, state=_STATE, release=or_null(ref("Release")))
LISTED = thing(type=one_of("petition"), id=UUID, attributes=thing(**_IN_SHORT), links=thing(self=ADDRESS))
LIST = thing(
    links=thing(self=ADDRESS, first=ADDRESS, last=ADDRESS, next=or_null(ADDRESS), prev=or_null(ADDRESS)),
    data=many(LISTED, maxItems=50),
    meta=thing(states=thing(**{each.value: COUNT for each in Facet})),
)
ONE = thing(
    links=thing(self=ADDRESS, page=ADDRESS, count=ADDRESS, privacy=ADDRESS),
    data=thing(type=one_of("petition"), id=UUID, attributes=ref("Petition")),
)
_PAST_RELEASE = thing(
    number=COUNT, as_of=DAY, signature_count=COUNT, rows=COUNT, rows_changed=COUNT, sha256=SHA256, rules=COUNT
)
RELEASES = thing(
    links=thing(self=ADDRESS),
    data=many(thing(type=one_of("release"), id=TEXT, links=thing(json=ADDRESS, csv=ADDRESS), attributes=_PAST_RELEASE)),
)
CLAIMS = thing(
    links=thing(self=ADDRESS, check=ADDRESS, method=ADDRESS),
    data=thing(type=one_of("claims"), id=UUID, attributes=_LINES),
)
_VERDICT = thing(
    text=TEXT, start=COUNT, end=COUNT, topic=TEXT, subject=or_null(TEXT), noun=or_null(TEXT), phrase=TEXT,
    verdict=one_of("pass", "amber", "fail"), figure=or_null(COUNT), reason=TEXT,
)  # fmt: skip
CHECKED = thing(
    data=thing(type=one_of("check"), id=UUID,
               attributes=thing(release=COUNT, as_of=DAY, sha256=SHA256, text=TEXT, claims=many(_VERDICT)))
)  # fmt: skip
