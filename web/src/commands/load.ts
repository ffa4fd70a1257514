// Fetch what a page shows; a trouble is kept as the server said it, and the page offers to fetch again.
import { api, Trouble } from '../api/client'
import { briefs, counties, county, outlines, plan, trouble } from '../state/desk'

export function loadOverview(): Promise<void> {
  return guarded(async () => {
    const [cards, plans] = await Promise.all([api.listCounties(), api.listPlans()])
    counties.value = cards
    briefs.value = plans
  })
}

/** The counties' outlines, which take longer: the map shows dots until they are there. */
export async function loadOutlines(): Promise<void> {
  if (outlines.value.size) return
  const found = await api.listOutlines().catch(() => [])
  outlines.value = new Map(found.map(({ code, hull }) => [code, hull as [number, number][]]))
}

/** Open a county with one of its plans: the named one, else the newest, else none; without a plan, in
 *  the week that comes. */
export function loadCounty(code: string, planId: string | null): Promise<void> {
  return guarded(async () => {
    briefs.value = await api.listPlans(code)
    const chosen = briefs.value.find((brief) => brief.id === planId) ?? (planId ? null : briefs.value[0])
    if (planId && !chosen) throw new Trouble(404, `no plan ${planId} of county ${code}`)
    const isOpen = county.value?.code === code && (!chosen || county.value.week === chosen.week)
    const [nextCounty, nextPlan] = await Promise.all([
      isOpen ? county.value : api.getCounty(code, chosen?.week),
      chosen ? (plan.value?.brief.id === chosen.id ? plan.value : api.getPlan(chosen.id)) : null,
    ])
    plan.value = null
    county.value = nextCounty
    plan.value = nextPlan
  })
}

async function guarded(fetching: () => Promise<void>): Promise<void> {
  trouble.value = null
  try {
    await fetching()
  } catch (error) {
    trouble.value = error instanceof Trouble && error.status > 0 ? error.message : ''
  }
}
