import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('invitations', '0002_counted_in_the_night'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentList',
            fields=[
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='sent_list', serialize=False, to='invitations.campaign')),
                ('names', models.JSONField()),
                ('columns', models.JSONField()),
                ('rows', models.JSONField()),
            ],
        ),
    ]
