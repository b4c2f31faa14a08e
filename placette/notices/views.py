from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from placette.people.models import Person

from . import actions
from .kinds import KINDS
from .mails import read_stop_token
from .models import Notice, Preference

PAGE = 30


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Newest first. One query for the page, one for the counter."""
    before = request.GET.get("avant", "")
    notices = Notice.objects.filter(person=request.user, kind__in=KINDS)  # type: ignore[misc]
    if before.isdecimal() and len(before) < 18:
        notices = notices.filter(pk__lt=int(before))
    rows = list(notices.order_by("-pk")[: PAGE + 1])
    shown = [(row, KINDS[row.kind], KINDS[row.kind].sentence(row.facts)) for row in rows[:PAGE]]
    following = f"?avant={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    return render(request, "notices/inbox.html", {"notices": shown, "following": following})


@login_required
@require_safe
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Seen, and on to what it tells of."""
    notice = get_object_or_404(Notice, pk=notice_id, person=request.user)
    actions.see(request.user, notice.pk)  # type: ignore[arg-type]
    return redirect(notice.url)


@login_required
@require_POST
def see_all(request: HttpRequest) -> HttpResponse:
    actions.see(request.user)  # type: ignore[arg-type]
    return redirect("notices:inbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        for name in KINDS:
            if request.POST.get(name) in Preference.Rhythm.values:
                actions.choose(request.user, name, request.POST[name])  # type: ignore[arg-type]
        return redirect("notices:preferences")
    chosen = dict(Preference.objects.filter(person=request.user).values_list("kind", "email"))  # type: ignore[misc]
    rhythms = [("at_once", _("Tout de suite")), ("daily", _("Une fois par jour")), ("never", _("Jamais"))]
    rows = [(kind, chosen.get(name, kind.rhythm)) for name, kind in KINDS.items()]
    return render(request, "notices/preferences.html", {"rows": rows, "rhythms": rhythms})


@csrf_exempt  # the signed token is the authority; mail programs post here by RFC 8058 without our cookie
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One click unsubscribes; the link alone does nothing and signs nobody in."""
    read = read_stop_token(token)
    person = Person.objects.filter(pk=read[0]).first() if read else None
    if read is None or person is None:
        raise Http404
    rhythm = None
    if request.method == "POST":
        rhythm = Preference.Rhythm.AT_ONCE if request.POST.get("undo") else Preference.Rhythm.NEVER
        actions.choose(person, read[1], rhythm)
    return render(request, "notices/stop.html", {"kind": KINDS[read[1]], "rhythm": rhythm})
