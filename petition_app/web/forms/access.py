"""The forms of a new token and a new webhook. Their shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from petition_app.domain.accesstoken import LONGEST_DAYS, LONGEST_NAME, USUAL_DAYS, Scope
from petition_app.domain.webhook import CHOICES, LONGEST_ADDRESS, Happened
from petition_app.web.forms.texts import one_line

SCOPE_WORDS = {
    Scope.TALLIES_READ: _("Read exact figures"),
    Scope.SIGNATORIES_READ: _("Read signatories"),
    Scope.EMPLOYERS_READ: _("Read texts that mean no employer yet"),
    Scope.RESPONSES_WRITE: _("Add what addressees answered"),
    Scope.UPDATES_WRITE: _("Write drafts of updates"),
}
SCOPE_HINTS = {
    Scope.SIGNATORIES_READ.value: _("What the list of signatories shows, never an address or another sealed field."),
    Scope.RESPONSES_WRITE.value: _("The public reads them at once."),
    Scope.UPDATES_WRITE.value: _("Somebody of the team publishes and sends them."),
}
EVENT_WORDS = {
    Happened.RELEASE_PUBLISHED: _("A table is published"),
    Happened.OPENED: _("The petition is opened"),
    Happened.LAUNCHED: _("The petition is launched"),
    Happened.PAUSED: _("The petition is paused"),
    Happened.CLOSED: _("The petition is closed"),
    Happened.DELIVERED: _("The petition is delivered"),
    Happened.UPDATE_PUBLISHED: _("An update is published"),
    Happened.RESPONSE_CHANGED: _("What an addressee answered is changed"),
    Happened.HANDOVER_RECORDED: _("A hand-over in public is noted"),
    Happened.PING: _("A try"),
}


class TokenForm(Form):
    name = StringField(
        _("What is it for?"),
        [
            DataRequired(_("Please give the token a name, so that you know it again.")),
            Length(max=LONGEST_NAME, message=_("Please keep this to %(max)d characters or fewer.")),
        ],
        filters=[one_line],
    )
    scopes = SelectMultipleField(
        _("What may it do?"),
        [InputRequired(_("Please choose what it may do."))],
        choices=[SelectChoice(each.value, words) for each, words in SCOPE_WORDS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    days = IntegerField(
        _("For how many days?"),
        [
            InputRequired(_("Please say for how many days.")),
            NumberRange(1, LONGEST_DAYS, _("It can last from %(min)s to %(max)s days.")),
        ],
        default=USUAL_DAYS,
    )


class WebhookForm(Form):
    url = StringField(
        _("Address"),
        [
            DataRequired(_("Please enter the address that is to be told.")),
            Length(max=LONGEST_ADDRESS, message=_("Please keep this to %(max)d characters or fewer.")),
        ],
        filters=[one_line],
    )
    events = SelectMultipleField(
        _("What is it to be told of?"),
        [InputRequired(_("Please choose what it is to be told of."))],
        choices=[SelectChoice(each.value, EVENT_WORDS[each]) for each in CHOICES],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
