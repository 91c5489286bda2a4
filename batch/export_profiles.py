"""Profiles of export: which columns another system takes, as data files (TOML).

A profile names a format (csv, json, xlsx) and its sheets. A sheet has a line per indicator row or per position, and
columns that say what they take: the first filled one of some columns ``from``, a ``setting`` that the user gives, or a
fixed ``value``. Rows may be nested in groups: then the sheet's columns describe the group, and ``items`` its list.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..schema.errors import UsageError

FOLDER = Path(__file__).parent / "profiles"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)


class ExportColumn(_Part):
    """A column: where its value is from, and what the other system demands of it.

    ``only`` lets a row give its value only where the named columns hold one of these texts ("" is empty). ``longest``
    is in characters; what is longer is reported, never cut. ``by`` makes of a value an object with one entry,
    named by that column's value (``{"2024": "85"}``).
    """

    name: str
    source: tuple[str, ...] = Field((), alias="from")
    setting: str | None = None
    value: str | None = None
    type: Literal["text", "integer"] = "text"
    only: dict[str, tuple[str, ...]] = {}
    longest: int | None = None
    by: str | None = None


class Items(_Part):
    """What a group's list holds."""

    name: str
    columns: tuple[ExportColumn, ...]


class Sheet(_Part):
    """A table of the export; rows that lack one of the columns it ``needs`` are left out and counted."""

    name: str
    of: Literal["rows", "positions"]
    columns: tuple[ExportColumn, ...]
    needs: tuple[str, ...] = ()
    items: Items | None = None


class Meaning(_Part):
    """What the profile is for, in both languages."""

    en: str
    id: str


class Profile(_Part):
    """A profile; ``forms`` are the kinds of decrees that it takes."""

    meaning: Meaning
    format: Literal["csv", "json", "xlsx"]
    forms: tuple[str, ...] = ("iki", "iku", "pk")
    sheets: tuple[Sheet, ...] = Field(min_length=1)

    @property
    def settings(self) -> list[str]:
        """Names of what the user may set."""
        columns = (c for sheet in self.sheets for c in (*sheet.columns, *(sheet.items or _NONE).columns))
        return list(dict.fromkeys(column.setting for column in columns if column.setting))


_NONE = Items(name="", columns=())


def profile_names() -> list[str]:
    """Names of the profiles that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load_profile(name: str) -> Profile:
    """A profile that comes with the program, or of a file.

    Raises:
        UsageError: there is none of that name, or the file is no profile.
    """
    path = Path(name) if name.endswith(".toml") else FOLDER / f"{name}.toml"
    if not path.is_file():
        raise UsageError(
            f"there is no profile {name!r}",
            remedy=f"Use one of {', '.join(profile_names())}, or give a file that ends in .toml",
        )
    try:
        profile = Profile.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"the profile cannot be read ({error})", file=str(path)) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(
            f"the profile is wrong at {where}: {first['msg']}",
            file=str(path),
            remedy=f"Compare it with those in {FOLDER}",
        ) from error
    if profile.format != "xlsx" and len(profile.sheets) > 1:
        raise UsageError(
            f"a profile for {profile.format} has one sheet",
            file=str(path),
            remedy="Use xlsx, or a profile for each",
        )
    return profile
