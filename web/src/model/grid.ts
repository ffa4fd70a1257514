// The grid as the map and the tables take it: layers in classes, cells as areas and points, key cells as rows.
import type { Feature, FeatureCollection } from 'geojson'
import type { CustomerView } from '../api/customers'
import type { CellsBehind, Grid, KeyCell } from '../api/grid'
import type { LonLat } from './projection'

export const LAYERS = [
  'potential_fen',
  'gap_fen',
  'penetration',
  'certainty',
  'own_fen',
  'customers',
  'merchants',
  'population',
  'visits_a_week',
  'reach_fen',
  'altitude_m',
] as const
export type Layer = (typeof LAYERS)[number]
export const RESOLUTIONS = [6, 7, 8, 9] as const
export const CLASSES = 5

/** How a layer's figures are written. */
export function formOf(layer: Layer): 'money' | 'share' | 'number' {
  if (layer.endsWith('_fen')) return 'money'
  return layer === 'penetration' || layer === 'certainty' ? 'share' : 'number'
}

/** Layers that this grid has, in their order. */
export function layersOf(grid: Grid): Layer[] {
  return LAYERS.filter((layer) => layer in grid.layers)
}

/** The layer that is asked for, where the grid has it; else the first. */
export function layerOf(grid: Grid, asked: string): Layer {
  const there = layersOf(grid)
  return there.find((layer) => layer === asked) ?? there[0]!
}

/** Upper edges of classes that hold about as many cells each: of the figures above 0, each edge once. */
export function edgesOf(values: readonly (number | null)[], classes = CLASSES): number[] {
  const there = values.filter((each): each is number => each !== null && each > 0).sort((a, b) => a - b)
  if (!there.length) return []
  const edges = Array.from({ length: classes }, (_, k) => there[Math.ceil(((k + 1) * there.length) / classes) - 1]!)
  return [...new Set(edges)]
}

/** The class of a figure, from 0; -1 where it is 0 or not known. */
export function classOf(value: number | null | undefined, edges: readonly number[]): number {
  if (value === null || value === undefined || value <= 0) return -1
  const found = edges.findIndex((edge) => value <= edge)
  return found < 0 ? edges.length - 1 : found
}

/** The middle of a cell's corners. */
export function centreOf(corners: readonly (readonly number[])[]): LonLat {
  const sum = corners.reduce(([x, y]: LonLat, [lon, lat]): LonLat => [x + lon!, y + lat!], [0, 0])
  return [sum[0] / corners.length, sum[1] / corners.length]
}

export interface CellMarks {
  readonly areas: FeatureCollection
  readonly points: FeatureCollection
}

/** Every cell as an area and as a point, with the step of the ramp (from 0, -1 for none), its rank and its place's name. */
export function cellMarks(grid: Grid, layer: Layer, nameOf: (row: number) => string): CellMarks {
  const values = grid.layers[layer]!
  const edges = edgesOf(values)
  const rank = new Map(grid.key_cells.map((each) => [each.row, each.rank]))
  const areas: Feature[] = []
  const points: Feature[] = []
  grid.outlines.forEach((corners, row) => {
    const properties = { row, step: stepOf(classOf(values[row], edges), edges.length), rank: rank.get(row) ?? 0, name: nameOf(row) }
    areas.push({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [[...corners, corners[0]!]] }, properties })
    points.push({ type: 'Feature', geometry: { type: 'Point', coordinates: [...centreOf(corners)] }, properties })
  })
  return { areas: collection(areas), points: collection(points) }
}

/** Fewer classes than steps of the ramp are spread over it, so that the highest is always the strongest. */
export function stepOf(number: number, classes: number): number {
  if (number < 0) return -1
  return classes < 2 ? CLASSES - 1 : Math.round((number * (CLASSES - 1)) / (classes - 1))
}

/** Of so many customers a circle is as large as can be, where no cell has more. */
const MANY = 16

/** A circle in each cell where somebody of the list stands, as large as they are many. */
export function customerMarks(grid: Grid, behind: CellsBehind | null): FeatureCollection {
  const most = Math.max(MANY, ...(behind?.cells.map((each) => each.customers) ?? []))
  return collection(
    (behind?.cells ?? []).flatMap((each): Feature[] => {
      const corners = grid.outlines[each.row]
      if (!corners) return []
      const radius = 6 + 8 * Math.sqrt(each.customers / most)
      return [{ type: 'Feature', geometry: { type: 'Point', coordinates: [...centreOf(corners)] }, properties: { row: each.row, customers: each.customers, radius } }]
    }),
  )
}

/** The row in which a customer stands: by his place, else by his village's code; `county` is that of his unit. */
export function rowOf(grid: Grid, customer: Pick<CustomerView, 'place' | 'division'>, county: string): number | null {
  const at = (id: string) => grid.places.find((place) => place.county === county && place.id === id)
  return (at(customer.place) ?? at(customer.division))?.row ?? null
}

export interface KeyCellRow extends KeyCell {
  readonly id: string
  readonly name: string
}

export function keyCellRows(grid: Grid, nameOf: (row: number) => string): KeyCellRow[] {
  return grid.key_cells.map((each) => ({ ...each, id: grid.cells[each.row]!, name: nameOf(each.row) }))
}

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}
