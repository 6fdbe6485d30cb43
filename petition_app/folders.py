"""Where templates/, static/ and seeds/ are: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
ROOT = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
SEEDS = ROOT / "seeds"
TRANSLATIONS = _PACKAGE / "translations"
