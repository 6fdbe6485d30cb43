"""Checking a form: its shape and its token, both told to the person in the form itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from flask import request
from wtforms import Form

from petition_app.domain.refusals import FormIsStale
from petition_app.domain.response import Problem
from petition_app.web.tokens import check_form_token


def passes(form: Form, purpose: str, bound_to: str = "", least: timedelta = timedelta()) -> bool:
    """Whether all is well. What is not stands in `form.errors`, for the page that shows the form again."""
    is_well_formed = form.validate()
    try:
        check_form_token(request.form.get("token"), purpose, bound_to, least)
    except FormIsStale as refusal:
        form.form_errors.append(refusal.sentence)
        return False
    return is_well_formed


def fits(form: Form, problems: Collection[Problem]) -> bool:
    """Whether the rules found nothing. What they found is put to its field."""
    for each in problems:
        form[each.field].errors = [*form[each.field].errors, each.sentence]
    return not problems
