// How the map draws what was closed, what a mended plan changes and where customers are seen; told apart without colour: dashes, width, rings.
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

export function overlayLayers(css: CSSStyleDeclaration): LayerSpecification[] {
  const colour = (name: string) => css.getPropertyValue(`--${name}`).trim()
  const is = (...what: string[]): ExpressionSpecification => ['match', ['get', 'what'], what, true, false]
  const isLine: ExpressionSpecification = ['==', ['geometry-type'], 'LineString']
  const isPoint: ExpressionSpecification = ['==', ['geometry-type'], 'Point']
  const joined = { 'line-cap': 'butt', 'line-join': 'round' } as const
  return [
    {
      id: 'overlay-old',
      type: 'line',
      source: 'overlay',
      filter: ['all', isLine, is('old')],
      layout: joined,
      paint: { 'line-color': colour('map-ink'), 'line-width': 2, 'line-dasharray': [2, 2], 'line-opacity': 0.85 },
    },
    {
      id: 'overlay-new',
      type: 'line',
      source: 'overlay',
      filter: ['all', isLine, is('new')],
      layout: joined,
      paint: { 'line-color': colour('accent-text'), 'line-width': 4.5, 'line-opacity': 0.8 },
    },
    {
      id: 'overlay-closed-way',
      type: 'line',
      source: 'overlay',
      filter: ['all', isLine, is('closed')],
      layout: joined,
      paint: { 'line-color': colour('warn'), 'line-width': 7, 'line-dasharray': [0.5, 0.5] },
    },
    {
      id: 'overlay-places',
      type: 'circle',
      source: 'overlay',
      filter: ['all', isPoint, is('changed', 'lost')],
      paint: {
        'circle-radius': 10,
        'circle-opacity': 0,
        'circle-stroke-width': ['match', ['get', 'what'], 'lost', 3, 1.5],
        'circle-stroke-color': ['match', ['get', 'what'], 'lost', colour('warn'), colour('accent-text')],
      },
    },
    {
      id: 'overlay-visits',
      type: 'circle',
      source: 'overlay',
      filter: ['all', isPoint, is('visit')],
      paint: {
        'circle-radius': ['get', 'radius'],
        'circle-color': colour('accent-text'),
        'circle-opacity': 0.3,
        'circle-stroke-width': 2,
        'circle-stroke-color': colour('accent-text'),
      },
    },
    {
      id: 'overlay-closed-place',
      type: 'circle',
      source: 'overlay',
      filter: ['all', isPoint, is('closed')],
      paint: { 'circle-radius': 13, 'circle-color': colour('warn'), 'circle-opacity': 0.35, 'circle-stroke-width': 3, 'circle-stroke-color': colour('warn') },
    },
  ]
}
