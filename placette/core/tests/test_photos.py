"""Uploaded pictures: what is taken, what is refused, what is forgotten."""

from io import BytesIO

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from placette.core import photos


def picture(format: str = "JPEG", size: tuple[int, int] = (1200, 800), **more) -> BytesIO:
    written = BytesIO()
    Image.new("RGB", size, "#a8323c").save(written, format, **more)
    written.seek(0)
    return written


def kept(stored: photos.Stored, width: int) -> Image.Image:
    with default_storage.open(f"photos/{stored.name}-{width}.webp") as file:
        return Image.open(BytesIO(file.read()))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF"])
def test_pictures_of_every_phone_are_taken(format):
    stored = photos.store(picture(format))

    assert (stored.width, stored.height) == (1200, 800)
    assert kept(stored, 400).size == (400, 266)


def test_position_and_camera_are_forgotten_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x0110] = "Camera"
    exif.get_ifd(0x8825)[2] = (43.0, 31.0, 0.0)

    stored = photos.store(picture(exif=exif))

    assert (stored.width, stored.height) == (800, 1200)
    for width in photos.LISTING_WIDTHS:
        assert not kept(stored, width).getexif()
        assert "exif" not in kept(stored, width).info


@pytest.mark.parametrize(
    "content",
    [b"this is text", b"", b"\xff\xd8\xff\xe0 broken", b"<svg xmlns='x'><script/></svg>", b"GIF89a"],
)
def test_a_file_that_only_calls_itself_a_picture_is_refused(content):
    with pytest.raises(photos.Refused, match="photo lisible"):
        photos.store(SimpleUploadedFile("photo.jpg", content, "image/jpeg"))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF"])
def test_a_photo_that_was_damaged_on_its_way_is_refused_in_words(format):
    whole = picture(format, (64, 48)).getvalue()
    cut = whole[: len(whole) // 2]
    lost = whole.replace(b"iloc", b"xxxx").replace(b"IHDR", b"xxxx").replace(b"\xff\xd8", b"xx")
    longer = whole.replace(b"mdat\x00", b"mdat\xff")  # HEIC: the picture claims more bytes than there are
    for broken in {cut, lost, longer} - {whole}:
        with pytest.raises(photos.Refused, match="photo lisible"):
            photos.check(BytesIO(broken))


def test_too_heavy_and_too_large_are_refused_in_words(settings):
    settings.UPLOAD_MAX_BYTES = 100
    with pytest.raises(photos.Refused, match="trop lourde"):
        photos.store(SimpleUploadedFile("photo.jpg", picture().getvalue()))
    settings.UPLOAD_MAX_BYTES = 15_000_000
    with pytest.raises(photos.Refused, match="trop grande"):
        photos.store(SimpleUploadedFile("bomb.png", picture("PNG", (9000, 9000)).getvalue()))


def test_an_address_is_signed_and_dies_after_two_days(client):
    stored = photos.store(picture())
    with time_machine.travel("2026-11-23T10:00Z"):
        url = photos.url(stored.name, 400)
        assert b"".join(client.get(url).streaming_content)[8:12] == b"WEBP"
        assert client.get(photos.url(stored.name, 800).replace("-800.", "-1600.")).status_code == 404
    with time_machine.travel("2026-11-24T10:00Z"):
        assert b"".join(client.get(url).streaming_content)[8:12] == b"WEBP"
    with time_machine.travel("2026-11-25T10:00Z"):
        assert client.get(url).status_code == 404
