"""OpenSCENARIO XML: read once, compiled into tables, played for many worlds at once."""
