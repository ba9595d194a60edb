"""The page of a comparison of two, its parts, its panel, and what is taken away from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from html import escape
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from comparisons.engine.options import BadOptions, Options
from comparisons.engine.version import VERSION
from comparisons.pairs import ends, finding, mine, panel, presenting, store
from comparisons.pairs.addresses import View, address, end, path
from comparisons.pairs.exports import FORMATS, write
from comparisons.pairs.exports.sides import Compared, Witness
from comparisons.pairs.languages import language_of
from comparisons.pairs.marking import Painter
from comparisons.pairs.models import Comparison
from comparisons.pairs.others import gathered, others
from comparisons.pairs.views.asking import Asked, Moved, asked, comparison, named_in
from corpus.notes.writing import notes_on
from corpus.texts.models import Revision
from jobs.models import Job

Page = Callable[..., HttpResponse]  # takes the request, what it asks for, and what else the address names


def of_two(view: Page) -> Page:
    """Give a view the two texts and the view that the address asks for, or answer with what is wrong."""

    @wraps(view)
    def answered(request: HttpRequest, **parts: Any) -> HttpResponse:
        named = named_in(parts)
        more = {"form": parts["form"]} if "form" in parts else {}
        try:
            wanted = asked(request, named)
            return view(request, wanted, **more)
        except Moved as moved:
            name = request.resolver_match.url_name if request.resolver_match else "comparison"
            query = request.META.get("QUERY_STRING", "")
            arguments = [*end(moved.a), *end(moved.b), *more.values()]
            return redirect(
                reverse(name or "comparison", args=arguments) + (f"?{query}" if query else ""), permanent=True
            )
        except BadOptions as error:
            plain = reverse("comparison", args=[*named[0], *named[1]])
            context = {"why": str(error), "plain": plain}
            return render(request, "comparison/unusable.html", context, status=400)

    return answered


@require_GET
@of_two
def show(request: HttpRequest, wanted: Asked) -> HttpResponse:
    """The whole page; for htmx its next rows, or the panel."""
    found = comparison(wanted, request.user)
    if found.state != Comparison.State.READY:
        last = last_result(wanted)
        if last is None:
            return waiting(request, wanted, found)
        meanwhile = waits_for(request, wanted, found)
        return page_of(request, replace(wanted, view=view_of(last, wanted.view)), last, status=202, **meanwhile)
    if getattr(request, "htmx", False):
        if request.headers.get("HX-Target") == "panel":
            return render(request, "comparison/_panel.html", panel_context(request, wanted, store.opened(found)))
        if request.GET.get("rows"):
            return render(request, "comparison/_rows.html", rows_context(wanted, store.opened(found)))
    store.touch(found)
    mine.visited(request.user, found, request.get_full_path())
    return page_of(request, wanted, found)


def page_of(request: HttpRequest, wanted: Asked, found: Comparison, *, status: int = 200, **more: Any) -> HttpResponse:
    """The whole page of a result that is there."""
    opened = store.opened(found)
    context: dict[str, Any] = more | rows_context(wanted, opened)
    context |= panel_context(request, wanted, opened)
    context |= presenting.head(wanted.a, wanted.b, wanted.view, opened)
    context["ticks"] = presenting.ticks(opened, wanted.view, context["base"])
    context["find_ticks"] = presenting.hits_on_ruler(context["found"], opened.summary["blocks"])
    context["part_of"] = f"{context['base']}?{wanted.view.query(change=0, part=-1)}&block="
    context["points_text"] = _points(wanted.view)
    context["hidden"] = presenting.ignore_form(wanted.view)
    context["find_hidden"] = [(n, v) for n, v in context["kept"] + [("points", _points(wanted.view))] if n != "q" and v]
    response = render(request, "comparison/page.html", context, status=status)
    response["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def _points(view: View) -> str:
    from comparisons.pairs import points

    return points.write(view.points)


def waiting(request: HttpRequest, wanted: Asked, found: Comparison) -> HttpResponse:
    """The comparison is being made: how far it is, and a page that turns into the result."""
    context = waits_for(request, wanted, found) | {"sides": sides(wanted)}
    return render(request, "comparison/waiting.html", context, status=202)


def waits_for(request: HttpRequest, wanted: Asked, found: Comparison) -> dict[str, Any]:
    """The job that makes the comparison, and the person told when it is done."""
    mine.waits(request.user, found, request.get_full_path())
    job = get_object_or_404(Job, pk=found.job)
    return {"job": job, "may_change": job.may_be_changed_by(request.user), "stays": True}


def last_result(wanted: Asked) -> Comparison | None:
    """What is shown while other options are being computed: the newest result of the same two revisions."""
    ready = Comparison.objects.light().ready().of(wanted.a, wanted.b).filter(engine=VERSION)
    return ready.order_by("-created_at").first()


def view_of(found: Comparison, view: View) -> View:
    """`view` with the options of a result that is there, so that every link of its page leads into that result."""
    options = Options.from_json(found.options)
    return replace(view, ignore=options.ignore, points=options.points, change=0, part=-1, block=-1)


def sides(wanted: Asked) -> list[presenting.SideShown]:
    query = wanted.view.query(change=0, part=-1, key="")
    base = path(wanted.a, wanted.b, "choose-text")
    return [
        presenting.side(end, letter, f"{base}?side={letter}&{query}")
        for end, letter in ((wanted.a, "a"), (wanted.b, "b"))
    ]


def rows_context(wanted: Asked, opened: store.Opened) -> dict[str, Any]:
    """The rows of the part that the address asks for: that of the chosen change, else that of `part`, else the first."""
    view = wanted.view
    position = min(view.part, opened.parts - 1) if view.part >= 0 else opened.part_of_change(view.change)
    found = search(wanted, opened)
    if found and found.hits and view.part < 0 and not view.change:
        position = opened.part_of_block(found.hits[0].block)
    if view.block >= 0:
        position = opened.part_of_block(view.block)
    base = path(wanted.a, wanted.b)
    query = view.query(change=0, part=-1)
    painter = Painter(
        escape(f"{base}?{query}{'&' if query else ''}change="),
        view.off,
        view.signs,
        view.change,
        len(opened.guide),
        hits=(found.spans(0), found.spans(1)) if found else ((), ()),
    )
    both = sides(wanted)
    translated = opened.summary["translated"]
    rows = store.part(opened, position) if opened.parts else []
    stretches = presenting.stretches(rows, painter, view, both, translated)
    return {
        "base": base,
        "stretches": stretches,
        "sides": both,
        "found": found,
        "found_list": found_list(found, opened, wanted) if found else [],
        "translated": translated,
        "part": position,
        "parts": opened.parts,
        "previous_part": f"{base}?{view.query(change=0, part=position - 1)}" if position > 0 else "",
        "next_part": f"{base}?{view.query(change=0, part=position + 1)}" if position + 1 < opened.parts else "",
    }


def search(wanted: Asked, opened: store.Opened) -> finding.Found | None:
    """The places of the words that are searched for: this alone reads both texts. Three queries."""
    if not wanted.view.find:
        return None
    return finding.find(wanted.view.find, store.whole(opened.comparison), *ends.texts(wanted.a, wanted.b))


def found_list(found: finding.Found, opened: store.Opened, wanted: Asked) -> list[dict[str, Any]]:
    base = path(wanted.a, wanted.b)
    return [
        {
            "hit": hit,
            "siglum": ends.siglum((wanted.a, wanted.b)[hit.side]),
            "address": f"{base}?{wanted.view.query(change=0, part=opened.part_of_block(hit.block))}"
            f"#hit-{'ab'[hit.side]}-{hit.begin}",
        }
        for hit in found.hits[:60]
    ]


def panel_context(request: HttpRequest, wanted: Asked, opened: store.Opened) -> dict[str, Any]:
    """The chosen change, its notes, and where its place in the other editions is asked for."""
    view, base = wanted.view, path(wanted.a, wanted.b)
    number = view.change if 0 < view.change <= len(opened.guide) else 0
    previous, following, place = opened.guide.beside(number, view.off)
    shown = int(opened.guide.shown(view.off).sum())
    chosen = None
    if number:
        block = int(opened.guide.block[number - 1])
        rows = store.part(opened, opened.part_of_block(block))
        chosen = next(
            (c for row in rows if row.block == block and row.elsewhere < 0 and (c := panel.chosen(row, number))), None
        )
    context: dict[str, Any] = {
        "base": base,
        "sides": sides(wanted),
        "chosen": chosen,
        "total": len(opened.guide),
        "translated": opened.summary["translated"],
        "ignored_total": int(opened.guide.ignored.sum()),
        "stepper": presenting.stepper(view, base, previous, following, place, shown),
        "view": view,
    }
    if chosen:
        if isinstance(wanted.a, Revision) or isinstance(wanted.b, Revision):
            context["others_address"] = f"{path(wanted.a, wanted.b, 'others')}?{view.query(part=-1, find='')}"
            context["report_address"] = f"{path(wanted.a, wanted.b, 'report')}?{view.query(part=-1, find='')}"
        context["notes"] = notes_at(request, wanted, chosen)
    return context


def notes_at(request: HttpRequest, wanted: Asked, chosen: panel.Chosen) -> list[dict[str, Any]]:
    """The notes whose places touch the change, on either side."""
    found: dict[int, dict[str, Any]] = {}
    for revision, reading in ((wanted.a, chosen.a), (wanted.b, chosen.b)):
        if not isinstance(revision, Revision):
            continue
        touching = notes_on(revision, request.user).filter(
            targets__begin__lte=reading.end, targets__end__gte=reading.begin, targets__revision=revision
        )
        for note in touching:
            found.setdefault(note.pk, {"note": note, "siglum": revision.edition.siglum})
    return list(found.values())


@require_GET
@of_two
def other_editions(request: HttpRequest, wanted: Asked) -> HttpResponse:
    """The same place in the work's other editions: a part for the panel, and a page of its own without script."""
    found = comparison(wanted, request.user)
    if found.state != Comparison.State.READY:
        return redirect(address(wanted.a, wanted.b, wanted.view))
    opened = store.opened(found)
    context = panel_context(request, wanted, opened)
    if not context["chosen"]:
        raise Http404("There is no such change in this comparison.")
    context["others"] = gathered(others(wanted.a, wanted.b, context["chosen"], request.user))
    context["back"] = address(wanted.a, wanted.b, wanted.view)
    name = "comparison/_others.html" if getattr(request, "htmx", False) else "comparison/others.html"
    return render(request, name, context)


@require_GET
@of_two
def export(request: HttpRequest, wanted: Asked, *, form: str) -> HttpResponse:
    """The comparison in one of the forms in which it can be taken away, as an attachment."""
    if form not in FORMATS:
        raise Http404(f"“{form}” is no form of export.")
    found = comparison(wanted, request.user)
    if found.state != Comparison.State.READY:
        return waiting(request, wanted, found)
    _, media_type, ending = FORMATS[form]
    response = HttpResponse(write(compared(request, wanted, found), form), content_type=media_type)
    name = f"{ends.file_name(wanted.a)}-{ends.file_name(wanted.b)}.{ending}"
    response.headers["Content-Disposition"] = _attachment(name)
    return response


def _attachment(name: str) -> str:
    from urllib.parse import quote

    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def compared(request: HttpRequest, wanted: Asked, found: Comparison) -> Compared:
    both = wanted.a, wanted.b
    first, second = (
        Witness(
            text,
            ends.siglum(end),
            title=ends.full_title(end),
            revision=end.number if isinstance(end, Revision) else None,
            address=request.build_absolute_uri(end.get_absolute_url()) if isinstance(end, Revision) else "",
            notice=ends.notice(end),
            citation=ends.citation(end),
            language=language_of(end),
        )
        for end, text in zip(both, ends.texts(*both), strict=True)
    )
    return Compared(store.whole(found), first, second)


@require_POST
@of_two
def cite(request: HttpRequest, wanted: Asked) -> HttpResponse:
    """Take a citation: from now on the result is kept for ever, under its key."""
    found = comparison(wanted, request.user)
    if found.state == Comparison.State.READY:
        try:
            store.cite(found, request.user)
        except store.SignInToCite as error:
            messages.error(request, str(error))
            return redirect(address(wanted.a, wanted.b, wanted.view))
    where = request.build_absolute_uri(address(wanted.a, wanted.b, wanted.view, key=found.key, part=-1))
    context = {
        "where": where,
        "words": f"{ends.citation(wanted.a)}, compared with {ends.citation(wanted.b)}",
        "engine": found.engine,
        "back": address(wanted.a, wanted.b, wanted.view),
        "sides": sides(wanted),
    }
    name = "comparison/_citation.html" if getattr(request, "htmx", False) else "comparison/citation.html"
    return render(request, name, context)
