// The server's answers about scenarios, the frontier and the siting of stations.
import { ask, enc, json } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type ReadyMade = Schemas['ReadyMadeBody']
export type Ask = Schemas['AskBody']
export type CompareOrder = Schemas['CompareBody']
export type FrontierOrder = Schemas['FrontierBody']
export type SitingOrder = Schemas['SitingBody']
export type WhatIfBrief = Schemas['WhatIfBrief']
export type WhatIfJob = Schemas['WhatIfJobBody']
export type WhatIfResult = Schemas['WhatIfResultBody']
export type ComparisonView = Schemas['ComparisonView']
export type OutcomeView = Schemas['OutcomeView']
export type FigureRow = Schemas['FigureRowView']
export type FrontierView = Schemas['FrontierView']
export type SitingView = Schemas['SitingView']
export type WhatIfKind = WhatIfBrief['kind']

export const whatifApi = {
  listScenarios: () => ask<ReadyMade[]>('/api/whatif/scenarios'),
  readScenario: (name: string, text: string) => post<ReadyMade>('scenarios', { name, text }),
  startComparison: (order: CompareOrder) => post<WhatIfJob>('comparisons', order),
  startFrontier: (order: FrontierOrder) => post<WhatIfJob>('frontiers', order),
  startSiting: (order: SitingOrder) => post<WhatIfJob>('sitings', order),
  listJobs: () => ask<WhatIfJob[]>('/api/whatif/jobs'),
  getJob: (id: string) => ask<WhatIfJob>(`/api/whatif/jobs/${enc(id)}`),
  cancelJob: (id: string) => ask<WhatIfJob>(`/api/whatif/jobs/${enc(id)}`, { method: 'DELETE' }),
  retryJob: (id: string) => ask<WhatIfJob>(`/api/whatif/jobs/${enc(id)}/retry`, { method: 'POST' }),
  listResults: (county: string) => ask<WhatIfBrief[]>(`/api/whatif/results?county=${enc(county)}`),
  getResult: (id: string) => ask<WhatIfResult>(`/api/whatif/results/${enc(id)}`),
  workbookAddress: (id: string, language: string) => `/api/whatif/results/${enc(id)}/export.xlsx?language=${language}`,
}

function post<T>(path: string, body: unknown): Promise<T> {
  return ask<T>(`/api/whatif/${path}`, { method: 'POST', ...json(body) })
}
