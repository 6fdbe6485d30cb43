"""The organiser API, for programs that bring a token: exact figures and public fields, never a sealed one."""

from petition_app.web.programs import reading, writing
from petition_app.web.programs.bearers import bp

__all__ = ["bp", "reading", "writing"]
