"""Whether plots are in one piece each, by the places that border each other."""

from collections.abc import Collection, Mapping


def members_of(plot_of: Mapping[str, int]) -> dict[int, set[str]]:
    """The places of each plot that has any."""
    members: dict[int, set[str]] = {}
    for place, plot in plot_of.items():
        members.setdefault(plot, set()).add(place)
    return members


def torn_plots(plot_of: Mapping[str, int], neighbours: Mapping[str, Collection[str]]) -> list[int]:
    """The plots that are in several pieces, by number."""
    return sorted(plot for plot, places in members_of(plot_of).items() if not _is_whole(places, neighbours))


def _is_whole(places: set[str], neighbours: Mapping[str, Collection[str]]) -> bool:
    reached = {min(places)}
    waiting = list(reached)
    while waiting:
        new = (set(neighbours[waiting.pop()]) & places) - reached
        reached |= new
        waiting += new
    return reached == places
