// Vehicle colours: Okabe and Ito's, without vermilion, which is kept for warnings. A label always stands beside them.
import type { VehicleView } from '../api/client'

export const PALETTE = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9'] as const
export const BUS_COLOUR = '#6b7280'

/** Vehicle id to colour, counted apart for the hub's and the stations' vehicles. */
export function colourVehicles(vehicles: readonly VehicleView[]): Map<string, string> {
  const counts = { hub: 0, station: 0 }
  return new Map(
    vehicles.map((vehicle) => {
      const tier = vehicle.tier === 'hub' ? 'hub' : 'station'
      return [vehicle.id, PALETTE[counts[tier]++ % PALETTE.length]!]
    }),
  )
}
