"""The documentation tells of everything that can be typed."""

from __future__ import annotations

from pathlib import Path

from photoclip.query.fields import FIELDS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_query_language_page_names_every_field_with_an_example_that_is_understood():
    from photoclip.query.parser import parse

    page = (DOCS / "query-language.md").read_text("utf-8")
    for field in FIELDS:
        assert f"`{field.example}`" in page or f"`{field.name}:" in page, field.name
        assert parse(field.example) is not None


def test_the_training_page_names_every_preset_and_every_value_of_a_run():
    from photoclip.runs import PRESETS, RunConfig

    page = (DOCS / "training.md").read_text("utf-8")
    for name in PRESETS:
        assert f"| `{name}` |" in page
    for table, field in RunConfig.model_fields.items():
        assert f"`[{table}]`" in page
        for value in field.annotation.model_fields:
            assert f"`{value}`" in page, f"{table}.{value}"
