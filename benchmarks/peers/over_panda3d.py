"""The plain scene through Panda3D's software renderer (tinydisplay), in an environment of its own.

    python over_panda3d.py COLUMNS ROWS FRAMES [PICTURE]

Prints frames a second of processor time, one line for each line on its input; a frame is drawn, and its bytes read.
"""

import math
import sys
import time
from typing import Any

from panda3d.core import (  # type: ignore[import-not-found,unused-ignore]
    AmbientLight,
    CardMaker,
    DirectionalLight,
    Fog,
    FrameBufferProperties,
    Geom,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    GeomVertexWriter,
    GraphicsOutput,
    GraphicsPipe,
    PNMImage,
    Texture,
    WindowProperties,
    loadPrcFileData,
)  # fmt: skip
from plain_scene import BOXES, CONES, DASH, DOWN, EYE, FAR, LANES, LINE, PERIOD, ROAD, VIEW

loadPrcFileData("", "load-display p3tinydisplay\naudio-library-name null\nwindow-type offscreen\nsync-video 0\n")
from direct.showbase.ShowBase import ShowBase  # type: ignore[import-not-found,unused-ignore]  # noqa: E402

TEXELS = 512  # of the road's picture, across and along one period


def mesh(quads: list[tuple[list[tuple[float, float, float]], tuple[float, float, float]]], colour: Any) -> Any:
    """Quads with normals and one colour as a node."""
    data = GeomVertexData("quads", GeomVertexFormat.getV3n3c4(), Geom.UHStatic)
    point, normal, paint = (GeomVertexWriter(data, name) for name in ("vertex", "normal", "color"))
    faces = GeomTriangles(Geom.UHStatic)
    for number, (corners, out) in enumerate(quads):
        for corner in corners:
            point.addData3(*corner)
            normal.addData3(*out)
            paint.addData4(*colour, 1.0)
        faces.addVertices(4 * number, 4 * number + 1, 4 * number + 2)
        faces.addVertices(4 * number, 4 * number + 2, 4 * number + 3)
    geom, node = Geom(data), GeomNode("quads")
    geom.addPrimitive(faces)
    node.addGeom(geom)
    return node


def box(size: tuple[float, float, float]) -> list[Any]:
    """The five sides of a box on the ground that can be seen."""
    a, b, h = 0.5 * size[0], 0.5 * size[1], size[2]
    sides: list[Any] = [([(-a, -b, h), (a, -b, h), (a, b, h), (-a, b, h)], (0, 0, 1))]
    for nx, ny in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        x, y = a * nx, b * ny
        sx, sy = -b * ny if nx == 0 else 0.0, b * nx
        if nx == 0:
            sx, sy = -a * ny, 0.0
        sides.append(
            ([(x - sx, y - sy, 0), (x + sx, y + sy, 0), (x + sx, y + sy, h), (x - sx, y - sy, h)], (nx, ny, 0))
        )
    return sides


def cone(height: float) -> list[Any]:
    """A cone of eight sides."""
    found = []
    for k in range(8):
        one, other = math.tau * k / 8, math.tau * (k + 1) / 8
        low = [(0.14 * math.cos(t), 0.14 * math.sin(t), 0.0) for t in (one, other)]
        high = [(0.03 * math.cos(t), 0.03 * math.sin(t), height) for t in (other, one)]
        middle = 0.5 * (one + other)
        found.append(([*low, *high], (math.cos(middle), math.sin(middle), 0.18)))
    return found


def road() -> Any:
    """The picture of one period of the road."""
    image = PNMImage(TEXELS, TEXELS)
    image.fill(0.2, 0.2, 0.21)
    for column in range(TEXELS):
        y = ROAD - 2.0 * ROAD * (column + 0.5) / TEXELS
        for number, lane in enumerate(LANES):
            if abs(y - lane) <= 0.5 * LINE + ROAD / TEXELS:
                share = 1.0 if number in (0, len(LANES) - 1) else DASH / PERIOD
                for row in range(int(TEXELS * share)):
                    image.setXel(column, row, 0.9, 0.9, 0.9)
    texture = Texture("road")
    texture.load(image)
    texture.setWrapU(Texture.WMClamp)
    return texture


def scene(base: Any) -> None:
    """Everything into the world; y is ahead there and x right."""
    for half, level, texture in ((FAR, -0.02, None), (ROAD, 0.0, road())):
        maker = CardMaker("ground")
        maker.setFrame(-half, half, -20.0, FAR)
        maker.setUvRange((0.0, 0.0), (1.0, (FAR + 20.0) / PERIOD))
        ground = base.render.attachNewNode(maker.generate())
        ground.setPosHpr(0, 0, level, 0, -90, 0)
        if texture is None:
            ground.setColor(0.25, 0.38, 0.18, 1)
        else:
            ground.setTexture(texture)
        ground.setLightOff()
    colours = ((0.8, 0.8, 0.82), (0.2, 0.35, 0.7), (0.7, 0.15, 0.12), (0.3, 0.32, 0.34))
    for k, (ahead, left, heading, size) in enumerate(BOXES):
        node = base.render.attachNewNode(mesh(box(size), colours[k % 4]))
        node.setPosHpr(-left, ahead, 0, 90 + math.degrees(heading), 0, 0)
    for ahead, left, height in CONES:
        base.render.attachNewNode(mesh(cone(height), (0.95, 0.4, 0.05))).setPos(-left, ahead, 0)
    sun, sky = DirectionalLight("sun"), AmbientLight("sky")
    sun.setDirection((0.4, 0.5, -1.0))
    sky.setColor((0.45, 0.48, 0.55, 1))
    for light in (sun, sky):
        base.render.setLight(base.render.attachNewNode(light))
    fog = Fog("haze")
    fog.setColor(0.7, 0.8, 0.9)
    fog.setExpDensity(0.0004)
    base.render.setFog(fog)


def main() -> None:
    """Draws as often as it is asked to."""
    columns, rows, frames = (int(word) for word in sys.argv[1:4])
    base = ShowBase(windowType="none")
    base.makeDefaultPipe()
    wanted, size = FrameBufferProperties(), WindowProperties.size(columns, rows)
    wanted.setRgbColor(True)
    wanted.setDepthBits(24)
    buffer = base.graphicsEngine.makeOutput(base.pipe, "eye", 0, wanted, size, GraphicsPipe.BFRefuseWindow)
    picture = Texture("eye")
    buffer.addRenderTexture(picture, GraphicsOutput.RTMCopyRam)
    buffer.setClearColor((0.7, 0.8, 0.9, 1))
    camera = base.makeCamera(buffer)
    camera.node().getLens().setFov(math.degrees(VIEW), math.degrees(2 * math.atan(math.tan(VIEW / 2) * rows / columns)))
    camera.node().getLens().setNearFar(0.3, FAR)
    scene(base)
    camera.setPosHpr(EYE[1], EYE[0], EYE[2], 0, -math.degrees(DOWN), 0)
    base.graphicsEngine.renderFrame()
    if len(sys.argv) > 4:
        picture.write(sys.argv[4])
    print(buffer.getGsg().getPipe().getInterfaceName(), flush=True)
    for _ in sys.stdin:
        started = time.process_time()
        for k in range(frames):
            camera.setPos(EYE[1], EYE[0] + 0.001 * k, EYE[2])
            base.graphicsEngine.renderFrame()
            memoryview(picture.getRamImage())
        print(frames / (time.process_time() - started), flush=True)


main()
