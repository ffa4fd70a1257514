"""The tables of kept plots: a county's drawing, its plots, and the plot of each of its places."""

from sqlalchemy import Boolean, Column, Float, Integer, String, Table, Text

from tianlu.db.tables import METADATA, UtcDateTime

DRAWINGS = Table(
    "target_drawings",
    METADATA,
    Column("org", String(100), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("tolerance", Float, nullable=False),
    Column("plan", String(100), nullable=False),
    Column("with_visits", Boolean, nullable=False),
    Column("bound", Integer, nullable=False),
    Column("job", String(100), nullable=False),
    Column("note", String(500), nullable=False),
    Column("kept_by", String(100), nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
)
"""A row a county; its version counts the changes of all three tables."""

PLOTS = Table(
    "target_plots",
    METADATA,
    Column("org", String(100), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(100), nullable=False),
    Column("person", String(100), nullable=False),
    Column("unit", String(100), nullable=False),
)

PLOT_PLACES = Table(
    "target_plot_places",
    METADATA,
    Column("org", String(100), primary_key=True),
    Column("place", String(100), primary_key=True),
    Column("plot", Integer, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("neighbours", Text, nullable=False),
    Column("is_locked", Boolean, nullable=False),
)
"""`neighbours`: ids of places, a space between; by them a plot is judged to be in one piece."""

STATE_TABLES = (DRAWINGS, PLOTS, PLOT_PLACES)
"""What a replay of the chains makes again."""
