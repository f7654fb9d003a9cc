"""The few answers that the decision rules themselves know by name; templates must offer them."""

ALL_AREAS = "All areas"
WHOLE_STRATEGY = "Whole strategy"
ACTIVITY, SERVICE = "Activity", "Service"
IN_SCOPE, PARKED = "In scope", "Parked"
REFUSED = "Refused"
FINISHED = ("Done", "Dropped")
CRITERIA = ("benefit", "cost", "risk")
HOURS_PER_YEAR_OF_MONTHLY = 12
