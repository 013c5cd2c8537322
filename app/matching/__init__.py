"""Vectors to the closest passages of other sources; copies grouped into origins."""

from app.matching.index import Hit, VectorIndex
from app.matching.origins import group_origins
from app.matching.percentile import PercentileScale, sample_scale

__all__ = ["Hit", "PercentileScale", "VectorIndex", "group_origins", "sample_scale"]
