// What a planner asks to be mended, and what of it and of the answer the map shows.
import type { Feature, FeatureCollection } from 'geojson'
import type { DifferenceView, ReplanBody, RoundChange } from '../api/client'
import { type Network, wayOf } from './network'
import { MINUTES_A_DAY } from './week'

export const MINUTES_A_WEEK = 7 * MINUTES_A_DAY

/** Minutes are from Monday 00:00; `days` are weekdays. */
export type Upset =
  | { readonly kind: 'place_closed'; readonly place: string; readonly untilMin: number }
  | { readonly kind: 'way_closed'; readonly origin: string; readonly destination: string; readonly untilMin: number }
  | { readonly kind: 'trip_cancelled'; readonly trip: string }
  | { readonly kind: 'vehicle_away'; readonly vehicle: string; readonly days: readonly number[] }
  | { readonly kind: 'mail_surge'; readonly place: string; readonly percent: number }
  | { readonly kind: 'hand_over'; readonly vehicle: string; readonly day: number; readonly to: string }
export type UpsetKind = Upset['kind']
export const UPSET_KINDS: readonly UpsetKind[] = [
  'place_closed',
  'way_closed',
  'vehicle_away',
  'trip_cancelled',
  'mail_surge',
  'hand_over',
]

export interface Draft {
  readonly atMin: number
  readonly upsets: readonly Upset[]
  readonly seconds: number
}

/** The request that a draft makes. */
export function replanBody(draft: Draft): ReplanBody {
  const { atMin, upsets, seconds } = draft
  const blank = { place: '', origin: '', destination: '', trip: '', vehicle: '', days: [], percent: 0, start_min: 0, end_min: 0, reason: '' }
  const disruptions = upsets.flatMap((each): ReplanBody['disruptions'] => {
    const base = { ...blank, known_min: atMin }
    switch (each.kind) {
      case 'place_closed':
        return [{ ...base, kind: each.kind, place: each.place, start_min: atMin, end_min: each.untilMin }]
      case 'way_closed':
        return [{ ...base, kind: each.kind, origin: each.origin, destination: each.destination, start_min: atMin, end_min: each.untilMin }]
      case 'trip_cancelled':
        return [{ ...base, kind: each.kind, trip: each.trip }]
      case 'vehicle_away':
        return [{ ...base, kind: each.kind, vehicle: each.vehicle, days: [...each.days] }]
      case 'mail_surge':
        return [{ ...base, kind: each.kind, place: each.place, percent: each.percent }]
      case 'hand_over':
        return []
    }
  })
  const hand_overs = upsets.flatMap((each) =>
    each.kind === 'hand_over' ? [{ vehicle: each.vehicle, day: each.day, to_vehicle: each.to }] : [],
  )
  return { at_min: atMin, disruptions, hand_overs, seconds, seed: 1 }
}

/** `08:05` as minutes of the day; null for what is no time. */
export function minutesOf(time: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(time.trim())
  if (!found) return null
  const minutes = Number(found[1]) * 60 + Number(found[2])
  return minutes <= MINUTES_A_DAY && Number(found[2]) < 60 ? minutes : null
}

/** The two places between which a round passes nearest to a point. */
export function nearestLeg(network: Network, round: string, at: readonly [number, number]): [string, string] | null {
  const found = network.rounds.get(round)
  if (!found) return null
  const ids = [found.depot, ...found.stops.map((stop) => stop.place), found.depot]
  const way = wayOf(network, found)
  if (way.length !== ids.length) return null
  let best = Infinity
  let leg: [string, string] | null = null
  for (let k = 1; k < way.length; k++) {
    const far = distanceToLeg(at, way[k - 1]!, way[k]!)
    if (far < best) [best, leg] = [far, [ids[k - 1]!, ids[k]!]]
  }
  return leg
}

/** In degrees, with longitude shortened as far from the equator as the point lies. */
function distanceToLeg(at: readonly [number, number], a: readonly [number, number], b: readonly [number, number]): number {
  const squeeze = Math.cos((at[1] * Math.PI) / 180)
  const flat = ([lon, lat]: readonly [number, number]) => [lon * squeeze, lat] as const
  const [p, q, r] = [flat(at), flat(a), flat(b)]
  const [dx, dy] = [r[0] - q[0], r[1] - q[1]]
  const along = dx || dy ? ((p[0] - q[0]) * dx + (p[1] - q[1]) * dy) / (dx * dx + dy * dy) : 0
  const t = Math.min(1, Math.max(0, along))
  return Math.hypot(p[0] - q[0] - t * dx, p[1] - q[1] - t * dy)
}

/** What the map shows of a draft: closed places and ways. */
export function draftOverlay(network: Network, upsets: readonly Upset[]): FeatureCollection {
  const features = upsets.flatMap((each): Feature[] => {
    if (each.kind === 'place_closed') return pointOf(network, each.place, 'closed')
    if (each.kind === 'way_closed') return lineOf(network, [each.origin, each.destination], 'closed')
    return []
  })
  return { type: 'FeatureCollection', features }
}

/** What the map shows of a difference: old ways dashed, new ones solid, a ring about places whose week changed. */
export function differenceOverlay(network: Network, difference: DifferenceView, day: number | null): FeatureCollection {
  const isShown = (each: { day: number }) => day === null || each.day === day
  const rounds = difference.rounds.filter((each) => isShown(each) && each.change !== 'loads')
  const places = difference.places.filter(
    (each) => day === null || JSON.stringify(each.before.filter(isShown)) !== JSON.stringify(each.after.filter(isShown)),
  )
  const features = [
    ...rounds.flatMap((each) => lineOf(network, stopsOf(each.before), 'old')),
    ...rounds.flatMap((each) => lineOf(network, stopsOf(each.after), 'new')),
    ...places.flatMap((each) => pointOf(network, each.place, each.days_lost.length ? 'lost' : 'changed')),
  ]
  return { type: 'FeatureCollection', features }
}

function stopsOf(way: RoundChange['before']): string[] {
  return way ? [way.depot, ...way.stops.map((stop) => stop.place), way.depot] : []
}

function lineOf(network: Network, ids: readonly string[], what: string): Feature[] {
  const coordinates = ids.flatMap((id) => {
    const place = network.places.get(id)
    return place ? [[place.lon, place.lat]] : []
  })
  return coordinates.length > 1 ? [{ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: { what } }] : []
}

function pointOf(network: Network, id: string, what: string): Feature[] {
  const place = network.places.get(id)
  return place
    ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: [place.lon, place.lat] }, properties: { what } }]
    : []
}
