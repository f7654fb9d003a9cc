"""The choices that the decision rules and the documents know: by their ids, whatever a template calls them."""

ACTIVITY, SERVICE = "activity", "service"
IN_SCOPE, PARKED = "in_scope", "parked"
LIVE, PLANNED, BY_OTHERS, REFUSED = "live", "planned", "run_by_others", "refused"
PROPOSED, COMMITTED, FINISHED = "proposed", ("approved", "in_progress"), ("done", "dropped")
CAPITAL, REVENUE = "capital", "revenue"
GOES_ON, ENDS = "goes_on", "ends"
EXACT, UP_TO, ESTIMATE = "exact", "up_to", "estimate"
WORST_RISK = 25
BENEFIT, COST, RISK = CRITERIA = ("benefit", "cost", "risk")
HOURS_PER_YEAR_OF_MONTHLY = 12

EXEMPT = "exempt"

CHOICES = {
    "areas.kind": (ACTIVITY, SERVICE),
    "areas.status": (IN_SCOPE, PARKED),
    "tools.status": (LIVE, PLANNED, BY_OTHERS, REFUSED),
    "evaluation.cost_kind": (EXACT, UP_TO, ESTIMATE),
    "evaluation.setup_kind": (CAPITAL, REVENUE),
    "evaluation.runs": (GOES_ON, ENDS),
    "portfolio.status": (*COMMITTED, *FINISHED),
    "actions.status": FINISHED,
    "settings.publication": (EXEMPT,),
}
"""By column, the choices that a template must offer."""

LISTED = {
    **dict.fromkeys(CHOICES, "choice"),
    **dict.fromkeys(("objectives.importance", "mapping.strength"), "scale"),
    **dict.fromkeys((f"risks.{key}" for key in ("likelihood", "impact")), "scale"),
    **dict.fromkeys((f"risks.residual_{key}" for key in ("likelihood", "impact")), "scale"),
}
"""By column, the type that it must have, so that there are choices or values to look up."""

FIGURES_OF = "evaluation"
"""The sheet of which marked rows keep back their figures alone; of others the whole row stays out."""

FOR_ALL = ("objectives.area", "kpis.project")
"""The columns that must have a word for all of them, such as "All areas", in `also`."""
