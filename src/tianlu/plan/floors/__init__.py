"""普遍服务 · 兜底: the standard as dated rules, the obligations that follow from it, and whether a plan keeps them."""
