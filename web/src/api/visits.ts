// The server's answers about the week's visits on the rounds of a plan.
import { ask, enc, json } from './client'
import type { components } from './schema'
import type { TargetJob } from './targetJobs'

type Schemas = components['schemas']
export type VisitsOfPlan = Schemas['VisitsOfPlanBody']
export type WeekVisits = Schemas['VisitsView']
export type VisitView = Schemas['PlannedVisitView']
export type LeftOutView = Schemas['LeftOutView']
export type Visited = Schemas['VisitedView']
export type Because = Schemas['Because']

export const visitsApi = {
  get: (plan: string) => ask<VisitsOfPlan>(`/api/target/visits?plan=${enc(plan)}`),
  exportAddress: (plan: string, language: string) => `/api/target/visits/export.xlsx?plan=${enc(plan)}&language=${language}`,
  order: (plan: string) => ask<TargetJob>('/api/target/visits', { method: 'POST', ...json({ plan }) }),
}
