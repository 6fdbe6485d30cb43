"""The tables: columns, constraints, no queries. Importing this package registers all of them on `Base`."""

from petition_app.models.access import AccessToken, AskedOnce, Webhook, WebhookDelivery
from petition_app.models.audit import AuditHead, AuditLine
from petition_app.models.base import Base
from petition_app.models.bulkchange import BulkChange, BulkChangeRow, HourCount, SavedSearch
from petition_app.models.checklist import ChecklistMark
from petition_app.models.company import Company, CompanyAlias, CompanyDomain
from petition_app.models.custody import Epoch, Instance, PetitionKey, PetitionSecret
from petition_app.models.employer import UNDECIDED, Employer, EmployerAlias, EmployerRule, Rulebook, Spelling
from petition_app.models.export import Export
from petition_app.models.handover import HandoverLine, HandoverPackage, HandoverText
from petition_app.models.importing import ImportBatch, ImportEmployer, ImportFault, ImportRow
from petition_app.models.job import Job
from petition_app.models.lifecycle import PetitionAddress, ReviewNote
from petition_app.models.mailing import LetterOption, Mailing, MailingReceipt
from petition_app.models.organiser import Membership, Organiser, OrganiserSession, RecoveryCode
from petition_app.models.outbox import OutboxLetter
from petition_app.models.passkey import Passkey, PasskeyChallenge
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
from petition_app.models.revision import PetitionRevision
from petition_app.models.sharing import WidgetSite
from petition_app.models.signature import CHANGED, FROM_ONE_NETWORK, USUAL, Confirmation, Signature, WorkProof, unusual
from petition_app.models.tally import NO_SPELLING, PublishedRelease, ReleaseSchedule, TallyCounter, TallyDay
from petition_app.models.team import Approval, Invitation, PasswordReset, TeamRule
from petition_app.models.throttle import Hit

__all__ = [
    "CHANGED",
    "FROM_ONE_NETWORK",
    "NO_SPELLING",
    "UNDECIDED",
    "USUAL",
    "AccessToken",
    "Approval",
    "AskedOnce",
    "AuditHead",
    "AuditLine",
    "Base",
    "BulkChange",
    "BulkChangeRow",
    "ChecklistMark",
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
    "HandoverLine",
    "HandoverPackage",
    "HandoverText",
    "Hit",
    "HourCount",
    "ImportBatch",
    "ImportEmployer",
    "ImportFault",
    "ImportRow",
    "Instance",
    "Invitation",
    "Job",
    "LetterOption",
    "Mailing",
    "MailingReceipt",
    "Membership",
    "Organiser",
    "OrganiserSession",
    "OutboxLetter",
    "Passkey",
    "PasskeyChallenge",
    "PasswordReset",
    "Petition",
    "PetitionAddress",
    "PetitionKey",
    "PetitionRevision",
    "PetitionSecret",
    "PetitionText",
    "Precedent",
    "PublishedRelease",
    "RecoveryCode",
    "ReleaseSchedule",
    "Response",
    "ResponseRevision",
    "ReviewNote",
    "Rulebook",
    "SavedSearch",
    "Signature",
    "Spelling",
    "TallyCounter",
    "TallyDay",
    "Target",
    "TeamRule",
    "Update",
    "Webhook",
    "WebhookDelivery",
    "WidgetSite",
    "WorkProof",
    "unusual",
]
