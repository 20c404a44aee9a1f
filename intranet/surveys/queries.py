"""Read survey waves, replies, results, remarks."""

from .counts import know_how, replies, satisfaction, trips, waves_closed

__all__ = ["know_how", "replies", "satisfaction", "trips", "waves_closed"]
