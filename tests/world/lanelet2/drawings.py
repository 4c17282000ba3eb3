"""A small Lanelet2 map as text: two lanes of one way, a bicycle lane beside, one lane that goes on."""

DEGREE = 111319.49079327358  # m; of longitude on the equator, WGS 84


class Drawing:
    """Nodes (x, y), ways and relations, written as OSM; local metres as tags or as degrees near 0, 0."""

    def __init__(self, local=True):
        self.local, self.nodes, self.parts = local, {}, []

    def node(self, x, y):
        return self.nodes.setdefault((x, y), f"{len(self.nodes) + 1}")

    def way(self, name, *points, **tags):
        nodes = "".join(f'<nd ref="{self.node(*point)}"/>' for point in points)
        self.parts.append(f'<way id="{name}">{nodes}{tagged(tags)}</way>')

    def relation(self, name, members, **tags):
        inside = "".join(f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members)
        self.parts.append(f'<relation id="{name}">{inside}{tagged(tags)}</relation>')

    def lanelet(self, name, left, right, rules=(), **tags):
        members = [
            ("way", left, "left"),
            ("way", right, "right"),
            *(("relation", r, "regulatory_element") for r in rules),
        ]
        self.relation(name, members, type="lanelet", **({"subtype": "road"} | tags))

    def text(self):
        nodes = []
        for (x, y), name in self.nodes.items():
            own = tagged({"local_x": x, "local_y": y}) if self.local else ""
            nodes.append(f'<node id="{name}" lat="{y / DEGREE!r}" lon="{x / DEGREE!r}">{own}</node>')
        return '<?xml version="1.0"?>\n<osm version="0.6">\n' + "\n".join([*nodes, *self.parts]) + "\n</osm>\n"


def tagged(tags):
    return "".join(f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in tags.items())


def street(local=True):
    """Lanelets a (left) and b (right) beside each other, c after a, d (bicycles) right of b; o comes against a."""
    drawing = Drawing(local)
    drawing.way("w0", (0, 4), (30, 4), (60, 4), type="line_thin", subtype="dashed")
    drawing.way("w1", (0, 0), (60, 0), type="line_thin", subtype="dashed_solid")
    drawing.way("w2", (60, -4), (0, -4), type="curbstone", subtype="low")  # drawn against the lane
    drawing.way("w3", (0, -6), (60, -6), type="line_thick", subtype="solid")
    drawing.way("w4", (60, 4), (99, 4), type="virtual")
    drawing.way("w5", (60, 0), (99, 0))
    drawing.way("w6", (60, 8), (0, 8), type="road_border")
    drawing.lanelet("a", "w0", "w1", speed_limit="36", one_way="yes")
    drawing.lanelet("b", "w1", "w2", region="de", location="urban")
    drawing.lanelet("c", "w4", "w5", rules=("r",))
    drawing.lanelet("d", "w2", "w3", subtype="bicycle_lane")
    drawing.lanelet("o", "w0", "w6")
    return drawing
