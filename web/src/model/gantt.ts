// The time chart: one row a vehicle or bus line that works, one bar a round or run, links from feed to round.
import type { VehicleView } from '../api/client'
import { bagsOn, type Network, roundsOn } from './network'
import { DAYS, MINUTES_A_DAY } from './week'

export interface GanttRow {
  readonly id: string
  readonly label: string
  readonly title: string
  readonly group: 'vans' | 'buses' | 'couriers'
}
export interface GanttBar {
  readonly id: string
  readonly row: string
  readonly day: number
  readonly from: number
  readonly to: number
  readonly colour: string
  readonly what: 'round' | 'trip'
}
export interface GanttBead {
  readonly id: string
  readonly row: string
  readonly at: number
}
export interface GanttLink {
  readonly by: string
  readonly onto: string
  readonly at: number
  readonly to: number
  readonly fromRow: string
  readonly toRow: string
  readonly isSameDay: boolean
}
export interface Gantt {
  readonly rows: readonly GanttRow[]
  readonly bars: readonly GanttBar[]
  readonly beads: readonly GanttBead[]
  readonly links: readonly GanttLink[]
  /** Minutes of the day between which everything happens, on whole hours. */
  readonly opens: number
  readonly closes: number
}

export function ganttOf(network: Network, day: number | null, busColour: string): Gantt {
  const rounds = roundsOn(network, day)
  const bags = bagsOn(network, day)
  const used = new Set(rounds.map((round) => round.vehicle))
  const vehicles = network.county.vehicles.filter((vehicle) => used.has(vehicle.id))
  const lines = new Map(bags.map((bag) => [bag.line, bag.line_name]))
  const rows: GanttRow[] = [
    ...vehicles.filter((v) => v.tier === 'hub').map((v) => rowOf(v, 'vans')),
    ...[...lines].map(([id, name]) => ({
      id: `line:${id}`,
      label: network.lineLabels.get(id) ?? name,
      title: name,
      group: 'buses' as const,
    })),
    ...vehicles.filter((v) => v.tier !== 'hub').map((v) => rowOf(v, 'couriers')),
  ]
  const trips = new Set(bags.map((bag) => bag.trip))
  const bars: GanttBar[] = [
    ...rounds.map((round) => ({
      id: round.id,
      row: round.vehicle,
      day: round.day,
      from: round.leave_min,
      to: round.return_min,
      colour: network.colours.get(round.vehicle) ?? '#888888',
      what: 'round' as const,
    })),
    ...(network.plan?.trips ?? [])
      .filter((trip) => trips.has(trip.id))
      .map((trip) => ({
        id: trip.id,
        row: `line:${trip.line}`,
        day: trip.day,
        from: trip.leave_min,
        to: trip.arrive_min,
        colour: busColour,
        what: 'trip' as const,
      })),
  ]
  const beads = bags.map((bag) => ({ id: bag.id, row: `line:${bag.line}`, at: bag.arrive_min }))
  return { rows, bars, beads, links: linksOf(network, day), ...hoursOf(bars) }
}

/** Where a minute of the week lies from 0 to 1 when each shown day has the same width. */
export function placeMinute(gantt: Gantt, day: number | null, minute: number): number {
  const shown = day === null ? DAYS.length : 1
  const ofWeek = Math.floor(minute / MINUTES_A_DAY)
  const column = day === null ? Math.min(ofWeek, 6) : 0
  const start = (day ?? column) * MINUTES_A_DAY
  const share = (minute - start - gantt.opens) / (gantt.closes - gantt.opens)
  return (column + Math.min(Math.max(share, 0), 1)) / shown
}

function rowOf(vehicle: VehicleView, group: GanttRow['group']): GanttRow {
  return { id: vehicle.id, label: vehicle.label, title: vehicle.name || vehicle.id, group }
}

function linksOf(network: Network, day: number | null): GanttLink[] {
  return (network.plan?.feeds ?? []).flatMap((feed) => {
    const onto = network.rounds.get(feed.onto)
    const by = network.rounds.get(feed.by) ?? network.bags.get(feed.by)
    if (!onto || !by || (day !== null && (by.day !== day || onto.day !== day))) return []
    const fromRow = 'vehicle' in by ? by.vehicle : `line:${by.line}`
    const isSameDay = by.day === onto.day
    return [{ by: feed.by, onto: onto.id, at: feed.at_min, to: onto.leave_min, fromRow, toRow: onto.vehicle, isSameDay }]
  })
}

function hoursOf(bars: readonly GanttBar[]): { opens: number; closes: number } {
  if (!bars.length) return { opens: 480, closes: 1080 }
  const opens = Math.min(...bars.map((bar) => bar.from - bar.day * MINUTES_A_DAY))
  const closes = Math.max(...bars.map((bar) => bar.to - bar.day * MINUTES_A_DAY))
  return { opens: Math.floor(opens / 60) * 60, closes: Math.ceil(closes / 60) * 60 }
}
