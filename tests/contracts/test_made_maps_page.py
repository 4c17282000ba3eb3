"""The page of made maps has every parameter with its ranges."""

from pathlib import Path

from aureole.world.roads.making.parameters import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "made-maps.md").read_text(encoding="utf-8")


def test_every_parameter_of_made_maps_is_on_its_page_with_its_ranges():
    for kind, rows in KINDS.items():
        for name, limits in rows.items():
            unit = f" {limits.unit}" if limits.unit else ""
            kept = f"{limits.kept[0]:g} to {limits.kept[1]:g}{unit}" if limits.kept else ""
            line = f"| `{kind}` | `{name}` | {limits.low:g} to {limits.high:g}{unit} | {limits.step:g} | {kept} |"
            assert line in PAGE
