// Degrees to the points of a small drawing: equirectangular, true at the middle latitude, same scale both ways.
export type LonLat = readonly [number, number]
export type Project = (lon: number, lat: number) => [number, number]
export interface Box {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

const KM_PER_DEGREE = 111.2

export function boxOf(points: Iterable<LonLat>): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of points) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  return west <= east ? { west, south, east, north } : { west: 0, south: 0, east: 1, north: 1 }
}

/** The projection that fits `box` into width × height with a margin all round. */
export function fit(box: Box, width: number, height: number, margin: number): Project {
  const squeeze = Math.cos((((box.south + box.north) / 2) * Math.PI) / 180)
  const spanX = Math.max((box.east - box.west) * squeeze, 1e-6)
  const spanY = Math.max(box.north - box.south, 1e-6)
  const scale = Math.min((width - 2 * margin) / spanX, (height - 2 * margin) / spanY)
  const left = (width - spanX * scale) / 2
  const top = (height - spanY * scale) / 2
  return (lon, lat) => [left + (lon - box.west) * squeeze * scale, top + (box.north - lat) * scale]
}

/** Height over width of a box on the ground. */
export function aspect(box: Box): number {
  const squeeze = Math.cos((((box.south + box.north) / 2) * Math.PI) / 180)
  return (box.north - box.south) / Math.max((box.east - box.west) * squeeze, 1e-6)
}

/** Convex hull of points (Andrew 1979), counter-clockwise. */
export function hull(points: readonly LonLat[]): LonLat[] {
  const ordered = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  if (ordered.length < 3) return ordered
  return [...half(ordered).slice(0, -1), ...half(ordered.reverse()).slice(0, -1)]
}

function half(ordered: readonly LonLat[]): LonLat[] {
  const kept: LonLat[] = []
  for (const point of ordered) {
    while (kept.length >= 2 && turn(kept.at(-2)!, kept.at(-1)!, point) <= 0) kept.pop()
    kept.push(point)
  }
  return kept
}

function turn(a: LonLat, b: LonLat, c: LonLat): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/** A bar of a round length (1, 2 or 5 times a power of ten kilometres) that is at most `mostPx` long in a drawing. */
export function scaleBar(project: Project, box: Box, mostPx: number): { km: number; px: number } {
  const middle = (box.west + box.east) / 2
  const [, top] = project(middle, box.north)
  const [, bottom] = project(middle, box.south)
  const pxPerKm = Math.max((bottom - top) / ((box.north - box.south) * KM_PER_DEGREE), 1e-6)
  const decade = 10 ** Math.floor(Math.log10(mostPx / pxPerKm))
  const km = decade * ([5, 2, 1].find((step) => step * decade * pxPerKm <= mostPx) ?? 1)
  return { km, px: km * pxPerKm }
}
