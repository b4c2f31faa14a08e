from urllib.robotparser import RobotFileParser

import pytest


@pytest.mark.django_db
def test_robots_find_the_communes_and_leave_the_doors_alone(client, settings):
    rules = RobotFileParser()

    rules.parse(client.get("/robots.txt").content.decode().splitlines())

    assert rules.site_maps() == [f"{settings.SITE_URL}/sitemap.xml"]
    assert rules.can_fetch("*", "/c/31187-fonsorbes/")
    assert not rules.can_fetch("*", "/rejoindre/31187/")
