"""What the commands of organisations carry."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from tianlu.people.model import EntityKind, Level

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
MaybeText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Key = Annotated[str, StringConstraints(pattern=r"^[\w.\-]{1,100}$")]
"""An id: letters, digits, `_`, `-` and `.`; no stroke, which divides a path."""
ShortKey = Annotated[str, StringConstraints(pattern=r"^[\w.\-]{1,36}$")]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[+\d][\d \-]{0,38}$|^$")]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NothingBody(_Body):
    """The envelope says it all."""


class AddOrgBody(_Body):
    """A unit below the one where the command acts."""

    id: Key
    level: Level
    name: Text
    name_en: MaybeText = ""
    entity: ShortKey


class ChangeOrgBody(_Body):
    """What is left out stays."""

    name: Text | None = None
    name_en: MaybeText | None = None
    entity: ShortKey | None = None


class MoveOrgBody(_Body):
    """The unit where the command acts, with all below it, comes to lie below `to`."""

    to: Key


class AddEntityBody(_Body):
    id: ShortKey
    kind: EntityKind
    name: Text
    name_en: MaybeText = ""


class AddPersonBody(_Body):
    """Somebody whose home is the unit where the command acts."""

    id: Key
    name: Text
    staff_number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    entity: ShortKey
    phone: Phone = ""
    is_service: bool = False


class ChangePersonBody(_Body):
    """What is left out stays; `home` moves somebody to another unit."""

    person: Key
    name: Text | None = None
    staff_number: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)] | None = None
    entity: ShortKey | None = None
    phone: Phone | None = None
    home: Key | None = None


class PersonBody(_Body):
    person: Key


class GiveGrantBody(_Body):
    """A role at the unit where the command acts."""

    id: ShortKey
    person: Key
    role: Annotated[str, Field(max_length=40)]
    since: date | None = None
    until: date | None = None


class EndGrantBody(_Body):
    id: ShortKey
