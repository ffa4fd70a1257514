"""The commands of data packages: one is imported when the server has read it, an earlier one is used again."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from tianlu.command.receipt import Accepted, Outcome, Refusal
from tianlu.command.registry import Asks, Call, Kind, Registry
from tianlu.people.roles import DATA_IMPORT
from tianlu.plan import refusals, store, store_packages
from tianlu.plan.store_packages import PackageVersion
from tianlu.plan.tables import PACKAGES

IMPORT, CHOOSE = "data.import_package", "data.choose_package"
STATE_TABLES = (PACKAGES,)
"""What a replay of the chains makes again."""

PackageKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ImportBody(_Body):
    """A package for the county where the command acts. `name` is its file's, with the suffix by which it is read."""

    package: PackageKey
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    name: Annotated[str, StringConstraints(pattern=r"(?i)\.(zip|xlsx)$", max_length=200)]


class ChooseBody(_Body):
    package: PackageKey


def import_package(call: Call[ImportBody]) -> Outcome:
    """It is in use from now on. What a county has already is not kept twice, but comes to be used again."""
    county, body = call.envelope.org, call.body
    same = store_packages.find_same(call.connection, county, body.digest)
    if same is None:
        same = PackageVersion(
            id=body.package,
            county=county,
            number=store_packages.next_number(call.connection, county),
            name=body.name,
            digest=body.digest,
            is_current=False,
            imported_by=call.actor,
            imported_at=call.envelope.made_at,
        )
        store_packages.put_package(call.connection, same)
    store_packages.make_current(call.connection, same.id, county)
    return Accepted({"package": same.id, "number": same.number})


def content_is_there(call: Call[ImportBody], _: Asks) -> Refusal | None:
    missing = store.missing_blobs(call.connection, [call.body.digest])
    return refusals.no_content(missing[0]) if missing else None


def choose_package(call: Call[ChooseBody]) -> Outcome:
    package = store_packages.find_package(call.connection, call.body.package)
    if package is None or package.county != call.envelope.org:
        return refusals.no_such_package(call.envelope.org)
    if package.is_current:
        return refusals.in_use(package.number)
    store_packages.make_current(call.connection, package.id, package.county)
    return Accepted({"package": package.id, "number": package.number})


def register_packages(registry: Registry) -> None:
    """Add the kinds of this room."""
    registry.add(Kind(IMPORT, 1, ImportBody, DATA_IMPORT, import_package, is_open=False, also_needs=content_is_there))
    registry.add(Kind(CHOOSE, 1, ChooseBody, DATA_IMPORT, choose_package))
