// The columns of the plan's three tables; units stand in the heads.
import type { BagView, PlaceView, RoundView } from '../api/client'
import type { Network } from '../model/network'
import { count, kg, km, yuan } from '../model/numbers'
import type { Column } from '../model/table'
import { clock, daysOf } from '../model/week'

export type T = (key: string, named?: Record<string, unknown>) => string
export interface Said {
  readonly t: T
  readonly days: readonly string[]
  readonly nameOf: (id: string) => string
}

const numbered = { isNumber: true, filter: 'number' } as const

export function roundColumns(network: Network, { t, days, nameOf }: Said, withDay: boolean): Column<RoundView>[] {
  const label = (round: RoundView) => network.vehicles.get(round.vehicle)?.label ?? round.vehicle
  const day: Column<RoundView> = {
    key: 'day',
    head: t('table.day'),
    value: (r) => r.day,
    text: (r) => days[r.day]!,
    filter: 'choice',
  }
  return [
    ...(withDay ? [day] : []),
    { key: 'vehicle', head: t('table.vehicle'), value: (r) => order(label(r)), text: label, filter: 'choice', colour: (r) => network.colours.get(r.vehicle) },
    { key: 'depot', head: t('table.depot'), value: (r) => nameOf(r.depot), filter: 'text' },
    { key: 'leave', head: t('table.leave'), value: (r) => r.leave_min % 1440, text: (r) => clock(r.leave_min), isNumber: true },
    { key: 'back', head: t('table.back'), value: (r) => r.return_min % 1440, text: (r) => clock(r.return_min), isNumber: true },
    { key: 'stops', head: t('table.stops'), value: (r) => r.stops.length, ...numbered, total: true },
    { key: 'km', head: t('table.km'), value: (r) => r.metres, text: (r) => km(r.metres), ...numbered, total: true },
    { key: 'drive', head: t('table.drive'), value: (r) => r.drive_min, text: (r) => count(r.drive_min), ...numbered, total: true },
    { key: 'deliver', head: t('table.deliver'), value: (r) => r.deliver_pieces, text: (r) => count(r.deliver_pieces), ...numbered, total: true },
    { key: 'collect', head: t('table.collect'), value: (r) => r.collect_pieces, text: (r) => count(r.collect_pieces), ...numbered, total: true },
    { key: 'fill', head: t('table.fill'), value: (r) => r.fill_percent, ...numbered, warn: (r) => r.fill_percent > 100 },
    { key: 'cost', head: t('table.cost'), value: (r) => r.cost_fen, text: (r) => yuan(r.cost_fen), ...numbered, total: true },
  ]
}

export function bagColumns(network: Network, { t, days, nameOf }: Said, withDay: boolean): Column<BagView>[] {
  const line = (bag: BagView) => network.lineLabels.get(bag.line) ?? bag.line
  const day: Column<BagView> = { key: 'day', head: t('table.day'), value: (b) => b.day, text: (b) => days[b.day]!, filter: 'choice' }
  return [
    ...(withDay ? [day] : []),
    { key: 'line', head: t('table.line'), value: (b) => order(line(b)), text: line, filter: 'choice' },
    { key: 'name', head: t('table.lineName'), value: (b) => b.line_name, filter: 'text' },
    { key: 'from', head: t('table.from'), value: (b) => nameOf(b.origin), filter: 'text' },
    { key: 'departs', head: t('table.departs'), value: (b) => b.leave_min % 1440, text: (b) => clock(b.leave_min), isNumber: true },
    { key: 'to', head: t('table.to'), value: (b) => nameOf(b.destination), filter: 'text' },
    { key: 'arrives', head: t('table.arrives'), value: (b) => b.arrive_min % 1440, text: (b) => clock(b.arrive_min), isNumber: true },
    { key: 'pieces', head: t('table.pieces'), value: (b) => b.pieces, text: (b) => count(b.pieces), ...numbered, total: true },
    { key: 'kg', head: t('table.kg'), value: (b) => b.grams, text: (b) => kg(b.grams), ...numbered, total: true },
    { key: 'bags', head: t('table.bagCount'), value: (b) => b.bags, ...numbered, total: true },
    { key: 'cost', head: t('table.fee'), value: (b) => b.fee_fen, text: (b) => yuan(b.fee_fen), ...numbered, total: true },
  ]
}

export function placeColumns(network: Network, { t, days, nameOf }: Said): Column<PlaceView>[] {
  const week = (place: PlaceView) => network.weeks.get(place.id)
  const modes = (place: PlaceView) => [...new Set(week(place)?.visits.map((visit) => t(`mode.${visit.mode}`)))].join(t('table.and'))
  const pattern = (place: PlaceView) => daysOf(week(place)?.days ?? 0).map((day) => days[day]).join(' ')
  const got = (place: PlaceView) => daysOf(week(place)?.days ?? 0).length
  const mail = (place: PlaceView) => place.deliver_pieces + place.collect_pieces
  return [
    { key: 'place', head: t('table.place'), value: (p) => nameOf(p.id), filter: 'text', isWide: true },
    { key: 'kind', head: t('table.kind'), value: (p) => t(`kind.${p.kind}`), filter: 'choice' },
    { key: 'parent', head: t('table.parent'), value: (p) => (p.parent && p.kind === 'village' ? nameOf(p.parent) : ''), filter: 'text' },
    { key: 'pattern', head: t('table.pattern'), value: pattern, filter: 'choice' },
    { key: 'mode', head: t('table.mode'), value: modes, filter: 'choice' },
    { key: 'visits', head: t('table.visits'), value: got, ...numbered, total: true },
    { key: 'owed', head: t('table.owed'), value: (p) => week(p)?.owed_days ?? 0, ...numbered, total: true },
    { key: 'gap', head: t('table.gap'), value: (p) => week(p)?.largest_gap_days ?? '', ...numbered },
    { key: 'mail', head: t('table.mail'), value: mail, text: (p) => count(mail(p)), ...numbered, total: true },
    { key: 'floor', head: t('table.floor'), value: (p) => t(`floor.${week(p)?.floor ?? 'none'}`), filter: 'choice', warn: (p) => week(p)?.floor === 'missed' },
  ]
}

/** Before there is a plan: what is known of the places, and what they are owed. */
export function unplannedColumns({ t, nameOf }: Said): Column<PlaceView>[] {
  return [
    { key: 'place', head: t('table.place'), value: (p) => nameOf(p.id), filter: 'text', isWide: true },
    { key: 'kind', head: t('table.kind'), value: (p) => t(`kind.${p.kind}`), filter: 'choice' },
    { key: 'parent', head: t('table.parent'), value: (p) => (p.parent && p.kind === 'village' ? nameOf(p.parent) : ''), filter: 'text' },
    { key: 'area', head: t('table.area'), value: (p) => t(`area.${p.area_class}`), filter: 'choice' },
    { key: 'deliver', head: t('table.deliver'), value: (p) => p.deliver_pieces, text: (p) => count(p.deliver_pieces), ...numbered, total: true },
    { key: 'collect', head: t('table.collect'), value: (p) => p.collect_pieces, text: (p) => count(p.collect_pieces), ...numbered, total: true },
    { key: 'owed', head: t('table.owed'), value: (p) => p.visits_min || p.fed_days_min, ...numbered, total: true },
  ]
}

/** A total as its column shows its figures. */
export function formatTotal(key: string, sum: number): string {
  if (key === 'km') return km(sum)
  if (key === 'kg') return kg(sum)
  return key === 'cost' ? yuan(sum) : count(sum)
}

/** V2 before V10. */
function order(label: string): string {
  return label.replace(/\d+/, (digits) => digits.padStart(4, '0'))
}
