"""The organisers' workshop: one module per room."""

from flask import Blueprint

from petition_app.web.organiser import (
    audit,
    charts,
    dashboard,
    employer_pages,
    employers,
    exports,
    headcounts,
    jobs,
    petitions,
    press,
    releases,
    responses,
    signatories,
)

blueprints: tuple[Blueprint, ...] = (
    petitions.bp,
    dashboard.bp,
    charts.bp,
    signatories.bp,
    releases.bp,
    press.bp,
    responses.bp,
    employers.bp,
    employer_pages.bp,
    headcounts.bp,
    exports.bp,
    jobs.bp,
    audit.bp,
)
