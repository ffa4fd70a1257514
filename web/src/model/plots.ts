// Plots on a map: which colour each has, where their borders run, what a lasso holds, how to take a move back.
import type { PlaceMove, PlotPlace, Proposal } from '../api/plots'
import type { LonLat } from './projection'

/** Okabe and Ito's without vermilion, which is kept for warnings; a number always stands beside them. */
export const PLOT_COLOURS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#F0E442'] as const
export const NO_PLOT_COLOUR = '#8f9c95'
export const NO_PLOT = 0

export type PlotOf = ReadonlyMap<string, number>
export type Segment = readonly [LonLat, LonLat]

export function plotOf(places: readonly { readonly place: string; readonly plot: number }[]): PlotOf {
  return new Map(places.map((each) => [each.place, each.plot]))
}

/** Plots that border each other have different colours: on a map six are enough, given out from the plot with most
 *  neighbours left to the one with fewest (Matula, Beck 1983, smallest last). */
export function colourPlots(places: readonly PlotPlace[], where: PlotOf): Map<number, string> {
  const beside = neighboursOf(places, where)
  const order: number[] = []
  const left = new Map([...beside].map(([plot, others]) => [plot, new Set(others)]))
  while (left.size) {
    const [plot] = [...left].reduce((least, each) => (each[1].size < least[1].size || (each[1].size === least[1].size && each[0] > least[0]) ? each : least))
    left.delete(plot)
    left.forEach((others) => others.delete(plot))
    order.unshift(plot)
  }
  const colours = new Map<number, string>()
  for (const plot of order) {
    const taken = new Set([...(beside.get(plot) ?? [])].map((other) => colours.get(other)))
    const wished = (k: number) => PLOT_COLOURS[(plot - 1 + k) % PLOT_COLOURS.length]!
    const free = PLOT_COLOURS.map((_, k) => wished(k)).find((colour) => !taken.has(colour))
    colours.set(plot, free ?? wished(0))
  }
  return colours
}

function neighboursOf(places: readonly PlotPlace[], where: PlotOf): Map<number, Set<number>> {
  const beside = new Map<number, Set<number>>([...new Set(where.values())].filter((plot) => plot !== NO_PLOT).map((plot) => [plot, new Set()]))
  for (const each of places) {
    const here = where.get(each.place) ?? NO_PLOT
    for (const other of each.neighbours) {
      const there = where.get(other) ?? NO_PLOT
      if (here !== there && here !== NO_PLOT && there !== NO_PLOT) beside.get(here)!.add(there)
    }
  }
  return beside
}

/** The sides of areas that have another plot on their other side. */
export function bordersOf(places: readonly PlotPlace[], where: PlotOf): Segment[] {
  const sides = new Map<string, { side: Segment; plots: Set<number>; n: number }>()
  for (const { area, place } of places) {
    area.forEach((corner, k) => {
      const next = area[(k + 1) % area.length]!
      const side = [corner, next] as unknown as Segment
      const key = [corner.join(), next.join()].sort().join(' ')
      const found = sides.get(key) ?? { side, plots: new Set(), n: 0 }
      found.plots.add(where.get(place) ?? NO_PLOT)
      sides.set(key, { ...found, n: found.n + 1 })
    })
  }
  return [...sides.values()].filter(({ plots }) => plots.size > 1).map(({ side }) => side)
}

/** Where a plot's number stands: at its place that is nearest to their middle. */
export function middleOf(points: readonly (readonly [number, number])[]): readonly [number, number] | null {
  if (!points.length) return null
  const [x, y] = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k]!, 0) / points.length) as [number, number]
  const far = (point: readonly [number, number]) => (point[0] - x) ** 2 + (point[1] - y) ** 2
  return points.reduce((near, point) => (far(point) < far(near) ? point : near))
}

/** Whether a point is within a closed line drawn by hand: by how often a ray from it crosses the line. */
export function isWithin(line: readonly (readonly [number, number])[], [x, y]: readonly [number, number]): boolean {
  return line.reduce((inside, [ax, ay], k) => {
    const [bx, by] = line[(k + 1) % line.length]!
    const crosses = ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax
    return crosses ? !inside : inside
  }, false)
}

/** Moves that bring places back to where they are now. */
export function backFrom(places: readonly string[], where: PlotOf): PlaceMove[] {
  return places.map((place) => ({ place, plot: where.get(place)! }))
}

/** How many places of a proposal move for each reason, the most first. */
export function reasonsOf(proposal: Proposal): { because: Proposal['moved'][number]['because']; n: number }[] {
  const counts = new Map<Proposal['moved'][number]['because'], number>()
  for (const { because } of proposal.moved) counts.set(because, (counts.get(because) ?? 0) + 1)
  return [...counts].map(([because, n]) => ({ because, n })).sort((a, b) => b.n - a.n)
}

/** How far a cut is above the least possible, as a fraction; null where nothing is known to be least. */
export function gapOf(cut: number, bound: number): number | null {
  return bound > 0 ? Math.max(0, cut / bound - 1) : null
}
