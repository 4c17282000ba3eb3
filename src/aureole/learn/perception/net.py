"""The network of perception in torch: one stem for all eyes, heat in each picture, lanes and ground looked up."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from aureole.drivers.perception.eyes import RAYS
from aureole.drivers.perception.table import (
    FACTS,
    FIELDS,
    HEAT,
    HEIGHTS,
    OCCUPIED,
    OFFSETS,
    STATION,
    STATIONS,
)

FINE, CELLS, WIDE, DEEP, FUSED = 16, 32, 48, 80, 32  # channels at strides 2, 4, 8, 16, and of what is made of them
GROUND, LANE, ALONG, HOT = 12, 24, 64, 64
TOLD = 64  # channels of the last layer, HEAT + FIELDS and some that nobody reads: a multiple of 16 is quicker
COLD = -4.0  # logit that heat begins with: few cells are the middle of something


def block(into: int, out: int, stride: int = 1) -> nn.Sequential:
    """A convolution of three by three, normalised, above zero."""
    return nn.Sequential(
        nn.Conv2d(into, out, 3, stride, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU(inplace=True)
    )  # fmt: skip


def mixed(into: int, out: int) -> nn.Sequential:
    """The same of one pixel alone."""
    return nn.Sequential(nn.Conv2d(into, out, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU(inplace=True))


def placing(out: int) -> nn.Conv2d:
    """What is added to features by where their cells look."""
    return nn.Conv2d(RAYS, out, 1, bias=False)


class Stem(nn.Module):
    """From a picture to features at stride 2, and at stride 4 with what is around in them."""

    def __init__(self) -> None:
        super().__init__()
        self.fine, self.cells = block(3, FINE, 2), block(FINE, CELLS, 2)
        self.where, self.looks, self.wide = placing(CELLS), block(CELLS, CELLS), block(CELLS, WIDE, 2)
        self.around, self.deep = block(WIDE, WIDE), block(WIDE, DEEP, 2)
        self.far = block(DEEP, DEEP)
        self.from_deep, self.from_wide = mixed(DEEP, WIDE), mixed(WIDE, CELLS)
        self.detail, self.fused = nn.Conv2d(FINE, CELLS, 2, 2, bias=False), block(CELLS, FUSED)

    def forward(self, pictures: Tensor, rays: Tensor) -> tuple[Tensor, Tensor]:
        """Pictures (n, 3, rows, columns) from -1 to 1, rays (n, RAYS, rows/4, columns/4)."""
        fine = self.fine(pictures)
        cells = self.cells(fine)
        cells = cells + self.looks(cells + self.where(rays))
        wide = self.wide(cells)
        wide = wide + self.around(wide)
        deep = self.deep(wide)
        deep = deep + self.far(deep)
        wide = wide + functional.interpolate(self.from_deep(deep), scale_factor=2.0, mode="nearest")
        cells = cells + functional.interpolate(self.from_wide(wide), scale_factor=2.0, mode="nearest")
        return fine, self.fused(cells + self.detail(fine))


class Lanes(nn.Module):
    """From features on the straightened grid to borders at each station, and to what is true of the place."""

    def __init__(self) -> None:
        super().__init__()
        self.near = nn.Sequential(block(FUSED + FINE + 1, LANE), block(LANE, LANE))
        self.along = nn.Sequential(
            nn.Conv1d(LANE * len(OFFSETS), ALONG, 3, 1, 1), nn.ReLU(inplace=True),
            nn.Conv1d(ALONG, ALONG, 5, 1, 2), nn.ReLU(inplace=True), nn.Conv1d(ALONG, ALONG, 5, 1, 2),
            nn.ReLU(inplace=True),
        )  # fmt: skip
        self.station = nn.Conv1d(ALONG, STATION, 1)
        self.facts = nn.Sequential(
            nn.Linear(ALONG * len(STATIONS), 64), nn.ReLU(inplace=True), nn.Linear(64, FACTS)
        )  # fmt: skip
        with torch.no_grad():
            self.station.weight.mul_(0.3)
            self.station.bias.copy_(torch.tensor([1.7, -1.7, 0.0]))

    def forward(self, looked_up: Tensor) -> tuple[Tensor, Tensor]:
        """Features (n, channels, stations, offsets)."""
        near = self.near(looked_up)
        flat = near.permute(0, 1, 3, 2).reshape(near.shape[0], LANE * len(OFFSETS), len(STATIONS))
        along = self.along(flat)
        return self.station(along).permute(0, 2, 1), self.facts(along.flatten(1))


class Net(nn.Module):
    """The whole; inputs and outputs as of `drivers.perception.table`, with an axis of worlds before them."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.lanes = Stem(), Lanes()
        self.heat = nn.Sequential(block(FUSED, HOT), nn.Conv2d(HOT, TOLD, 1))
        self.where = placing(FUSED)
        self.low = nn.Conv2d(FUSED, GROUND, 1)
        self.ground = nn.Sequential(
            block((GROUND + 1) * len(HEIGHTS), GROUND), block(GROUND, GROUND), nn.Conv2d(GROUND, OCCUPIED, 1)
        )  # fmt: skip
        with torch.no_grad():
            last = self.heat[1]
            assert isinstance(last, nn.Conv2d) and last.bias is not None  # noqa: S101, PT018  # for the type checker
            last.bias[:HEAT] = COLD

    def forward(
        self, images: Tensor, rays: Tensor, lane_grid: Tensor, lane_known: Tensor, ground_grid: Tensor,
        ground_known: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
        """Heat, fields, lane, facts, occupied."""
        eyes = images.shape[1]
        fine, cells = self.features(images, rays)
        things, lane = self.things(cells, rays), self.lane((fine, cells), eyes, lane_grid, lane_known)
        return *things, *lane, self.occupied(cells, eyes, ground_grid, ground_known)

    def features(self, images: Tensor, rays: Tensor) -> tuple[Tensor, Tensor]:
        """Those of all eyes of all worlds, at strides 2 and 4; roots, for there is little light at night."""
        light = images.flatten(0, 1).permute(0, 3, 1, 2).float() * (1.0 / 255.0)
        found: tuple[Tensor, Tensor] = self.stem(2.0 * light.sqrt() - 1.0, rays.flatten(0, 1))
        return found

    def things(self, cells: Tensor, rays: Tensor) -> tuple[Tensor, Tensor]:
        """Heat and fields of each eye."""
        told = self.heat(cells + self.where(rays.flatten(0, 1)))
        told = told.reshape(*rays.shape[:2], *told.shape[1:])
        return told[:, :, :HEAT], told[:, :, HEAT : HEAT + FIELDS]

    def lane(self, features: tuple[Tensor, Tensor], eyes: int, grid: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
        """Borders of the own lane, and facts."""
        fine, cells = features
        known = known[:, None]
        looked = torch.cat((looked_up(cells, eyes, grid), looked_up(fine, eyes, grid)), dim=1) * known
        found: tuple[Tensor, Tensor] = self.lanes(torch.cat((looked, known), dim=1))
        return found

    def occupied(self, cells: Tensor, eyes: int, grid: Tensor, known: Tensor) -> Tensor:
        """What cells of the ground hold."""
        low, parts = self.low(cells), []
        for k in range(len(HEIGHTS)):
            there = known[:, k : k + 1]
            parts += [looked_up(low, eyes, grid[:, k]) * there, there]
        found: Tensor = self.ground(torch.cat(parts, dim=1))
        return found


def looked_up(features: Tensor, eyes: int, grid: Tensor) -> Tensor:
    """Features (worlds * eyes, channels, rows, columns) at places (worlds, h, w, 2) of the eyes under each other."""
    channels, rows, columns = features.shape[1:]
    under = features.reshape(-1, eyes, channels, rows, columns).permute(0, 2, 1, 3, 4)
    under = under.reshape(-1, channels, eyes * rows, columns)
    return functional.grid_sample(under, grid, mode="bilinear", padding_mode="border", align_corners=False)


def weights_of(net: nn.Module) -> int:
    """How many numbers are learned."""
    return sum(part.numel() for part in net.parameters())
