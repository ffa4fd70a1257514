// How vehicles are told apart on paper without colour: by the pattern of their line, and by their label.
import type { VehicleView } from '../api/client'

const DASHES = ['', '10 4', '2.5 3', '10 3 2 3', '5 2.5', '12 3 2 3 2 3'] as const

/** Vehicle id to the dashes of its line (empty: solid), counted apart for the hub's and the stations' vehicles. */
export function patternVehicles(vehicles: readonly VehicleView[]): Map<string, string> {
  const counts = { hub: 0, station: 0 }
  return new Map(
    vehicles.map((vehicle) => {
      const tier = vehicle.tier === 'hub' ? 'hub' : 'station'
      return [vehicle.id, DASHES[counts[tier]++ % DASHES.length]!]
    }),
  )
}
