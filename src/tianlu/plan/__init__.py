"""三级物流 · 交邮联运 · 普遍服务: the rounds of a county's week, above the universal-service floor.

Floors say what must be kept, lines what the buses can carry, rounds plan the week.
Pure libraries: values in, values out.
"""
