from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('invitations', '0001_invitations'),
    ]

    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '5s'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='campaign',
            name='counted',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
