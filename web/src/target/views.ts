// The views of targeting, by the names of their routes, and where what a job finds is looked at.
import type { RouteLocationRaw } from 'vue-router'
import type { TargetJob } from '../api/targetJobs'

export const TARGET_VIEWS = [
  { key: 'list', name: 'target' },
  { key: 'intake', name: 'intake' },
  { key: 'map', name: 'grid' },
  { key: 'value', name: 'value' },
  { key: 'plots', name: 'plots' },
  { key: 'visits', name: 'visits' },
] as const

const SHOWN_AT: Record<TargetJob['kind'], string> = { take_in: 'intake', value: 'value', campaign: 'value', grid: 'grid', plots: 'plots', visits: 'visits' }

export function addressOf(job: TargetJob): RouteLocationRaw {
  return { name: SHOWN_AT[job.kind], query: { org: job.org, ...(job.plan ? { plan: job.plan } : {}), ...(job.kind === 'take_in' ? { job: job.id } : {}), ...(job.kind === 'campaign' ? { view: 'campaign' } : {}) } }
}
