"""The ids that most tests use, as what they are ids of."""

from typing import Final

from imroc_audit.model.ids import PerspectiveId

STAFF: Final = PerspectiveId("staff")
SERVICE_USER: Final = PerspectiveId("service_user")
CARER: Final = PerspectiveId("carer")
