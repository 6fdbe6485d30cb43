"""The register of personal data: for each column that holds or leads to some, what kind it is, who may read it, how
long it is kept, and why. docs/personal-data.md shows the same table; a test finds every column that is in neither."""

from __future__ import annotations

from petition_app.domain.holdings.access import ACCESS
from petition_app.domain.holdings.confirmations import CONFIRMATIONS
from petition_app.domain.holdings.counts import COUNTS
from petition_app.domain.holdings.drafts import DRAFTS
from petition_app.domain.holdings.imports import IMPORTS
from petition_app.domain.holdings.keys import KEYS
from petition_app.domain.holdings.lists import LISTS
from petition_app.domain.holdings.mailings import MAILINGS
from petition_app.domain.holdings.offices import OFFICES
from petition_app.domain.holdings.organisers import ORGANISERS
from petition_app.domain.holdings.passkeys import PASSKEYS
from petition_app.domain.holdings.signers import SIGNERS
from petition_app.domain.holdings.team import INVITED
from petition_app.domain.holdings.traffic import TRAFFIC

REGISTER = (
    *SIGNERS,
    *CONFIRMATIONS,
    *KEYS,
    *IMPORTS,
    *COUNTS,
    *TRAFFIC,
    *MAILINGS,
    *ORGANISERS,
    *PASSKEYS,
    *INVITED,
    *OFFICES,
    *DRAFTS,
    *LISTS,
    *ACCESS,
)
