"""Money as whole fen."""


def yuan(fen: int) -> str:
    """Fen as people read it: `¥48,210.50`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def fen_of(per_unit_fen: int, amount: int, unit: int) -> int:
    """Price of `amount` when one `unit` costs `per_unit_fen`, rounded half up to the fen."""
    return (2 * per_unit_fen * amount + unit) // (2 * unit)
