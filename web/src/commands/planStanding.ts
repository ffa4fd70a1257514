// Publish a plan, withdraw it, and see what was done with it.
import { api, type PlanBrief } from '../api/client'
import { briefs, plan } from '../state/desk'
import { makeCommand, type RefusalView, sendCommands } from './sendCommand'

/** A plan as its sender saw it; null where it was done, else why not. */
async function sendAbout(kind: string, brief: PlanBrief, more: Record<string, unknown>): Promise<RefusalView | null> {
  const body = { plan: brief.id, ...more }
  const [receipt] = await sendCommands([makeCommand({ kind, org: brief.county, body, base: brief.revision })])
  await refreshBriefs(brief.county)
  return receipt?.refusal ?? null
}

/** `knowingly`: although it breaks rules of its week. */
export function publishPlan(brief: PlanBrief, knowingly = false): Promise<RefusalView | null> {
  return sendAbout('plan.publish', brief, { knowingly })
}

export function withdrawPlan(brief: PlanBrief, reason: string): Promise<RefusalView | null> {
  return sendAbout('plan.withdraw', brief, { reason })
}

/** Words that stand on the plan from now on; none take them off. */
export function notePlan(brief: PlanBrief, note: string): Promise<RefusalView | null> {
  return sendAbout('plan.note', brief, { note })
}

/** How the county's plans stand now; the plan that is open stays open. */
async function refreshBriefs(county: string): Promise<void> {
  briefs.value = await api.listPlans(county)
  const open = plan.value
  const now = briefs.value.find((brief) => brief.id === open?.brief.id)
  if (open && now) plan.value = { ...open, brief: now }
}
