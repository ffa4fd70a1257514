// The server's answers about the search for ways out of a plan's conflict.
import { ask, enc, json } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type WaysJob = Schemas['WaysJobBody']
export type WaysOfPlan = Schemas['WaysOfPlanBody']

export const waysApi = {
  getWays: (plan: string) => ask<WaysOfPlan>(`/api/plans/${enc(plan)}/conflict/ways`),
  seekWays: (plan: string) => ask<WaysJob>(`/api/plans/${enc(plan)}/conflict/ways`, { method: 'POST', ...json({}) }),
  listJobs: () => ask<WaysJob[]>('/api/conflict/jobs'),
  getJob: (id: string) => ask<WaysJob>(`/api/conflict/jobs/${enc(id)}`),
  cancelJob: (id: string) => ask<WaysJob>(`/api/conflict/jobs/${enc(id)}`, { method: 'DELETE' }),
  retryJob: (id: string) => ask<WaysJob>(`/api/conflict/jobs/${enc(id)}/retry`, { method: 'POST' }),
}
