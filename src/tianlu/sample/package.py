"""A county's package as one zip, byte for byte the same for the same county."""

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from tianlu.files.write_package import write_package
from tianlu.plan.county import County

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the zip: a zip knows no earlier one."""


def write_zip(county: County, folder: Path) -> Path:
    """Writes `CODE.zip` into the folder."""
    path = folder / f"{county.code}.zip"
    with TemporaryDirectory() as unpacked, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        write_package(county, unpacked)
        for file in sorted(Path(unpacked).rglob("*")):
            if file.is_file():
                member = zipfile.ZipInfo(file.relative_to(unpacked).as_posix(), LONG_AGO)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.external_attr = 0o644 << 16
                archive.writestr(member, file.read_bytes())
    return path
