"""Thanks that the town hall may quote without a name: none of those that were said before."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listings', '0008_told_and_digests'),
    ]

    operations = [
        migrations.CreateModel(
            name='Quotation',
            fields=[
                ('thanks', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='quotation', serialize=False, to='listings.thanks')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
