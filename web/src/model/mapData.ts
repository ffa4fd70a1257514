// The network as GeoJSON for the map: places, bus lines, rounds, the illustrative outline.
import type { Feature, FeatureCollection, Position } from 'geojson'
import type { Selection } from './address'
import { BUS_COLOUR } from './colours'
import { bagsOn, concerned, concernedPlaces, type Network, roundsOn, wayOf } from './network'
import { hull } from './projection'

export interface MapData {
  readonly places: FeatureCollection
  readonly lines: FeatureCollection
  readonly rounds: FeatureCollection
  readonly outline: FeatureCollection
}

/** What the map shows of a day (null: the week) with a selection; `nameOf` says a place's name in the language. */
export function mapData(
  network: Network,
  day: number | null,
  selected: Selection | null,
  nameOf: (id: string) => string,
): MapData {
  return {
    places: collection(placeFeatures(network, day, selected, nameOf)),
    lines: collection(lineFeatures(network, day)),
    rounds: collection(roundFeatures(network, day, selected)),
    outline: collection(outlineFeatures(network)),
  }
}

function placeFeatures(
  network: Network,
  day: number | null,
  selected: Selection | null,
  nameOf: (id: string) => string,
): Feature[] {
  const lit = concernedPlaces(network, selected)
  const order = stopNumbers(network, selected)
  return network.county.places.map((place) => {
    const week = network.weeks.get(place.id)
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [place.lon, place.lat] },
      properties: {
        id: place.id,
        kind: place.kind,
        name: nameOf(place.id),
        floor: week?.floor ?? 'none',
        radius: radiusOf(place.deliver_pieces + place.collect_pieces),
        served: day === null || place.kind === 'hub' || Boolean(week && (week.days >> day) & 1),
        lit: lit === null || lit.has(place.id),
        chosen: selected?.what === 'place' && selected.id === place.id,
        order: order.get(place.id) ?? '',
      },
    }
  })
}

/** A dot's area grows with the week's mail: radius 2.5 px for none, 7 px for 400 pieces and more. */
export function radiusOf(pieces: number): number {
  return 2.5 + 4.5 * Math.sqrt(Math.min(pieces, 400) / 400)
}

function stopNumbers(network: Network, selected: Selection | null): Map<string, string> {
  const round = selected?.what === 'round' ? network.rounds.get(selected.id) : undefined
  return new Map(round?.stops.map((stop, k) => [stop.place, String(k + 1)]))
}

function lineFeatures(network: Network, day: number | null): Feature[] {
  const carrying = new Set(bagsOn(network, day).map((bag) => bag.line))
  return network.county.lines
    .filter((line) => line.shape.length > 1)
    .map((line) => ({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: line.shape as Position[] },
      properties: { id: line.id, label: line.label, colour: BUS_COLOUR, carries: carrying.has(line.id) },
    }))
}

function roundFeatures(network: Network, day: number | null, selected: Selection | null): Feature[] {
  const lit = concerned(network, selected)
  return roundsOn(network, day).map((round) => ({
    type: 'Feature',
    geometry: { type: 'LineString', coordinates: wayOf(network, round) },
    properties: {
      id: round.id,
      tier: round.tier,
      colour: network.colours.get(round.vehicle) ?? '#888888',
      label: network.vehicles.get(round.vehicle)?.label ?? '',
      lit: lit === null || lit.has(round.id),
      chosen: selected?.what === 'round' && selected.id === round.id,
    },
  }))
}

function outlineFeatures(network: Network): Feature[] {
  const ring = hull(network.county.places.map((place) => [place.lon, place.lat] as const))
  if (ring.length < 3) return []
  return [
    {
      type: 'Feature',
      geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!].map((corner) => [...corner])] },
      properties: {},
    },
  ]
}

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}
