// The server's answers about customers: the list, one customer, the funnel, the work levels.
import { ask, enc } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type CustomerView = Schemas['CustomerView']
export type CustomersPage = Schemas['CustomersPage']
export type CustomerWhole = Schemas['CustomerWholeView']
export type StepsView = Schemas['StepsView']
export type Tier = Schemas['Tier']
export type Stage = Schemas['Stage']
export type Relation = Schemas['Relation']
export type CustomerKind = Schemas['CustomerKind']
export type Work = Schemas['Work']

/** What the list is narrowed to; empty is all. */
export interface CustomersQuery {
  readonly org: string
  readonly tier: Tier | ''
  readonly stage: Stage | ''
  /** Whose customers, as A or B. */
  readonly owner: string
  readonly unclaimed: boolean
  readonly text: string
  /** Only whose money fell so far on the year that the alarm sounds. */
  readonly falling: boolean
}

const CUSTOMERS_A_PAGE = 200

export const customersApi = {
  list: (query: CustomersQuery, after: string | null) =>
    ask<CustomersPage>(`/api/customers?${search(query)}&count=${CUSTOMERS_A_PAGE}${after ? `&after=${enc(after)}` : ''}`),
  get: (id: string) => ask<CustomerWhole>(`/api/customers/${enc(id)}`),
  funnel: (query: CustomersQuery, byOwner: boolean) => ask<StepsView[]>(`/api/customers/funnel?${search(query)}&by_owner=${byOwner}`),
}

/** The list's own query parameters, which the sheet takes too. */
export function filtersOf(query: CustomersQuery): Record<string, string> {
  const said: Record<string, string> = {}
  for (const name of ['org', 'tier', 'stage', 'owner'] as const) if (query[name]) said[name] = query[name]
  if (query.unclaimed) said.unclaimed = 'true'
  if (query.falling) said.falling = 'true'
  if (query.text.trim()) said.text = query.text.trim()
  return said
}

function search(query: CustomersQuery): URLSearchParams {
  return new URLSearchParams(filtersOf(query))
}
