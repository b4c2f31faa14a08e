from placette.places.sitemaps import CommuneSitemap, CommunitySitemap


def test_lists_every_commune_and_community(places, django_assert_num_queries):
    with django_assert_num_queries(2):
        communes = CommuneSitemap().items()
        addresses = [commune.get_absolute_url() for commune in communes]
        communities = [community.get_absolute_url() for community in CommunitySitemap().items()]

    assert "/c/31187-fonsorbes/" in addresses
    assert "/communautes/200068641-le-muretain-agglo/" in communities


def test_serves_them_in_parts(places, client):
    index = client.get("/sitemap.xml").content.decode()
    communes = client.get("/sitemap-communes.xml").content.decode()

    assert "/sitemap-communautes.xml</loc>" in index
    assert "/c/31187-fonsorbes/</loc>" in communes
