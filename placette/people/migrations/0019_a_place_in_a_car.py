"""She may also let somebody ask for a place in a neighbour's car for her."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

COVERED = """
CREATE OR REPLACE FUNCTION people_deed_has_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given people_consent;
BEGIN
    -- Whoever takes the consent back waits for this act, or this act finds it taken back.
    SELECT * INTO given FROM people_consent WHERE id = NEW.consent_id FOR SHARE;
    IF given.ended_at IS NOT NULL OR given.holder <> NEW.holder OR NOT (
        (NEW.scope = 'posts' AND given.posts) OR (NEW.scope = 'writes' AND given.writes)
        OR (NEW.scope = 'agrees' AND given.agrees) OR (NEW.scope = 'buys' AND given.buys)%s
    )
    THEN
        RAISE EXCEPTION 'nothing is done without consent' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'nothing_without_consent';
    END IF;
    RETURN NEW;
END $$;
"""
RIDES = " OR (NEW.scope = 'rides' AND given.rides)"


class Migration(migrations.Migration):
    dependencies = [("people", "0018_at_the_end_of_a_take_over")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AlterField(
            "deed",
            "scope",
            models.CharField(choices=[("posts", "Publier et retirer ses annonces"), ("writes", "Répondre aux annonces, lire et écrire ses messages"), ("agrees", "Accepter, refuser, confirmer et remercier"), ("buys", "Acheter à plusieurs, jusqu’au prix auquel elle dit oui"), ("rides", "Demander une place en voiture, et répondre aux voisins qui l’emmènent")], max_length=6),
        ),
        migrations.AddField("consent", "rides", models.BooleanField(db_default=False, default=False)),
        migrations.RemoveConstraint("consent", "a_consent_covers_something"),
        AddConstraintNotValid(
            "consent",
            models.CheckConstraint(
                condition=models.Q(("posts", True), ("writes", True), ("agrees", True), ("buys", True), ("rides", True), _connector="OR"),
                name="a_consent_covers_something",
            ),
        ),
        migrations.RunSQL(COVERED % RIDES, COVERED % ""),
    ]
