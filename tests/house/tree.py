"""The files of the project: what a commit of everything here would hold."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = frozenset({"data", "dist", "build", "__pycache__"})
BINARY = frozenset({".png", ".ico", ".jpg", ".webp", ".woff", ".woff2", ".ttf", ".mo", ".pdf", ".xlsx"})


def files(*folders: str) -> list[Path]:
    """Paths from the root, sorted; of these folders, or of the whole project."""
    listed = _listed_by_git() or _found_on_disk()
    inside = (path for path in listed if not folders or path.parts[0] in folders)
    return sorted(path for path in inside if (ROOT / path).is_file())


def texts() -> dict[Path, str]:
    """Every file that holds text, vendored ones too."""
    return {path: text(path) for path in files() if path.suffix not in BINARY}


def text(path: Path) -> str:
    return (ROOT / path).read_text("utf-8")


def is_vendored(path: Path) -> bool:
    return "vendor" in path.parts


def _listed_by_git() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return []
    command = [git, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout
    return [Path(os.fsdecode(name)) for name in listed.split(b"\0") if name]


def _found_on_disk() -> list[Path]:
    """Without git, as in an unpacked archive: everything but hidden folders and what the tools leave behind."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
    return [path for path in found if not any(_is_left_behind(part) for part in path.parts)]


def _is_left_behind(part: str) -> bool:
    return part in NOT_OURS or (part.startswith(".") and part not in (".ci", ".gitignore"))
