"""The organisers' workshop: one module per room."""

from flask import Blueprint

from petition_app.web.organiser import audit, dashboard, exports, petitions, releases, signatories

blueprints: tuple[Blueprint, ...] = (
    petitions.bp,
    dashboard.bp,
    signatories.bp,
    releases.bp,
    exports.bp,
    audit.bp,
)
