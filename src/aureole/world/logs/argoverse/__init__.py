"""Argoverse 2: sensor logs and motion-forecasting scenarios, read with pyarrow."""
