// Have the week's visits planned, and read what was found.
import { Trouble } from '../api/client'
import { visitsApi } from '../api/visits'
import { visits, visitsTrouble } from '../state/visits'
import { noteTargetJob } from './targetJobs'

let asked = 0

/** Those of a plan; an answer that a later question has overtaken is dropped. */
export function loadVisits(plan: string | null): Promise<void> {
  const mine = ++asked
  if (plan === null) visits.value = null
  return said(async () => {
    const found = plan === null ? null : await visitsApi.get(plan)
    if (mine !== asked) return
    visits.value = found
    if (found?.job) noteTargetJob(found.job)
  })
}

export function orderVisits(plan: string): Promise<void> {
  return said(async () => noteTargetJob(await visitsApi.order(plan)))
}

async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work()
    visitsTrouble.value = null
  } catch (raised) {
    visitsTrouble.value = raised instanceof Trouble ? raised : new Trouble(0, String(raised))
  }
}
