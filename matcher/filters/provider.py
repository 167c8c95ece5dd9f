"""Kind of provider: public centre, adult education, private, and so on."""

from catalogue.course import ProviderKind
from catalogue.messages import message
from matcher.filters.base import Filter, Group, has, plain

LABELS = {
    ProviderKind.PUBLIC_CENTRE: message("filter.provider.public_centre"),
    ProviderKind.ADULT_EDUCATION: message("filter.provider.adult_education"),
    ProviderKind.BASIC_EDUCATION: message("filter.provider.basic_education"),
    ProviderKind.ENTREPRENEUR_TRAINING: message("filter.provider.entrepreneur_training"),
    ProviderKind.UNIVERSITY_COLLEGE: message("filter.provider.university_college"),
    ProviderKind.UNIVERSITY: message("filter.provider.university"),
    ProviderKind.SECTOR_FUND: message("filter.provider.sector_fund"),
    ProviderKind.TALENT_HOUSE: message("filter.provider.talent_house"),
    ProviderKind.NON_PROFIT: message("filter.provider.non_profit"),
    ProviderKind.PRIVATE: message("filter.provider.private"),
    ProviderKind.WEB: message("filter.provider.web"),
}


PROVIDER = Filter(
    name="provider",
    label=message("filter.provider"),
    in_run=False,
    single=False,
    choices=plain({str(kind): label for kind, label in LABELS.items()}),
    clause=has("provider"),
    group=Group.PROVIDER,
    sparse=True,
)
