// The map's quiet ground and its layers. Labels come from the machine's own fonts: the style names no glyph server.
import type { ExpressionSpecification, LayerSpecification, Map as GroundMap, StyleSpecification, SymbolLayerSpecification } from 'maplibre-gl'
import type { MapData } from '../model/mapData'
import type { Relief } from '../model/relief'
import { reliefSource } from './drawRelief'

/** Which layers a word of the legend hides. */
export const LAYERS_OF: Record<string, readonly string[]> = {
  outline: ['outline-fill', 'outline'],
  relief: ['relief'],
  buses: ['buses', 'bus-labels'],
  bags: ['beads'],
  couriers: ['couriers', 'courier-labels'],
  vans: ['van-casing', 'vans', 'van-labels'],
  village: ['villages'],
  station: ['stations'],
  hub: ['hub'],
  names: ['hub-name', 'names', 'more-names', 'orders'],
}

/** A narrower map starts with its legend folded over it; a wider one has it beside. */
export const LEGEND_OPEN_FROM_PX = 480

/** Until the map knows how far it is zoomed, names of small places wait. */
const FAR_ZOOM = 24
/** So many zoom levels above the whole county the names of its villages are shown. */
export const MORE_NAMES_LEVELS = 1.4

export const SELECTABLE = [
  ['place', ['hub', 'stations', 'villages']],
  ['round', ['vans', 'couriers', 'van-labels', 'courier-labels']],
] as const

export function mapStyle(data: MapData, relief: Relief | null, css: CSSStyleDeclaration): StyleSpecification {
  const colour = (name: string) => css.getPropertyValue(`--${name}`).trim()
  return {
    version: 8,
    sources: {
      ...(relief ? { relief: reliefSource(relief, css) } : {}),
      outline: { type: 'geojson', data: data.outline },
      lines: { type: 'geojson', data: data.lines },
      rounds: { type: 'geojson', data: data.rounds },
      labels: { type: 'geojson', data: data.labels },
      places: { type: 'geojson', data: data.places },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': colour('map-ground') } },
      ...reliefLayers(relief, colour),
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
          'line-opacity': ['case', ['get', 'lit'], ['case', ['get', 'carries'], 0.9, 0.55], 0.15],
          'line-dasharray': [3, 2],
        },
      },
      ...roundLayers(colour),
      {
        id: 'beads',
        type: 'symbol',
        source: 'lines',
        filter: ['all', ['get', 'carries'], ['get', 'lit']],
        layout: {
          'symbol-placement': 'line',
          'symbol-spacing': 56,
          'icon-image': 'bead',
          'icon-allow-overlap': true,
          'icon-ignore-placement': true,
        },
      },
      ...placeLayers(colour),
      ...labelLayers(colour),
    ],
  }
}

/** The hub's square, the station's ring and the bag's bead, drawn here so that no image is fetched. */
export function drawImages(map: GroundMap, css: CSSStyleDeclaration): void {
  const ink = css.getPropertyValue('--map-ink').trim()
  const surface = css.getPropertyValue('--surface').trim()
  map.setMissingStyleImageResolver((id) => {
    if (id === 'hub') map.addImage(id, drawn(36, (pen) => square(pen, ink, surface)), { pixelRatio: 2 })
    if (id === 'room') map.addImage(id, drawn(26, () => undefined), { pixelRatio: 2 })
    if (id === 'bead') map.addImage(id, drawn(16, (pen) => disc(pen, surface, '#6b7280')), { pixelRatio: 2 })
  })
}

type Colour = (name: string) => string

/** Level ground has no tint: there the county stands out as a lighter plain. */
function reliefLayers(relief: Relief | null, colour: Colour): LayerSpecification[] {
  if (relief) return [{ id: 'relief', type: 'raster', source: 'relief', paint: { 'raster-fade-duration': 0 } }]
  const paint = { 'fill-color': colour('surface'), 'fill-opacity': 0.6 }
  return [{ id: 'outline-fill', type: 'fill', source: 'outline', paint }]
}

const fade = (full: number): ExpressionSpecification => ['case', ['get', 'lit'], full, 0.1]

function roundLayers(colour: Colour): LayerSpecification[] {
  const isVan: ExpressionSpecification = ['==', ['get', 'tier'], 'hub']
  const isCourier: ExpressionSpecification = ['!=', ['get', 'tier'], 'hub']
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
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
    { ...names(colour), id: 'more-names', filter: ['!', ['get', 'named']], minzoom: FAR_ZOOM },
    { ...names(colour), id: 'names', filter: ['all', ['get', 'named'], ['!=', ['get', 'kind'], 'hub']] },
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
        'text-padding': 0,
      },
      paint: {
        'text-color': colour('accent-text'),
        'text-halo-color': colour('map-ground'),
        'text-halo-width': 2.5,
      },
    },
  ]
}

function names(colour: Colour): SymbolLayerSpecification {
  return {
    id: 'names',
    type: 'symbol',
    source: 'places',
    layout: {
      'text-field': ['get', 'name'],
      'text-size': ['match', ['get', 'kind'], 'hub', 14, 'station', 12.5, 11],
      'text-variable-anchor': ['top', 'bottom', 'left', 'right', 'top-left', 'top-right', 'bottom-left', 'bottom-right'],
      'text-radial-offset': 0.9,
      'text-padding': 1,
      'symbol-sort-key': ['match', ['get', 'kind'], 'hub', 0, 'station', 1, 2],
    },
    paint: {
      'text-color': colour('map-ink'),
      'text-halo-color': colour('map-ground'),
      'text-halo-width': 1.6,
      'text-opacity': ['case', ['get', 'lit'], 1, 0.3],
    },
  }
}

/** The hub lies where most is drawn: where no side has room, its name stands farther off. */
function hubName(colour: Colour): SymbolLayerSpecification {
  const { layout, ...rest } = names(colour)
  const offsets = [0.9, 2.2, 3.6].flatMap((far) => ['top', [0, far], 'bottom', [0, -far], 'left', [far, 0], 'right', [-far, 0]])
  const anchors = offsets as NonNullable<SymbolLayerSpecification['layout']>['text-variable-anchor-offset']
  return { ...rest, id: 'hub-name', filter: ['==', ['get', 'kind'], 'hub'], layout: { ...layout, 'text-variable-anchor-offset': anchors } }
}

/** What is placed first stands last: rings and squares keep names off, vehicles' labels come before names. */
function labelLayers(colour: Colour): LayerSpecification[] {
  const paint = { 'text-color': colour('map-ink'), 'text-halo-color': colour('map-ground'), 'text-halo-width': 2.5 }
  const atPoint: SymbolLayerSpecification['layout'] = {
    'text-field': ['get', 'label'],
    'text-size': 11.5,
    'text-padding': 6,
    'text-variable-anchor': ['center', 'top', 'bottom'],
  }
  const alongLine: SymbolLayerSpecification['layout'] = {
    'symbol-placement': 'line',
    'symbol-spacing': 260,
    'text-field': ['get', 'label'],
    'text-size': 11,
    'text-padding': 6,
  }
  const room: SymbolLayerSpecification = {
    id: 'room',
    type: 'symbol',
    source: 'places',
    filter: ['!=', ['get', 'kind'], 'village'],
    layout: { 'icon-image': 'room', 'icon-allow-overlap': true, 'icon-padding': 0 },
  }
  return [
    { id: 'courier-labels', type: 'symbol', source: 'labels', filter: ['!=', ['get', 'tier'], 'hub'], layout: atPoint, paint },
    { id: 'bus-labels', type: 'symbol', source: 'lines', filter: ['all', ['get', 'carries'], ['get', 'lit']], layout: alongLine, paint },
    { id: 'van-labels', type: 'symbol', source: 'labels', filter: ['==', ['get', 'tier'], 'hub'], layout: atPoint, paint },
    hubName(colour),
    room,
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
