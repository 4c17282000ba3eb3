"""Drawing along a row of a frame: sky, ground, shadows, faces, from their light to what a picture shows."""
