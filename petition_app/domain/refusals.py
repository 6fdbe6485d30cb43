"""Refusals: what the product will not do, named for the situation. The edge decides how each one looks."""

from __future__ import annotations

from petition_app.domain.said import said


class Refusal(Exception):
    """Base of every refusal. `status` is the HTTP status, `sentence` what the person reads, `wait` after how many
    seconds it is worth another try, where that is known."""

    status = 400
    wait = 0
    sentence: str = said("That cannot be done.")

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)
        self.sentence = sentence or self.sentence


class NotFound(Refusal):
    status = 404
    sentence = said("There is nothing here under that address.")


class NotAllowed(Refusal):
    status = 403
    sentence = said("Your role does not include this.")


class PetitionIsNotOpen(Refusal):
    status = 409
    sentence = said("This petition is not taking signatures at the moment.")


class TextHasChanged(Refusal):
    status = 409
    sentence = said(
        "The text of the petition, or what you agree to, was changed while you were reading. Nothing has been sent. "
        "Please go back to the petition, read it again, and sign if you still agree."
    )


class LinkIsSpent(Refusal):
    status = 410
    sentence = said(
        "This confirmation link or code is not valid any more. It may have been used, replaced by a newer "
        "letter, or expired after three days. You can sign again to get a new one."
    )


class ReceiptIsUnknown(Refusal):
    status = 404
    sentence = said("We do not know this receipt. Check that every character is there, then try again.")


class TooManyTries(Refusal):
    status = 429
    sentence = said("There were too many tries from your network. Please wait a few minutes and try again.")


class ListIsReadTooFast(Refusal):
    status = 429
    sentence = said("Those were very many pages of this list within a minute. Please wait a moment, then go on.")

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__()


class FormIsStale(Refusal):
    status = 400
    sentence = said("This form is too old or was sent too quickly. Please check it and send it once more.")


class CrossSitePost(Refusal):
    status = 403
    sentence = said("This form was sent from another site, so nothing was done. Please use the form on this site.")


class SecondFactorNeeded(Refusal):
    status = 403
    sentence = said("For this, please confirm with your code again: the last time was more than ten minutes ago.")


class PassphraseIsWrong(Refusal):
    status = 403
    sentence = said("That passphrase does not open this petition's private fields.")


class PassphraseIsNeeded(Refusal):
    status = 403
    sentence = said("The private fields of this petition open only with the organisers' passphrase.")


class PassphraseIsWeak(Refusal):
    status = 422
    sentence = said(
        "That passphrase is too easy to guess. Take 15 characters or more: four or five unrelated words will do."
    )


class PurposeIsNeeded(Refusal):
    status = 422
    sentence = said("Please say what this export is for. The purpose is kept in the audit log.")


class SignInFailed(Refusal):
    status = 403
    sentence = said("The e-mail address, password or code is not right.")


class ChangeIsImpossible(Refusal):
    status = 409
    sentence = said("The signature is not in a state in which that can be done.")


class ServiceIsBusy(Refusal):
    status = 503
    sentence = said("The server is busy. Nothing was lost; please try again in a moment.")


class SiteIsMoving(ServiceIsBusy):
    wait = 60
    sentence = said(
        "This site is being moved to another database. Everything can be read meanwhile, but nothing that you just "
        "sent was stored. Please try again in a few minutes."
    )


class SiteHasMoved(SiteIsMoving):
    sentence = said(
        "This site was just moved to another database, and nothing that you just sent was stored. Please try again in "
        "a few minutes."
    )
