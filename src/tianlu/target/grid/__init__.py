"""The digital grid (数字网格靶向): cells, their features and potential."""
