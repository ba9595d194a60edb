"""The page of a comparison of two, its parts and its panel."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from comparisons.engine.options import Options
from comparisons.engine.version import VERSION
from comparisons.pairs import ends, finding, heading, mine, panel, points, presenting, store
from comparisons.pairs.addresses import View, address, path
from comparisons.pairs.marking import Painter
from comparisons.pairs.models import Comparison
from comparisons.pairs.others import gathered, others
from comparisons.pairs.views.asking import Asked, comparison
from comparisons.pairs.views.reaching import of_two, sides, waiting, waits_for
from corpus.notes.writing import notes_on
from corpus.texts.models import Revision


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
    context |= heading.head(wanted.a, wanted.b, wanted.view, opened)
    context["ticks"] = heading.ticks(opened, wanted.view, context["base"])
    context["find_ticks"] = heading.hits_on_ruler(context["found"], opened)
    context["part_of"] = f"{context['base']}?{wanted.view.query(change=0, part=-1)}&block="
    context["points_text"] = points.write(wanted.view.points)
    context["hidden"] = heading.ignore_form(wanted.view)
    context["find_hidden"] = [
        (n, v) for n, v in context["kept"] + [("points", points.write(wanted.view.points))] if n != "q" and v
    ]
    response = render(request, "comparison/page.html", context, status=status)
    response["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def last_result(wanted: Asked) -> Comparison | None:
    """What is shown while other options are being computed: the newest result of the same two revisions."""
    ready = Comparison.objects.light().ready().of(wanted.a, wanted.b).filter(engine=VERSION)
    return ready.order_by("-created_at").first()


def view_of(found: Comparison, view: View) -> View:
    """`view` with the options of a result that is there, so that every link of its page leads into that result."""
    options = Options.from_json(found.options)
    return replace(view, ignore=options.ignore, points=options.points, change=0, part=-1, block=-1)


def rows_context(wanted: Asked, opened: store.Opened) -> dict[str, Any]:
    """The rows of the part that the address asks for: that of the chosen change, else that of `part`, else the first."""
    view = wanted.view
    position = min(view.part, opened.parts - 1) if view.part >= 0 else opened.part_of_change(view.change)
    found = search(wanted, opened)
    if found and found.hits and view.part < 0 and not view.change:
        position = opened.part_of_block(opened.row_of(found.hits[0]))
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
            "address": f"{base}?{wanted.view.query(change=0, part=opened.part_of_block(opened.row_of(hit)))}"
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
        "stepper": heading.stepper(view, base, previous, following, place, shown),
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
