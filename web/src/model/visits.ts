// The week's visits as rows and as marks on the map.
import type { Feature, FeatureCollection } from 'geojson'
import type { LeftOutView, Visited, VisitsOfPlan, VisitView } from '../api/visits'
import type { Network } from './network'

/** A visit, with the customer as the reader sees him: none where he is out of reach. */
export interface VisitRow extends VisitView {
  readonly id: string
  readonly who: Visited | null
  readonly ownerName: string
}
export interface LeftRow extends LeftOutView {
  readonly id: string
  readonly who: Visited | null
  readonly ownerName: string
}
export interface Narrowed {
  readonly day: number | null
  readonly place: string | null
  readonly owner: string | null
}

export function visitRows(of: VisitsOfPlan, by: Narrowed): VisitRow[] {
  return rowsOf(of, of.found?.visits ?? []).filter((each) => isOf(each, by) && (by.day === null || each.day === by.day))
}

/** Whom nobody sees this week. */
export function leftRows(of: VisitsOfPlan, by: Narrowed): LeftRow[] {
  return rowsOf(of, of.found?.left_out ?? []).filter((each) => isOf(each, by))
}

function rowsOf<Said extends { customer: string; owner: string }>(of: VisitsOfPlan, said: readonly Said[]) {
  const customers = new Map(of.customers.map((each) => [each.id, each]))
  return said.map((each) => ({ ...each, id: each.customer, who: customers.get(each.customer) ?? null, ownerName: of.owners[each.owner] ?? '' }))
}

function isOf(row: { place: string; owner: string }, by: Narrowed): boolean {
  return (by.place === null || row.place === by.place) && (by.owner === null || row.owner === by.owner)
}

/** A circle at each place where somebody is seen, as large as they are many. */
export function visitOverlay(network: Network, rows: readonly VisitRow[]): FeatureCollection {
  const many = new Map<string, number>()
  for (const row of rows) many.set(row.place, (many.get(row.place) ?? 0) + 1)
  const features = [...many].flatMap(([id, n]): Feature[] => {
    const place = network.places.get(id)
    const radius = 5 + 2.5 * Math.sqrt(n)
    return place ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: [place.lon, place.lat] }, properties: { what: 'visit', radius } }] : []
  })
  return { type: 'FeatureCollection', features }
}

/** What rounds take beside trips of their own, each of the larger of the two, 0 to 1. */
export function compared(onRounds: number, alone: number): { rounds: number; own: number; saved: number } {
  const most = Math.max(onRounds, alone, 1)
  return { rounds: onRounds / most, own: alone / most, saved: alone > 0 ? 1 - onRounds / alone : 0 }
}
