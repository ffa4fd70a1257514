"""The manifests as they were issued: kept beside the plan from the first scan on, so that a change of the county's data
does not change what was signed for.
"""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from tianlu.plan.bags.manifest import Manifest
from tianlu.plan.bags.trouble import refused
from tianlu.plan.rounds.plan import Plan


@dataclass(frozen=True)
class Issued:
    """Manifests, and the digest of the plan that they are of."""

    plan: str
    manifests: tuple[Manifest, ...]


_ISSUED = TypeAdapter(Issued)


def plan_digest(plan: Plan) -> str:
    """64 hex digits; equal for equal plans."""
    return sha256(plan.to_json().encode()).hexdigest()


def write_issued(path: Path, issued: Issued) -> None:
    """The file is there whole or not at all."""
    making = path.with_name(f".tmp-{path.name}")
    with making.open("wb") as file:
        file.write(_ISSUED.dump_json(issued))
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)


def read_issued(path: Path) -> Issued:
    """Raises ProblemsFound where the file is no such thing."""
    try:
        return _ISSUED.validate_json(path.read_bytes())
    except ValidationError as trouble:
        first = trouble.errors()[0]
        raise refused(
            "bad_manifests",
            table="issued manifests",
            field=".".join(map(str, first["loc"])) or None,
            found=first["msg"],
            expected=f"{path.name} as it was written at the first scan",
            expected_zh=f"首次扫描时写入的 {path.name}",
            how_to_fix="Restore the file from a copy.",
            how_to_fix_zh="请用备份恢复该文件。",
        ) from None
