// The map's quiet ground and its layers. Labels come from the machine's own fonts: the style names no glyph server.
import type { ExpressionSpecification, LayerSpecification, Map as GroundMap, StyleSpecification, SymbolLayerSpecification } from 'maplibre-gl'
import type { MapData } from '../model/mapData'

/** Which layers a word of the legend hides. */
export const LAYERS_OF: Record<string, readonly string[]> = {
  outline: ['outline-fill', 'outline'],
  buses: ['buses', 'bus-labels'],
  bags: ['beads'],
  couriers: ['couriers', 'courier-labels'],
  vans: ['van-casing', 'vans', 'van-labels'],
  village: ['villages'],
  station: ['stations'],
  hub: ['hub'],
  names: ['names', 'orders'],
}

/** A narrower map starts with its legend folded. */
export const LEGEND_OPEN_FROM_PX = 560

export const SELECTABLE = [
  ['place', ['hub', 'stations', 'villages']],
  ['round', ['vans', 'couriers']],
] as const

export function mapStyle(data: MapData, css: CSSStyleDeclaration): StyleSpecification {
  const colour = (name: string) => css.getPropertyValue(`--${name}`).trim()
  return {
    version: 8,
    sources: {
      outline: { type: 'geojson', data: data.outline },
      lines: { type: 'geojson', data: data.lines },
      rounds: { type: 'geojson', data: data.rounds },
      places: { type: 'geojson', data: data.places },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colour('map-ground') } },
      {
        id: 'outline-fill',
        type: 'fill',
        source: 'outline',
        paint: { 'fill-color': colour('surface'), 'fill-opacity': 0.6 },
      },
      {
        id: 'outline',
        type: 'line',
        source: 'outline',
        paint: { 'line-color': colour('map-quiet'), 'line-width': 1, 'line-dasharray': [1, 3] },
      },
      {
        id: 'buses',
        type: 'line',
        source: 'lines',
        layout: { 'line-cap': 'butt', 'line-join': 'round' },
        paint: {
          'line-color': ['get', 'colour'],
          'line-width': ['case', ['get', 'carries'], 2.4, 1.2],
          'line-opacity': ['case', ['get', 'carries'], 0.9, 0.55],
          'line-dasharray': [3, 2],
        },
      },
      ...roundLayers(colour),
      {
        id: 'beads',
        type: 'symbol',
        source: 'lines',
        filter: ['get', 'carries'],
        layout: {
          'symbol-placement': 'line',
          'symbol-spacing': 56,
          'icon-image': 'bead',
          'icon-allow-overlap': true,
          'icon-ignore-placement': true,
        },
      },
      ...placeLayers(colour),
    ],
  }
}

/** The hub's square, the station's ring and the bag's bead, drawn here so that no image is fetched. */
export function drawImages(map: GroundMap, css: CSSStyleDeclaration): void {
  const ink = css.getPropertyValue('--map-ink').trim()
  const surface = css.getPropertyValue('--surface').trim()
  map.setMissingStyleImageResolver((id) => {
    if (id === 'hub') map.addImage(id, drawn(36, (pen) => square(pen, ink, surface)), { pixelRatio: 2 })
    if (id === 'bead') map.addImage(id, drawn(16, (pen) => disc(pen, surface, '#6b7280')), { pixelRatio: 2 })
  })
}

type Colour = (name: string) => string

const fade = (full: number): ExpressionSpecification => ['case', ['get', 'lit'], full, 0.1]

function roundLayers(colour: Colour): LayerSpecification[] {
  const isVan: ExpressionSpecification = ['==', ['get', 'tier'], 'hub']
  const isCourier: ExpressionSpecification = ['!=', ['get', 'tier'], 'hub']
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  const label: SymbolLayerSpecification['layout'] = {
    'symbol-placement': 'line',
    'symbol-spacing': 220,
    'text-field': ['get', 'label'],
    'text-size': 11,
    'text-keep-upright': true,
    'text-padding': 4,
  }
  const labelPaint = {
    'text-color': colour('map-ink'),
    'text-halo-color': colour('map-ground'),
    'text-halo-width': 2,
    'text-opacity': fade(1),
  }
  return [
    {
      id: 'couriers',
      type: 'line',
      source: 'rounds',
      filter: isCourier,
      layout: round,
      paint: {
        'line-color': ['get', 'colour'],
        'line-width': ['case', ['get', 'chosen'], 4, 1.6],
        'line-opacity': fade(0.9),
      },
    },
    {
      id: 'van-casing',
      type: 'line',
      source: 'rounds',
      filter: isVan,
      layout: round,
      paint: { 'line-color': colour('map-ground'), 'line-width': 5.5, 'line-opacity': fade(0.8) },
    },
    {
      id: 'vans',
      type: 'line',
      source: 'rounds',
      filter: isVan,
      layout: round,
      paint: {
        'line-color': ['get', 'colour'],
        'line-width': ['case', ['get', 'chosen'], 5.5, 3.2],
        'line-opacity': fade(0.95),
      },
    },
    {
      id: 'bus-labels',
      type: 'symbol',
      source: 'lines',
      filter: ['get', 'carries'],
      layout: label,
      paint: { 'text-color': colour('map-ink'), 'text-halo-color': colour('map-ground'), 'text-halo-width': 2 },
    },
    { id: 'courier-labels', type: 'symbol', source: 'rounds', filter: isCourier, layout: label, paint: labelPaint },
    { id: 'van-labels', type: 'symbol', source: 'rounds', filter: isVan, layout: label, paint: labelPaint },
  ]
}

function placeLayers(colour: Colour): LayerSpecification[] {
  const kind = (name: string): ExpressionSpecification => ['==', ['get', 'kind'], name]
  const seen: ExpressionSpecification = ['case', ['get', 'lit'], ['case', ['get', 'served'], 1, 0.45], 0.25]
  const byFloor = (kept: string, missed: string, none: string): ExpressionSpecification => [
    'match',
    ['get', 'floor'],
    'kept',
    kept,
    'missed',
    missed,
    none,
  ]
  return [
    {
      id: 'villages',
      type: 'circle',
      source: 'places',
      filter: kind('village'),
      paint: {
        'circle-radius': ['get', 'radius'],
        'circle-color': byFloor(colour('accent-text'), colour('warn'), colour('surface')),
        'circle-stroke-color': byFloor(colour('surface'), colour('map-ink'), colour('map-quiet')),
        'circle-stroke-width': byFloor2(1, 2.5, 1),
        'circle-opacity': seen,
        'circle-stroke-opacity': seen,
      },
    },
    {
      id: 'stations',
      type: 'circle',
      source: 'places',
      filter: kind('station'),
      paint: {
        'circle-radius': 6,
        'circle-color': colour('surface'),
        'circle-stroke-color': byFloor(colour('map-ink'), colour('warn'), colour('map-ink')),
        'circle-stroke-width': 2.5,
        'circle-opacity': seen,
        'circle-stroke-opacity': seen,
      },
    },
    {
      id: 'hub',
      type: 'symbol',
      source: 'places',
      filter: kind('hub'),
      layout: { 'icon-image': 'hub', 'icon-allow-overlap': true, 'icon-ignore-placement': true },
    },
    {
      id: 'names',
      type: 'symbol',
      source: 'places',
      layout: {
        'text-field': ['get', 'name'],
        'text-size': ['match', ['get', 'kind'], 'hub', 14, 'station', 12.5, 11],
        'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
        'text-radial-offset': 0.85,
        'text-padding': 3,
        'symbol-sort-key': ['match', ['get', 'kind'], 'hub', 0, 'station', 1, 2],
      },
      paint: {
        'text-color': colour('map-ink'),
        'text-halo-color': colour('map-ground'),
        'text-halo-width': 1.6,
        'text-opacity': ['case', ['get', 'lit'], 1, 0.3],
      },
    },
    {
      id: 'orders',
      type: 'symbol',
      source: 'places',
      filter: ['!=', ['get', 'order'], ''],
      layout: {
        'text-field': ['get', 'order'],
        'text-size': 11,
        'text-anchor': 'bottom-left',
        'text-offset': [0.5, -0.4],
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: {
        'text-color': colour('accent-text'),
        'text-halo-color': colour('map-ground'),
        'text-halo-width': 2.5,
      },
    },
  ]
}

function byFloor2(kept: number, missed: number, none: number): ExpressionSpecification {
  return ['match', ['get', 'floor'], 'kept', kept, 'missed', missed, none]
}

function drawn(size: number, draw: (pen: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size
  const pen = canvas.getContext('2d')!
  draw(pen)
  return pen.getImageData(0, 0, size, size)
}

function square(pen: CanvasRenderingContext2D, fill: string, edge: string): void {
  pen.fillStyle = edge
  pen.fillRect(2, 2, 32, 32)
  pen.fillStyle = fill
  pen.fillRect(5, 5, 26, 26)
}

function disc(pen: CanvasRenderingContext2D, fill: string, edge: string): void {
  pen.beginPath()
  pen.arc(8, 8, 5.5, 0, 2 * Math.PI)
  pen.fillStyle = fill
  pen.strokeStyle = edge
  pen.lineWidth = 3
  pen.fill()
  pen.stroke()
}
