// A quiet tint of the ground from the altitudes of the places themselves: smooth between them, fading away from them.
import { type Box, boxOf } from './projection'

export interface HighPoint {
  readonly lon: number
  readonly lat: number
  readonly altitude_m: number
}
/** Rows from north to south; `height` runs from 0 (lowest place) to 1 (highest), `known` falls to 0 far from all places. */
export interface Relief {
  readonly box: Box
  readonly columns: number
  readonly rows: number
  readonly height: Float32Array
  readonly known: Float32Array
  readonly low_m: number
  readonly high_m: number
}

const CELLS = 72
/** Parts of the county's diagonal: how far a place is smoothed, and how far from it the ground is still told. */
const SMOOTH = 0.04
const REACH = 0.3
/** Ground flatter than this needs no tint. */
const FLAT_M = 100

/** Shepard's inverse-distance mean (1968), smoothed; null where the places lie on one level. */
export function reliefOf(places: readonly HighPoint[]): Relief | null {
  const altitudes = places.map((place) => place.altitude_m)
  const [low_m, high_m] = [Math.min(...altitudes), Math.max(...altitudes)]
  if (!places.length || high_m - low_m < FLAT_M) return null
  const inner = boxOf(places.map((place) => [place.lon, place.lat] as const))
  const squeeze = Math.cos((((inner.south + inner.north) / 2) * Math.PI) / 180)
  const diagonal = Math.hypot((inner.east - inner.west) * squeeze, inner.north - inner.south)
  const box = widened(inner, REACH * diagonal, squeeze)
  const height = new Float32Array(CELLS * CELLS)
  const known = new Float32Array(CELLS * CELLS)
  for (let row = 0; row < CELLS; row++) {
    const lat = box.north - ((row + 0.5) / CELLS) * (box.north - box.south)
    for (let column = 0; column < CELLS; column++) {
      const lon = box.west + ((column + 0.5) / CELLS) * (box.east - box.west)
      let [sum, weights, nearest] = [0, 0, Infinity]
      for (const place of places) {
        const squared = ((place.lon - lon) * squeeze) ** 2 + (place.lat - lat) ** 2
        const weight = 1 / (squared + (SMOOTH * diagonal) ** 2)
        sum += weight * place.altitude_m
        weights += weight
        nearest = Math.min(nearest, squared)
      }
      const at = row * CELLS + column
      height[at] = (sum / weights - low_m) / (high_m - low_m)
      known[at] = Math.min(1, Math.max(0, 1.5 * (1 - Math.sqrt(nearest) / (REACH * diagonal))))
    }
  }
  return { box, columns: CELLS, rows: CELLS, height, known, low_m, high_m }
}

function widened(box: Box, by: number, squeeze: number): Box {
  return { west: box.west - by / squeeze, east: box.east + by / squeeze, south: box.south - by, north: box.north + by }
}
