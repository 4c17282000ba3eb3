"""Writes `lane.onnx`: a network with weights set by hand that keeps its lane and its distance.

It needs the package `onnx`. Yours will come from training; what it takes and gives is the same.
"""

import sys
from pathlib import Path

import onnx
import onnx.parser

POINTS = 32  # of a lane, every 5 m from 20 m behind
INDEX = ", ".join(str(k) for k in range(POINTS))

NETWORK = f"""
<
  ir_version: 10, opset_import: ["" : 21], producer_name: "examples/network.py"
>
lane (
  float[worlds] ego_speed, float[worlds] set_speed, float[worlds] car_body_length, float[worlds] car_body_box_x,
  float[worlds] car_body_wheelbase, float[worlds, 8, {POINTS}, 2] lanes_centre, float[worlds, 8] lanes_seen,
  float[worlds, 16] tracks_present, float[worlds, 16, 2] tracks_xy, float[worlds, 16, 2] tracks_velocity,
  float[worlds, 16, 2] tracks_size
) => (float[worlds] accel, float[worlds] steer)
<
  float[{POINTS}] index = {{{INDEX}}}, int64 first = {{0}}, int64 second = {{1}}, int64[1] behind = {{1}},
  int64[1] last = {{2}}, float never = {{1000000.0}}, float nothing = {{0.0}}, float one = {{1.0}},
  float half = {{0.5}}, float[3] soon = {{0.0, 0.8, 1.6}}, float near = {{8.0}}, float firm = {{1.4}},
  float two = {{2.0}}, float gain = {{1.3}}, float room = {{1.35}}, float least = {{0.3}}, float standing = {{3.0}},
  float gap_time = {{1.8}}, float comfort = {{3.9}}, float four = {{4.0}}, float hardest = {{-8.0}},
  float gentle = {{2.0}}
>
{{
  # the own lane: its points, and which of them are seen
  own = Gather <axis = 1> (lanes_centre, first)
  x = Gather <axis = 2> (own, first)
  y = Gather <axis = 2> (own, second)
  seen = Gather <axis = 1> (lanes_seen, first)
  seen_column = Unsqueeze (seen, behind)
  is_seen = Less (index, seen_column)
  unseen = Where (is_seen, nothing, never)

  # steer so that an arc leads to the lane's point about a second ahead (pure pursuit)
  wish_ahead = Mul (ego_speed, gain)
  ahead = Max (wish_ahead, near)
  ahead_column = Unsqueeze (ahead, behind)
  off_ahead = Sub (x, ahead_column)
  far_ahead = Abs (off_ahead)
  cost = Add (far_ahead, unseen)
  goal = ArgMin <axis = 1, keepdims = 1> (cost)
  goal_x = GatherElements <axis = 1> (x, goal)
  goal_y = GatherElements <axis = 1> (y, goal)
  xx = Mul (goal_x, goal_x)
  yy = Mul (goal_y, goal_y)
  square = Add (xx, yy)
  whole_square = Add (square, one)
  bend = Div (goal_y, whole_square)
  bends = Squeeze (bend, behind)
  twice = Mul (bends, two)
  slope = Mul (twice, car_body_wheelbase)
  steer = Atan (slope)

  # how far each track is to the side of the lane's middle, now and soon
  track_x = Gather <axis = 2> (tracks_xy, first)
  track_y = Gather <axis = 2> (tracks_xy, second)
  along = Gather <axis = 2> (tracks_velocity, first)
  aside = Gather <axis = 2> (tracks_velocity, second)
  length = Gather <axis = 2> (tracks_size, first)
  width = Gather <axis = 2> (tracks_size, second)
  x_row = Unsqueeze (x, behind)
  y_row = Unsqueeze (y, behind)
  unseen_row = Unsqueeze (unseen, behind)
  track_column = Unsqueeze (track_x, last)
  off_points = Sub (track_column, x_row)
  far_points = Abs (off_points)
  point_cost = Add (far_points, unseen_row)
  point = ArgMin <axis = 2, keepdims = 1> (point_cost)
  zeros = Mul (off_points, nothing)
  y_wide = Add (zeros, y_row)
  lane_y_column = GatherElements <axis = 2> (y_wide, point)
  lane_y = Squeeze (lane_y_column, last)
  side = Sub (track_y, lane_y)
  side_column = Unsqueeze (side, last)
  aside_column = Unsqueeze (aside, last)
  drift = Mul (aside_column, soon)
  sides = Add (side_column, drift)
  beside = Abs (sides)
  nearest = ReduceMin <keepdims = 0> (beside, last)
  half_width = Mul (width, half)
  edge = Sub (nearest, half_width)
  in_lane = Less (edge, room)

  # the gap to each that is ahead and in the lane, or comes into it
  half_own = Mul (car_body_length, half)
  front = Add (car_body_box_x, half_own)
  front_column = Unsqueeze (front, behind)
  box_column = Unsqueeze (car_body_box_x, behind)
  half_length = Mul (length, half)
  rear = Sub (track_x, half_length)
  gap = Sub (rear, front_column)
  some_gap = Max (gap, least)
  is_ahead = Greater (track_x, box_column)
  is_there = Greater (tracks_present, half)
  there_ahead = And (is_there, is_ahead)
  leads = And (there_ahead, in_lane)

  # the Intelligent Driver Model (Treiber, Hennecke, Helbing 2000), of whoever asks for the most braking
  speed = Unsqueeze (ego_speed, behind)
  closing = Sub (speed, along)
  dynamic = Mul (speed, closing)
  softly = Div (dynamic, comfort)
  keep = Mul (speed, gap_time)
  wanted = Add (keep, softly)
  positive = Max (wanted, nothing)
  spacing = Add (positive, standing)
  ratio = Div (spacing, some_gap)
  pressed = Mul (ratio, ratio)

  # but no harder than twice what the speeds ask for, and gently where that is little
  too_fast = Max (closing, nothing)
  energy = Mul (too_fast, too_fast)
  needed = Div (energy, some_gap)
  braking = Add (needed, gentle)
  bound = Div (braking, firm)
  enough = Add (bound, one)
  asked = Min (pressed, enough)
  pressure = Where (leads, asked, nothing)
  most = ReduceMax <keepdims = 0> (pressure, behind)
  wish = Max (set_speed, one)
  share = Div (ego_speed, wish)
  fourth = Pow (share, four)
  resistance = Add (fourth, most)
  rest = Sub (one, resistance)
  pull = Mul (rest, firm)
  accel = Max (pull, hardest)
}}
"""


def network() -> onnx.ModelProto:
    """The network, checked by the package that defines what one is."""
    model = onnx.parser.parse_model(NETWORK)
    onnx.checker.check_model(model, full_check=True)
    return model


if __name__ == "__main__":
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "lane.onnx")
    path.write_bytes(network().SerializeToString())
    print(f"{path}: {path.stat().st_size} bytes; aureole drive cut-in --driver {path}")
