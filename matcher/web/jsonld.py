"""A course as JSON-LD in the words of schema.org, safe to stand inside a page."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from catalogue.course import Course, Delivery, PriceLine, Run
from indexer.documents import SAID

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _modes(delivery: Delivery | None) -> list[str]:
    if delivery is None:
        return []
    online = delivery.live_online + delivery.self_paced
    if 0 < online < 100:
        return ["blended"]
    return ["online"] if online else ["onsite"]


def _offers(prices: tuple[PriceLine, ...]) -> Iterator[dict[str, Any]]:
    for line in prices:
        category = "Free" if line.amount == 0 else "Paid"
        yield _filled(
            {
                "@type": "Offer",
                "category": category,
                "price": str(line.amount),
                "priceCurrency": "EUR",
                "description": line.text,
                "eligibleCustomerType": line.for_whom,
            }
        )


def _schedule(run: Run) -> Iterator[dict[str, Any]]:
    for slot in run.slots:
        yield _filled(
            {
                "@type": "Schedule",
                "byDay": f"https://schema.org/{_DAYS[slot.weekday - 1]}" if slot.weekday else None,
                "startTime": slot.start.isoformat(),
                "endTime": slot.end.isoformat(),
                "startDate": run.start.isoformat() if run.start else None,
                "endDate": run.end.isoformat() if run.end else None,
                "repeatFrequency": "P1W",
            }
        )


def _instance(run: Run, hours: Decimal | None) -> dict[str, Any]:
    venue = run.venue
    place = venue and _filled(
        {
            "@type": "Place",
            "name": venue.name,
            "address": _filled(
                {
                    "@type": "PostalAddress",
                    "streetAddress": venue.street,
                    "postalCode": venue.postcode,
                    "addressLocality": venue.municipality,
                    "addressCountry": venue.country,
                }
            ),
        }
    )
    return _filled(
        {
            "@type": "CourseInstance",
            "courseMode": _modes(run.delivery),
            "startDate": run.start.isoformat() if run.start else None,
            "endDate": run.end.isoformat() if run.end else None,
            "location": place,
            "courseSchedule": list(_schedule(run)),
            "courseWorkload": f"PT{hours.normalize():f}H" if hours else None,
            "maximumAttendeeCapacity": run.places,
            "offers": list(_offers(run.prices)),
        }
    )


def course_json_ld(course: Course, url: str) -> Markup:
    """The JSON text. "<", ">" and "&" are written as escapes, so that no text can end the element."""
    hours = course.contact_hours or course.total_hours
    data = _filled(
        {
            "@context": "https://schema.org",
            "@type": "Course",
            "@id": url,
            "name": course.title,
            "description": course.summary or course.content[:500],
            "courseCode": course.id,
            "inLanguage": course.teaching_language or course.text_language,
            "provider": _filled({"@type": "Organization", "name": course.provider.name, "url": course.provider.url}),
            "coursePrerequisites": course.entry_requirements,
            "educationalCredentialAwarded": course.certificate.name if course.certificate else None,
            "teaches": [link.label for link in course.competences if link.origin in SAID],
            "url": course.url,
            "offers": list(_offers(course.prices)),
            "hasCourseInstance": [_instance(run, hours) for run in course.runs],
        }
    )
    text = json.dumps(data, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
