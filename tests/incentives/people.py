"""People whose facts several tests of the incentives start from."""

from typing import Any

# Works full time in Flanders for a medium firm, pays the course; a course of 120 hours that is in the register.
EMPLOYEE: dict[str, Any] = {
    "person.status": "employee",
    "person.education": "middle",
    "person.residence_region": "flanders",
    "person.pop_names_course": False,
    "job.private_cao": True,
    "job.work_region": "flanders",
    "job.occupancy_pct": 100,
    "job.weekly_hours": 38,
    "job.gross_month": 2500,
    "employer.size": "medium",
    "employer.nonprofit": False,
    "employer.site_flanders": True,
    "employer.pays_course": False,
    "employer.proposes_course": False,
    "course.in_incentive_db": True,
    "course.measure": "contact_hours",
    "course.contact_hours": 120,
    "course.price": 900,
    "course.excluded_activity": False,
    "course.bottleneck": False,
    "course.basic_or_secondary": False,
    "course.provider_kmo_reg": True,
    "course.kmo_theme": "other_theme",
    "history.vov_hours_used": 0,
    "history.kmo_used_year": 0,
    "history.cheque_used_year": 0,
    "history.vov_same_course_2024": False,
}
