"""The page « Vie privée » says whom this site asks."""

from django.conf import settings as site


def test_a_geocoder_is_named_where_there_is_one(client, settings, db):
    without = client.get("/confidentialite/").content.decode()
    settings.CONFIGURATION = site.CONFIGURATION.model_copy(
        update={"geocoder_url": "https://data.geopf.fr/geocodage"}
    )

    said = client.get("/confidentialite/").content.decode()

    assert "nous demandons à data.geopf.fr" in said
    assert "nous demandons à" not in without
