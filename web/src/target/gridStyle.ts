// How the grid is drawn: a quiet ground, cells in steps of one ramp, key cells outlined with their rank, customers as rings.
import type { FeatureCollection } from 'geojson'
import type { ExpressionSpecification, StyleSpecification } from 'maplibre-gl'
import type { CellMarks } from '../model/grid'
import type { Relief } from '../model/relief'
import { reliefSource } from '../plan/drawRelief'

/** ColorBrewer's YlGnBu (2013): told apart by who sees no red or green, and in print. */
export const RAMP = ['#ffffcc', '#a1dab4', '#41b6c4', '#2c7fb8', '#253494'] as const
const HEX_SEEN_FROM_ZOOM = 9.3
/** A cell of one resolution more is smaller by the square root of 7. */
const LEVELS_A_RESOLUTION = 1.4
const RANKS_SHOWN = 10

/** On a dark ground the strongest is the lightest. */
export function rampOf(isDark: boolean): readonly string[] {
  return isDark ? [...RAMP].reverse() : RAMP
}

export function gridStyle(
  marks: CellMarks,
  customers: FeatureCollection,
  relief: Relief | null,
  resolution: number,
  css: CSSStyleDeclaration,
  isDark: boolean,
): StyleSpecification {
  const colour = (name: string) => css.getPropertyValue(`--${name}`).trim()
  const ramp = rampOf(isDark)
  const fill: ExpressionSpecification = ['match', ['get', 'step'], ...ramp.flatMap((each, k) => [k, each]), colour('map-ground')] as unknown as ExpressionSpecification
  const near = HEX_SEEN_FROM_ZOOM + (resolution - 8) * LEVELS_A_RESOLUTION
  const isKey: ExpressionSpecification = ['>', ['get', 'rank'], 0]
  const keyInk = colour('warn')
  const names = { 'text-color': colour('map-ink'), 'text-halo-color': colour('map-ground'), 'text-halo-width': 1.6 }
  return {
    version: 8,
    sources: {
      ...(relief ? { relief: reliefSource(relief, css) } : {}),
      areas: { type: 'geojson', data: marks.areas },
      points: { type: 'geojson', data: marks.points },
      customers: { type: 'geojson', data: customers },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colour('map-ground') } },
      ...(relief ? [{ id: 'relief', type: 'raster' as const, source: 'relief', paint: { 'raster-fade-duration': 0, 'raster-opacity': 0.6 } }] : []),
      { id: 'cells', type: 'fill', source: 'areas', minzoom: near, paint: { 'fill-color': fill, 'fill-opacity': 0.9 } },
      { id: 'cell-lines', type: 'line', source: 'areas', minzoom: near, paint: { 'line-color': colour('map-quiet'), 'line-width': 0.8 } },
      { id: 'key-lines', type: 'line', source: 'areas', minzoom: near, filter: isKey, paint: { 'line-color': keyInk, 'line-width': 3 } },
      {
        id: 'dots',
        type: 'circle',
        source: 'points',
        maxzoom: near,
        layout: { 'circle-sort-key': ['get', 'step'] },
        paint: {
          'circle-radius': ['case', isKey, 6, 5],
          'circle-color': fill,
          'circle-stroke-color': ['case', isKey, keyInk, colour('map-quiet')],
          'circle-stroke-width': ['case', isKey, 2.2, 0.8],
        },
      },
      {
        id: 'customers',
        type: 'circle',
        source: 'customers',
        paint: {
          'circle-radius': ['get', 'radius'],
          'circle-opacity': 0,
          'circle-stroke-width': 1.6,
          'circle-stroke-color': colour('map-ink'),
        },
      },
      {
        id: 'ranks',
        type: 'symbol',
        source: 'points',
        filter: ['all', isKey, ['<=', ['get', 'rank'], RANKS_SHOWN]],
        layout: { 'text-field': ['to-string', ['get', 'rank']], 'text-size': 12, 'text-offset': [0, -1.1], 'text-allow-overlap': true, 'symbol-sort-key': ['get', 'rank'] },
        paint: { ...names, 'text-halo-width': 2.2 },
      },
      {
        id: 'names',
        type: 'symbol',
        source: 'points',
        minzoom: near,
        layout: { 'text-field': ['get', 'name'], 'text-size': 11, 'text-offset': [0, 1.2], 'text-anchor': 'top', 'symbol-sort-key': ['case', isKey, 0, 1] },
        paint: names,
      },
    ],
  }
}
