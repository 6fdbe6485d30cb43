"""Layers, sizes and names, as the design of the house has them."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.house.tree import files, is_vendored, text

PACKAGE = "petition_app"

# What each layer may import of ours; every layer may import itself.
MAY_IMPORT = {
    "__init__": set(),
    "folders": set(),
    "later": set(),
    "settings": {"domain", "folders"},
    "domain": set(),
    "models": {"domain"},
    "security": {"domain", "folders", "later"},
    "mail": {"domain", "folders"},
    "services": {"domain", "models", "security", "mail", "settings", "folders", "later"},
    "database": {"models", "services.work", "settings", "security.keyring", "writelock", "postgresql"},
    "writelock": {"domain"},
    "postgresql": {"settings"},
    "replicas": {"database", "services.work", "settings"},
    "web": {"domain", "services", "database", "replicas", "settings", "folders", "later"},
    "app": {"domain", "services", "database", "replicas", "settings", "web", "folders", "security", "mail"},
    "cli": {"app", "domain", "services", "database", "replicas", "settings", "migrations", "folders", "writelock"},
    "migrations": {"later"},
}
# Packages of others that a layer must not import: a star stands for any ending.
MUST_NOT_IMPORT = {
    "models": {"flask*", "wtforms"},
    "security": {"flask*", "wtforms", "sqlalchemy"},
    "mail": {"flask*", "wtforms", "sqlalchemy"},
    "services": {"flask*", "wtforms"},
    "web": {"sqlalchemy"},
}
LONGEST_FILE = 300
LONGEST_FUNCTION = 50
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}
KINDS = {"forms.py", "models.py", "views.py", "routes.py"}


def test_each_layer_imports_only_the_layers_it_may():
    wrong = [
        f"{source} imports {target}"
        for source, targets in _imports_of_ours().items()
        for target in targets
        if not _may_import(source, target)
    ]

    assert wrong == []


def test_the_package_itself_imports_nothing():
    # Else importing one rule would import the web framework with it.
    assert list(_imported(Path(PACKAGE, "__init__.py"))) == []


def test_every_module_belongs_to_a_layer():
    assert {_layer(module) for module in _modules()} <= MAY_IMPORT.keys()


def test_the_rules_import_the_standard_library_only():
    foreign = {(module, name) for module, name in _imports_of_others("domain") if name not in sys.stdlib_module_names}

    assert foreign == set()


@pytest.mark.parametrize("layer", MUST_NOT_IMPORT)
def test_a_layer_leaves_the_packages_of_other_layers_alone(layer: str):
    wrong = [(module, name) for module, name in _imports_of_others(layer) if _matches(name, MUST_NOT_IMPORT[layer])]

    assert wrong == []


def test_no_module_imports_itself_through_others():
    try:
        TopologicalSorter(_imports_of_ours()).prepare()
    except CycleError as cycle:
        pytest.fail("A cycle: " + " ← ".join(cycle.args[1]))


def test_imports_stand_at_the_top():
    inside = [f"{path}:{node.lineno}" for path in _python() for node in _imports_inside_functions(_tree(path))]

    assert inside == []


def test_no_file_is_longer_than_a_person_can_keep_in_mind():
    ours = [path for path in files() if path.suffix in {".py", ".html", ".css", ".js"} and not is_vendored(path)]
    lengths = {str(path): len(text(path).splitlines()) for path in [*ours, Path("run")]}

    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen():
    lengths = {
        f"{path}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in _python()
        for function in _functions(_tree(path))
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_file_is_named_for_a_subject():
    nameless = [path for path in files() if NAMELESS & {Path(part).stem.lower() for part in path.parts}]
    kinds = [path for path in files() if path.name in KINDS]

    assert nameless + kinds == []


def _python() -> list[Path]:
    return [*(path for path in files() if path.suffix == ".py"), Path("run")]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(text(path), str(path))


@cache
def _modules() -> dict[str, Path]:
    """The dotted name of each module of the package, without the package's own: `services.work`, `__init__`."""
    found = {}
    for path in files(PACKAGE):
        if path.suffix == ".py":
            parts = path.relative_to(PACKAGE).with_suffix("").parts
            is_package = parts[-1] == "__init__" and len(parts) > 1
            found[".".join(parts[:-1] if is_package else parts)] = path
    return found


def _layer(module: str) -> str:
    return module.split(".")[0]


def _may_import(source: str, target: str) -> bool:
    layer = _layer(source)
    allowed = MAY_IMPORT.get(layer, set()) | {layer, "__init__"}
    return any(target == name or target.startswith(f"{name}.") for name in allowed)


def _imports_of_ours() -> dict[str, set[str]]:
    ours = {}
    for module, path in _modules().items():
        names = (name.removeprefix(f"{PACKAGE}.") for name in _imported(path) if _is_ours(name))
        ours[module] = {_nearest_module(name) for name in names}
    return ours


def _imports_of_others(layer: str) -> Iterator[tuple[str, str]]:
    for module, path in _modules().items():
        if _layer(module) == layer:
            names = {name.split(".")[0] for name in _imported(path) if not _is_ours(name)}
            yield from ((module, name) for name in names)


def _is_ours(name: str) -> bool:
    return name.split(".")[0] == PACKAGE


def _nearest_module(name: str) -> str:
    """`services.work.Work` is in `services.work`; what is in no module is the package's own."""
    while name and name not in _modules():
        name = name.rpartition(".")[0]
    return name or "__init__"


def _imported(path: Path) -> Iterator[str]:
    """Full dotted names; of `from x import y` both may be a module, so it gives `x.y`."""
    package = path.parent.parts
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _imports_inside_functions(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    for function in _functions(tree):
        yield from (node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom))


def _matches(name: str, patterns: set[str]) -> bool:
    return any(name == p or (p.endswith("*") and name.startswith(p[:-1])) for p in patterns)
