"""Measurements of the whole product, each beside a floor or a peer in the same run."""
