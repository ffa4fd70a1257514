// The server's answers about customers: the list, one customer, the funnel, the work levels, who may own one.
import { ask, enc } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type CustomerView = Schemas['CustomerView']
export type CustomersPage = Schemas['CustomersPage']
export type CustomerWhole = Schemas['CustomerWholeView']
export type ConsentView = Schemas['ConsentView']
export type PurposeView = Schemas['PurposeView']
export type RecordView = Schemas['RecordView']
export type StepsView = Schemas['StepsView']
export type LevelView = Schemas['LevelView']
export type WorkerView = Schemas['WorkerView']
export type Tier = Schemas['Tier']
export type Stage = Schemas['Stage']
export type Step = Schemas['Step']
export type Relation = Schemas['Relation']
export type CustomerKind = Schemas['CustomerKind']
export type Work = Schemas['Work']

/** What the list is narrowed to; empty is all. */
export interface CustomersQuery {
  readonly org: string
  readonly tier: Tier | ''
  readonly relation: Relation | ''
  readonly stage: Stage | ''
  /** Who has come so far on the way to strike-off, as the funnel counts. */
  readonly step: Step | ''
  /** Whose customers, as A or B; with a step, whom somebody answers for. */
  readonly owner: string
  readonly unclaimed: boolean
  /** For a second person's decision. */
  readonly waiting: boolean
  readonly text: string
  /** Only whose money fell so far on the year that the alarm sounds. */
  readonly falling: boolean
}

const CUSTOMERS_A_PAGE = 200

export const customersApi = {
  list: (query: CustomersQuery, after: string | null) =>
    ask<CustomersPage>(`/api/customers?${new URLSearchParams(filtersOf(query))}&count=${CUSTOMERS_A_PAGE}${after ? `&after=${enc(after)}` : ''}`),
  get: (id: string) => ask<CustomerWhole>(`/api/customers/${enc(id)}`),
  funnel: (query: CustomersQuery, byOwner: boolean) => ask<StepsView[]>(`/api/customers/funnel?${new URLSearchParams(countedBy(query, byOwner))}`),
  levels: () => ask<LevelView[]>('/api/customers/levels'),
  purposes: () => ask<PurposeView[]>('/api/customers/purposes'),
  workers: (id: string) => ask<WorkerView[]>(`/api/customers/${enc(id)}/workers`),
}

/** The list's own query parameters, which the sheet takes too. */
export function filtersOf(query: CustomersQuery): Record<string, string> {
  const said: Record<string, string> = {}
  for (const name of ['org', 'tier', 'relation', 'stage', 'step', 'owner'] as const) if (query[name]) said[name] = query[name]
  if (query.unclaimed) said.unclaimed = 'true'
  if (query.falling) said.falling = 'true'
  if (query.waiting) said.waiting = 'true'
  if (query.text.trim()) said.text = query.text.trim()
  return said
}

/** What the funnel is narrowed to: not to where on the way somebody is, which it shows, nor by person to one person. */
export function countedBy(query: CustomersQuery, byOwner: boolean): Record<string, string> {
  const { org, tier, relation, owner } = filtersOf(query)
  const said = { org, tier, relation, owner: byOwner ? undefined : owner, by_owner: String(byOwner) }
  return Object.fromEntries(Object.entries(said).filter((each): each is [string, string] => each[1] !== undefined))
}
