"""Lidar: points cast from a stage."""
