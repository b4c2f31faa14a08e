"""Photos that people upload: checked, turned upright, stripped of EXIF, kept as WebP in a few widths.

A photo is private to those who may see its page. Its address is signed and lives at most two days, so that
serving it needs no query and a copied address dies by itself.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import IO

import pillow_heif
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signing import Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

pillow_heif.register_heif_opener()

LISTING_WIDTHS = (400, 800, 1600)
PORTRAIT_WIDTHS = (96, 256)
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF")
MAX_PIXELS = 60_000_000
DAY = 86_400


class Refused(ValueError):
    """The file is no photo that we take; the message says what to do."""


@dataclass(frozen=True)
class Stored:
    name: str
    width: int
    height: int


def store(upload: IO[bytes], widths: tuple[int, ...] = LISTING_WIDTHS, *, square: bool = False) -> Stored:
    """Keep an uploaded picture. Returns its name (without width) and the size of its largest version, in pixels."""
    picture = _opened(upload)
    if square:
        side = min(picture.size)
        picture = ImageOps.fit(picture, (side, side), centering=(0.5, 0.4))
    name = f"{timezone.now():%Y/%m}/{uuid.uuid4().hex}"
    largest = picture
    for width in sorted(widths, reverse=True):
        version = (
            picture
            if picture.width <= width
            else picture.resize(
                (width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS
            )
        )
        if width == max(widths):
            largest = version
        written = BytesIO()
        version.save(written, "WEBP", quality=80, method=2)  # a fresh file: no EXIF, no GPS, no thumbnail
        default_storage.save(path(name, width), ContentFile(written.getvalue()))
        picture = version
    return Stored(name, largest.width, largest.height)


def check(upload: IO[bytes]) -> None:
    """Raises Refused where this is no photo that we take; leaves the file at its start."""
    _opened(upload)
    upload.seek(0)


def _opened(upload: IO[bytes]) -> Image.Image:
    size = getattr(upload, "size", None)
    if size is not None and size > settings.UPLOAD_MAX_BYTES:
        raise Refused(_("Cette photo est trop lourde : 15 Mo au plus."))
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Refused(_("Cette photo est trop grande : 60 mégapixels au plus."))
            picture.draft("RGB", (max(LISTING_WIDTHS) * 2, max(LISTING_WIDTHS) * 2))
            upright = ImageOps.exif_transpose(picture)
            if upright.mode in {"RGBA", "LA", "PA", "P"}:
                paper = Image.new("RGB", upright.size, "white")
                opaque = upright.convert("RGBA")
                paper.paste(opaque, mask=opaque.getchannel("A"))
                return paper
            return upright.convert("RGB")
    except Refused:
        raise
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        RuntimeError,  # libavif
        EOFError,  # libheif
        Image.DecompressionBombError,
    ):
        raise Refused(
            _("Ce fichier n’est pas une photo lisible. Choisissez une image JPEG, PNG, WebP ou HEIC.")
        ) from None


def url(name: str, width: int | None = None) -> str:
    """Signed address of one version (the smallest portrait width by default); changes once a day, lives two."""
    width = width or PORTRAIT_WIDTHS[-1]
    day = int(timezone.now().timestamp()) // DAY
    return reverse("core:photo", args=[day, _signature(name, width, day), name, width])


def srcset(name: str, widths: tuple[int, ...] = LISTING_WIDTHS) -> str:
    return ", ".join(f"{url(name, width)} {width}w" for width in widths)


def opened(day: int, signature: str, name: str, width: int) -> IO[bytes] | None:
    """The file behind a signed address; None where the signature is wrong, too old, or the file is gone."""
    today = int(timezone.now().timestamp()) // DAY
    if not today - 1 <= day <= today or not constant_time_compare(signature, _signature(name, width, day)):
        return None
    there = path(name, width)
    return default_storage.open(there) if default_storage.exists(there) else None


def delete(name: str) -> None:
    """Every version of it; a width that was never made is no error."""
    for width in LISTING_WIDTHS + PORTRAIT_WIDTHS:
        default_storage.delete(path(name, width))


def delete_at_commit(names: Iterable[str]) -> None:
    """Once what showed them is gone for good. One that resists is logged, and keeps no other."""
    for name in names:
        transaction.on_commit(partial(delete, name), robust=True)


def path(name: str, width: int) -> str:
    """Its name in the storage of files."""
    return f"photos/{name}-{width}.webp"


def _signature(name: str, width: int, day: int) -> str:
    return Signer(salt="placette.core.photos").signature(f"{day}:{name}:{width}")
