"""The tables: columns, constraints, no queries. Importing this package registers all of them on `Base`."""

from petition_app.models.audit import AuditHead, AuditLine
from petition_app.models.base import Base
from petition_app.models.company import Company, CompanyAlias, CompanyDomain
from petition_app.models.custody import Epoch, Instance, PetitionKey, PetitionSecret
from petition_app.models.employer import UNDECIDED, Employer, EmployerAlias, EmployerRule, Rulebook, Spelling
from petition_app.models.export import Export
from petition_app.models.importing import ImportBatch
from petition_app.models.job import Job
from petition_app.models.organiser import Membership, Organiser, OrganiserSession, RecoveryCode
from petition_app.models.outbox import OutboxLetter
from petition_app.models.petition import (
    ConsentText,
    Demand,
    Petition,
    PetitionText,
    Precedent,
    Response,
    ResponseRevision,
    Target,
    Update,
)
from petition_app.models.signature import Confirmation, Signature, WorkProof
from petition_app.models.tally import NO_SPELLING, PublishedRelease, ReleaseSchedule, TallyCounter, TallyDay
from petition_app.models.throttle import Hit

__all__ = [
    "NO_SPELLING",
    "UNDECIDED",
    "AuditHead",
    "AuditLine",
    "Base",
    "Company",
    "CompanyAlias",
    "CompanyDomain",
    "Confirmation",
    "ConsentText",
    "Demand",
    "Employer",
    "EmployerAlias",
    "EmployerRule",
    "Epoch",
    "Export",
    "Hit",
    "ImportBatch",
    "Instance",
    "Job",
    "Membership",
    "Organiser",
    "OrganiserSession",
    "OutboxLetter",
    "Petition",
    "PetitionKey",
    "PetitionSecret",
    "PetitionText",
    "Precedent",
    "PublishedRelease",
    "RecoveryCode",
    "ReleaseSchedule",
    "Response",
    "ResponseRevision",
    "Rulebook",
    "Signature",
    "Spelling",
    "TallyCounter",
    "TallyDay",
    "Target",
    "Update",
    "WorkProof",
]
