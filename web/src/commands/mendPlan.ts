// Mend a plan, see what differs from the one before, take a mended plan back.
import { api, type DifferenceView, type JobBody, type ReplanBody } from '../api/client'
import { noteJob } from './planJobs'

export async function mendPlan(plan: string, body: ReplanBody): Promise<JobBody> {
  const job = await api.replan(plan, body)
  noteJob(job)
  return job
}

export function loadDifference(plan: string): Promise<DifferenceView> {
  return api.getDifference(plan)
}

export function discardPlan(plan: string): Promise<void> {
  return api.discardPlan(plan)
}
