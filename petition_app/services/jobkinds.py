"""What the worker does for each kind of job."""

from __future__ import annotations

from collections.abc import Mapping

from petition_app.domain.job import JobKind
from petition_app.services.jobs import Step

STEPS: Mapping[JobKind, Step] = {}
