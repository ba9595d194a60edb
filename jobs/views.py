"""The pages of long work: one job as it goes, and the list of one's own.

Whoever has a job's address may look at it: the address cannot be guessed, and a comparison that two people asked for is
one job. Calling it off, and asking again, is for those whom `Job.may_be_changed_by` names.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from jobs import queue
from jobs.models import Job

A_PAGE = 30


def _context(request: HttpRequest, job: Job) -> dict[str, object]:
    stays = request.GET.get("stays") == "1"
    return {"job": job, "may_change": job.may_be_changed_by(request.user), "stays": stays}


@require_GET
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page, or for htmx the part of it that changes."""
    part = request.headers.get("HX-Request") == "true"
    found = get_object_or_404(Job.objects.select_related("created_by"), pk=pk)
    response = render(request, "jobs/_job.html" if part else "jobs/job.html", _context(request, found))
    if part and request.GET.get("stays") == "1" and not found.is_live:
        response["HX-Refresh"] = "true"  # the page around it has the result, or says why there is none
    response["Cache-Control"] = "no-store"
    response["Vary"] = "HX-Request, Cookie"
    return response


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _change(request, pk, queue.cancel)


@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _change(request, pk, queue.retry)


def _change(request: HttpRequest, pk: UUID, change) -> HttpResponse:  # type: ignore[no-untyped-def]
    found = get_object_or_404(Job, pk=pk)
    if not found.may_be_changed_by(request.user):
        messages.error(request, "Somebody else asked for this, so only they can call it off or try it again.")
        return redirect(found)
    try:
        found = change(found)
    except queue.NotOver as error:
        messages.error(request, str(error))
    return redirect(found)


@require_GET
@login_required
def my_jobs(request: HttpRequest) -> HttpResponse:
    page = Paginator(Job.objects.asked_by(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/jobs.html", {"page": page})
