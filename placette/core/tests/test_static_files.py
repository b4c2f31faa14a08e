from django.core.files.base import ContentFile

from placette.core.static_files import Storage


def test_what_vite_has_named_keeps_its_name():
    content = ContentFile(b"x")

    assert Storage().hashed_name("build/main-0FD9Mu8_.js", content) == "build/main-0FD9Mu8_.js"
    assert Storage().hashed_name("core/mark.svg", content) == "core/mark.9dd4e461268c.svg"
