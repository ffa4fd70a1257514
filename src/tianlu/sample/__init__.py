"""The sample province, Qinghai: one data package a county, and the script that builds them from open sources.

Names and codes are real; whatever no open source has is derived, and says so on its row.
"""
