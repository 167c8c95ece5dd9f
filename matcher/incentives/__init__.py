"""Incentives: what time and money somebody gets for a course, on a day, and why.

Rules are dated data in packs/; the code here only evaluates them. Courses and the day are arguments.
"""
