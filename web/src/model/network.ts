// A county with one of its plans, indexed for the views.
import type { BagView, CountyView, PlaceView, PlaceWeekView, PlanView, RoundView, VehicleView } from '../api/client'
import type { Selection } from './address'
import { colourVehicles } from './colours'

export interface Network {
  readonly county: CountyView
  readonly plan: PlanView | null
  readonly hub: PlaceView
  readonly places: ReadonlyMap<string, PlaceView>
  readonly vehicles: ReadonlyMap<string, VehicleView>
  readonly colours: ReadonlyMap<string, string>
  readonly rounds: ReadonlyMap<string, RoundView>
  readonly bags: ReadonlyMap<string, BagView>
  /** Bus lines' short names by line. */
  readonly lineLabels: ReadonlyMap<string, string>
  readonly weeks: ReadonlyMap<string, PlaceWeekView>
}

export function networkOf(county: CountyView, plan: PlanView | null): Network {
  return {
    county,
    plan,
    hub: county.places[0]!,
    places: byId(county.places),
    vehicles: byId(county.vehicles),
    colours: colourVehicles(county.vehicles),
    rounds: byId(plan?.rounds ?? []),
    bags: byId(plan?.bags ?? []),
    lineLabels: new Map(county.lines.map((line) => [line.id, line.label])),
    weeks: new Map(plan?.places.map((week) => [week.place, week])),
  }
}

/** The rounds of a day, or of the whole week for null. */
export function roundsOn(network: Network, day: number | null): RoundView[] {
  return (network.plan?.rounds ?? []).filter((round) => day === null || round.day === day)
}

/** A vehicle's rounds of the week. */
export function roundsOf(network: Network, vehicle: string): RoundView[] {
  return (network.plan?.rounds ?? []).filter((round) => round.vehicle === vehicle)
}

export function bagsOn(network: Network, day: number | null): BagView[] {
  return (network.plan?.bags ?? []).filter((bag) => day === null || bag.day === day)
}

/** The stops' coordinates of a round, from its depot back to its depot. */
export function wayOf(network: Network, round: RoundView): [number, number][] {
  const ids = [round.depot, ...round.stops.map((stop) => stop.place), round.depot]
  return ids.flatMap((id) => {
    const place = network.places.get(id)
    return place ? [[place.lon, place.lat] as [number, number]] : []
  })
}

/** Ids of rounds and bags that a selection concerns; null where nothing is selected. */
export function concerned(network: Network, selected: Selection | null): ReadonlySet<string> | null {
  if (!selected) return null
  if (selected.what === 'vehicle') return new Set(roundsOf(network, selected.id).map((round) => round.id))
  if (selected.what !== 'place') return new Set([selected.id])
  const found = new Set<string>()
  for (const round of network.plan?.rounds ?? []) {
    if (round.depot === selected.id || round.stops.some((stop) => stop.place === selected.id)) found.add(round.id)
  }
  for (const bag of network.plan?.bags ?? []) {
    if (bag.origin === selected.id || bag.destination === selected.id) found.add(bag.id)
  }
  return found
}

/** Ids of the places that a selection concerns: the place itself, or the stops of the rounds. */
export function concernedPlaces(network: Network, selected: Selection | null): ReadonlySet<string> | null {
  if (!selected) return null
  if (selected.what === 'place') return new Set([selected.id])
  const round = network.rounds.get(selected.id)
  const rounds = selected.what === 'vehicle' ? roundsOf(network, selected.id) : round ? [round] : []
  if (rounds.length) return new Set(rounds.flatMap((each) => [each.depot, ...each.stops.map((stop) => stop.place)]))
  const bag = network.bags.get(selected.id)
  return new Set(bag ? [bag.origin, bag.destination] : [])
}

function byId<T extends { id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]))
}
