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
  /** A point on each round's longest leg, where its vehicle's label stands. */
  readonly labels: FeatureCollection
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
    lines: collection(lineFeatures(network, day, selected)),
    rounds: collection(roundFeatures(network, day, selected)),
    labels: collection(labelFeatures(network, day, selected)),
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
  const isSmall = network.county.places.length <= FEW_PLACES
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
        served: day === null || !network.plan || place.kind === 'hub' || Boolean(week && (week.days >> day) & 1),
        lit: lit === null || lit.has(place.id),
        named: place.kind !== 'village' || isSmall || Boolean(lit?.has(place.id)),
        order: order.get(place.id) ?? '',
      },
    }
  })
}

/** A county of so few places shows all their names at once; a larger one shows its villages' when zoomed in. */
const FEW_PLACES = 60

/** A dot's area grows with the week's mail: radius 2.5 px for none, 7 px for 400 pieces and more. */
export function radiusOf(pieces: number): number {
  return 2.5 + 4.5 * Math.sqrt(Math.min(pieces, 400) / 400)
}

function stopNumbers(network: Network, selected: Selection | null): Map<string, string> {
  const round = selected?.what === 'round' ? network.rounds.get(selected.id) : undefined
  return new Map(round?.stops.map((stop, k) => [stop.place, String(k + 1)]))
}

function lineFeatures(network: Network, day: number | null, selected: Selection | null): Feature[] {
  const lit = concerned(network, selected)
  const litLines = lit && new Set(bagsOn(network, day).flatMap((bag) => (lit.has(bag.id) ? [bag.line] : [])))
  const carrying = new Set(bagsOn(network, day).map((bag) => bag.line))
  return network.county.lines
    .filter((line) => line.shape.length > 1)
    .map((line) => ({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: line.shape as Position[] },
      properties: {
        id: line.id,
        label: line.label,
        colour: BUS_COLOUR,
        carries: carrying.has(line.id),
        lit: litLines === null || litLines.has(line.id),
      },
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

function labelFeatures(network: Network, day: number | null, selected: Selection | null): Feature[] {
  const lit = concerned(network, selected)
  return roundsOn(network, day).flatMap((round) => {
    if (lit && !lit.has(round.id)) return []
    const at = middleOfLongestLeg(wayOf(network, round))
    const label = network.vehicles.get(round.vehicle)?.label ?? ''
    return [{ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { id: round.id, label, tier: round.tier } }]
  })
}

/** Where a round's label stands best. */
export function middleOfLongestLeg(way: readonly (readonly [number, number])[]): [number, number] {
  let longest = -1
  let middle: [number, number] = [...way[0]!]
  for (let k = 1; k < way.length; k++) {
    const [a, b] = [way[k - 1]!, way[k]!]
    const squared = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
    if (squared > longest) [longest, middle] = [squared, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]]
  }
  return middle
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
