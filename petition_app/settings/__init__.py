"""The settings: what they are called and what they mean (declared), where they are read (environment), and which values
are refused (unsafe)."""

from petition_app.settings.declared import Settings
from petition_app.settings.environment import PREFIX, load_settings
from petition_app.settings.error import SettingError

__all__ = ["PREFIX", "SettingError", "Settings", "load_settings"]
