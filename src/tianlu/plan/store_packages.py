"""The rows of data packages: all versions of each county, of which one is in use."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from tianlu.plan.tables import PACKAGES


@dataclass(frozen=True)
class PackageVersion:
    """`number` counts a county's packages from 1; `name` is the file's, `digest` that of its bytes."""

    id: str
    county: str
    number: int
    name: str
    digest: str
    is_current: bool
    imported_by: str
    imported_at: datetime


def find_package(connection: Connection, package: str) -> PackageVersion | None:
    row = connection.execute(select(PACKAGES).where(PACKAGES.c.id == package)).mappings().one_or_none()
    return None if row is None else PackageVersion(**row)


def find_same(connection: Connection, county: str, digest: str) -> PackageVersion | None:
    """The county's package of these very bytes."""
    is_it = (PACKAGES.c.county == county) & (PACKAGES.c.digest == digest)
    row = connection.execute(select(PACKAGES).where(is_it)).mappings().one_or_none()
    return None if row is None else PackageVersion(**row)


def list_current(connection: Connection) -> list[PackageVersion]:
    """The one in use of each county, by its code."""
    query = select(PACKAGES).where(PACKAGES.c.is_current.is_(True)).order_by(PACKAGES.c.county)
    return [PackageVersion(**row) for row in connection.execute(query).mappings()]


def list_versions(connection: Connection, county: str) -> list[PackageVersion]:
    """Newest first."""
    query = select(PACKAGES).where(PACKAGES.c.county == county).order_by(PACKAGES.c.number.desc())
    return [PackageVersion(**row) for row in connection.execute(query).mappings()]


def next_number(connection: Connection, county: str) -> int:
    newest = select(func.max(PACKAGES.c.number)).where(PACKAGES.c.county == county)
    return (connection.execute(newest).scalar_one_or_none() or 0) + 1


def put_package(connection: Connection, package: PackageVersion) -> None:
    connection.execute(insert(PACKAGES).values(**package.__dict__))


def make_current(connection: Connection, package: str, county: str) -> None:
    """That one and no other of its county."""
    connection.execute(update(PACKAGES).where(PACKAGES.c.county == county).values(is_current=PACKAGES.c.id == package))
