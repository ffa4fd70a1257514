// The server's answers about the grid of a unit, the list behind its cells and the cells behind the list.
import { type CustomersPage, type CustomersQuery, filtersOf } from './customers'
import { ask, enc, json } from './client'
import type { components } from './schema'
import type { TargetJob } from './targetJobs'

type Schemas = components['schemas']
export type GridOfUnit = Schemas['GridOfUnitBody']
export type Grid = Schemas['GridShownView']
export type KeyCell = Schemas['KeyCellView']
export type CellsBehind = Schemas['CellsBehindBody']

const CUSTOMERS_A_PAGE = 200

export const gridApi = {
  get: (org: string) => ask<GridOfUnit>(`/api/target/grid?org=${enc(org)}`),
  order: (org: string, resolution: number) => ask<TargetJob>('/api/target/grid', { method: 'POST', ...json({ org, resolution }) }),
  customers: (query: CustomersQuery, cell: string, after: string | null) =>
    ask<CustomersPage>(`/api/target/grid/customers?${search(query)}&cell=${enc(cell)}&count=${CUSTOMERS_A_PAGE}${after ? `&after=${enc(after)}` : ''}`),
  cells: (query: CustomersQuery) => ask<CellsBehind>(`/api/target/grid/cells?${search(query)}`),
}

export function keyCellsFile(org: string, suffix: 'xlsx' | 'geojson', language: string): string {
  return `/api/target/grid/key-cells.${suffix}?org=${enc(org)}&language=${language}`
}

function search(query: CustomersQuery): URLSearchParams {
  return new URLSearchParams(filtersOf(query))
}
