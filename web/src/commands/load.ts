// Fetch what a page shows; a trouble is kept as the server said it, and the page offers to fetch again.
import { api, Trouble } from '../api/client'
import { briefs, counties, county, isPlanLoading, outlines, placeNames, plan, trouble } from '../state/desk'

let asked = 0

export function loadOverview(): Promise<void> {
  return guarded(async () => {
    const [cards, plans] = await Promise.all([api.listCounties(), api.listPlans()])
    counties.value = cards
    briefs.value = plans
  })
}

/** The counties by name, where a page needs no more than that. */
export async function loadCounties(): Promise<void> {
  counties.value ??= await api.listCounties().catch(() => null)
}

/** The counties' outlines, which take longer: the map shows dots until they are there. */
export async function loadOutlines(): Promise<void> {
  if (outlines.value.size) return
  const found = await api.listOutlines().catch(() => [])
  outlines.value = new Map(found.map(({ code, hull }) => [code, hull as [number, number][]]))
}

/** Every place of the province by name, for the search: fetched when it is first needed. */
export async function loadPlaceNames(): Promise<void> {
  if (placeNames.value.length) return
  placeNames.value = await api.listPlaces().catch(() => [])
}

/** Open a county with one of its plans: the named one, else the newest, else none; without a plan, in
 *  the week that comes. The county is shown as soon as it is there; an answer that was overtaken is left. */
export function loadCounty(code: string, planId: string | null): Promise<void> {
  const mine = ++asked
  return guarded(async () => {
    briefs.value = await api.listPlans(code)
    const chosen = briefs.value.find((brief) => brief.id === planId) ?? (planId ? null : briefs.value[0])
    if (planId && !chosen) throw new Trouble(404, `no plan ${planId} of county ${code}`, [], `${code} 县没有 ${planId} 这个计划`)
    const isCountyOpen = county.value?.code === code && (!chosen || county.value.week === chosen.week)
    if (isCountyOpen && plan.value?.brief.id === chosen?.id) return
    isPlanLoading.value = chosen !== undefined && chosen !== null
    const coming = chosen ? api.getPlan(chosen.id) : Promise.resolve(null)
    coming.catch(() => undefined)
    if (!isCountyOpen) {
      const next = await api.getCounty(code, chosen?.week)
      if (mine !== asked) return
      plan.value = null
      county.value = next
    }
    const next = await coming
    if (mine === asked) plan.value = next
  }).finally(() => {
    if (mine === asked) isPlanLoading.value = false
  })
}

async function guarded(fetching: () => Promise<void>): Promise<void> {
  trouble.value = null
  try {
    await fetching()
  } catch (error) {
    trouble.value = error instanceof Trouble ? error : new Trouble(0, '')
  }
}
