"""What a campaign changed (营销活动增量): who was asked by lot and who was not, and whom to ask first next time."""
