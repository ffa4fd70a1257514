"""How evenly work is shared among kept plots."""

from collections.abc import Mapping

from tianlu.target.plots.kept.model import Drawing

ROUNDING = 1e-9


def seconds_of(drawing: Drawing, plot_of: Mapping[str, int]) -> dict[int, int]:
    """What each plot takes a week, if places are in these plots."""
    seconds = dict.fromkeys(sorted(drawing.plot), 0)
    for each in drawing.places:
        seconds[plot_of[each.place]] += each.seconds
    return seconds


def shares_of(drawing: Drawing, plot_of: Mapping[str, int]) -> dict[int, float]:
    """The same as shares of the mean; 1 each where there is nothing to do."""
    seconds = seconds_of(drawing, plot_of)
    mean = sum(seconds.values()) / len(seconds)
    return {plot: spent / mean if mean else 1.0 for plot, spent in seconds.items()}


def uneven_plots(drawing: Drawing, plot_of: Mapping[str, int]) -> list[int]:
    """The plots whose share is off the mean by more than the tolerance."""
    shares = shares_of(drawing, plot_of)
    return [plot for plot, share in shares.items() if abs(share - 1) > drawing.tolerance + ROUNDING]
