"""The addresses under `/api/v1/`, its description, and the page that shows it."""

from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

from comparisons.pairs.api.align import AlignView
from comparisons.pairs.api.comparisons import ComparisonViewSet
from comparisons.phrasing.api.families import FamilyViewSet
from comparisons.phrasing.api.passages import PassageViewSet
from comparisons.phrasing.api.where_else import WhereElseView
from config.api.description import DescriptionView
from corpus.notes.api import NoteViewSet
from corpus.texts.api.editions import EditionViewSet
from corpus.texts.api.revisions import RevisionViewSet
from corpus.texts.api.segments import SegmentViewSet
from corpus.texts.api.sources import SourceViewSet
from corpus.works.api import RuleViewSet, WorkViewSet
from jobs.api import JobViewSet

router = DefaultRouter()
router.include_format_suffixes = False  # one address a resource; the API has one format
router.register("works", WorkViewSet, "api-work")
router.register("rules", RuleViewSet, "api-rule")
router.register("editions", EditionViewSet, "api-edition")
router.register("revisions", RevisionViewSet, "api-revision")
router.register("segments", SegmentViewSet, "api-segment")
router.register("sources", SourceViewSet, "api-source")
router.register("notes", NoteViewSet, "api-note")
router.register("comparisons", ComparisonViewSet, "api-comparison")
router.register("passages", PassageViewSet, "api-passage")
router.register("families", FamilyViewSet, "api-family")
router.register("jobs", JobViewSet, "api-job")

urlpatterns = [
    path("align/", AlignView.as_view(), name="api-align"),
    path("where-else/", WhereElseView.as_view(), name="api-where-else"),
    path("schema/", DescriptionView.as_view(), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api/docs.html"),
        name="api-docs",
    ),
    path("", include(router.urls)),
]
