"""The static road network as flat tables, stored once and shared by all worlds."""

from typing import Annotated, NamedTuple

from aureole.core.notes import Bool, Float64, Int32


class Road(NamedTuple):
    """Roads, pieces of reference line, lane sections, lanes, widths and marks as tables.

    `*_first` tables have one entry more than their owners: owner i has rows first[i]:first[i+1].
    A cubic is a, b, c, d of a + b·ds + c·ds² + d·ds³ (ASAM OpenDRIVE 1.8 §9–§11). Kernels take this as it is.
    Rows of lanes run from the rightmost (lowest id, as in the file) of a section to the leftmost, the centre included.
    """

    road_length: Annotated[Float64, "roads", "m", "road"]
    road_left_hand: Annotated[Bool, "roads", "-", "-"]
    road_limit: Annotated[Float64, "roads", "m/s", "-"]
    """Speed limit of the road type; infinite where none is given."""
    piece_first: Annotated[Int32, "roads_and_end", "-", "-"]
    piece_s: Annotated[Float64, "pieces", "m", "road"]
    piece_xy: Annotated[Float64, "pieces 2", "m", "world"]
    piece_heading: Annotated[Float64, "pieces", "rad", "world"]
    piece_length: Annotated[Float64, "pieces", "m", "road"]
    piece_way: Annotated[Float64, "pieces 2", "-", "world"]
    """Cosine and sine of the heading, which is that at the start."""
    piece_curvature: Annotated[Float64, "pieces 2", "1/m", "road"]
    """At the start, and its change per metre: linear in arc length, as of lines, arcs and spirals."""
    offset_first: Annotated[Int32, "roads_and_end", "-", "-"]
    offset_s: Annotated[Float64, "offsets", "m", "road"]
    offset_cubic: Annotated[Float64, "offsets 4", "m", "road"]
    """Lane offset: shift of the centre lane from the reference line."""
    elevation_first: Annotated[Int32, "roads_and_end", "-", "-"]
    elevation_s: Annotated[Float64, "elevations", "m", "road"]
    elevation_cubic: Annotated[Float64, "elevations 4", "m", "world"]
    superelevation_first: Annotated[Int32, "roads_and_end", "-", "-"]
    superelevation_s: Annotated[Float64, "superelevations", "m", "road"]
    superelevation_cubic: Annotated[Float64, "superelevations 4", "rad", "road"]
    section_first: Annotated[Int32, "roads_and_end", "-", "-"]
    section_s: Annotated[Float64, "sections", "m", "road"]
    lane_first: Annotated[Int32, "sections_and_end", "-", "-"]
    lane_id: Annotated[Int32, "lanes", "-", "-"]
    lane_kind: Annotated[Int32, "lanes", "-", "-"]
    """`core.kinds.LaneKind`."""
    lane_successor: Annotated[Int32, "lanes", "-", "-"]
    """Row of the lane that goes on at higher s (or over the road link); -1 none."""
    lane_predecessor: Annotated[Int32, "lanes", "-", "-"]
    lane_section: Annotated[Int32, "lanes", "-", "-"]
    lane_even: Annotated[Float64, "lanes 4", "m", "road"]
    """t of the right border, the left one and the middle, if they are the same all along the section; else NaN. And
    how high the lane lies above the road: 0 if that is so all along it, else NaN."""
    width_first: Annotated[Int32, "lanes_and_end", "-", "-"]
    width_s: Annotated[Float64, "widths", "m", "road"]
    """From the start of the section; after a cubic stand the heights of inner and outer border, each with its slope."""
    width_cubic: Annotated[Float64, "widths 8", "m", "road"]
    mark_first: Annotated[Int32, "lanes_and_end", "-", "-"]
    mark_s: Annotated[Float64, "marks", "m", "road"]
    """From the start of the section; a mark lies on the lane's outer border."""
    mark_kind: Annotated[Int32, "marks", "-", "-"]
    """`core.kinds.Mark`."""
    mark_width: Annotated[Float64, "marks", "m", "road"]
    mark_change: Annotated[Int32, "marks", "-", "-"]
    """Bits: 1 may be crossed towards higher lane ids, 2 towards lower ones."""
