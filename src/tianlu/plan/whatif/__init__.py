"""What if: a county changed as a scenario says, planned anew and laid beside its week as it is."""
