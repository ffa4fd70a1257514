"""What customers are worth (客户价值): orders read, then each customer's habits, outlook and next product."""
