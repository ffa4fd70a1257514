"""Bags on buses (交邮联运): manifests, seals, handover scans, the bus company's statement, the split of cost."""
