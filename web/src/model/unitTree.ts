// The tree of units as values: which rows are shown, where a unit may lie, what somebody may give.
import type { Level, RoleView, UnitView } from '../api/people'

export const LEVELS: readonly Level[] = ['province', 'prefecture', 'county', 'outlet', 'station', 'team']

export interface TreeRow {
  readonly unit: UnitView
  readonly depth: number
  readonly hasUnits: boolean
  readonly isOpen: boolean
}

/** The rows that are seen: units below open ones, or with a text those that have it and what lies above them. `units`
 * stand in the order of their paths, so that each comes after the one above it. */
export function treeRows(units: readonly UnitView[], open: ReadonlySet<string>, text: string): TreeRow[] {
  const wanted = text.trim().toLowerCase()
  const found = wanted ? withAbove(units, (unit) => said(unit).includes(wanted)) : null
  const above: UnitView[] = []
  const rows: TreeRow[] = []
  units.forEach((unit, k) => {
    while (above.length && !unit.path.startsWith(above.at(-1)!.path)) above.pop()
    const isSeen = found ? found.has(unit.id) : above.every((each) => open.has(each.id))
    const hasUnits = units[k + 1]?.path.startsWith(unit.path) ?? false
    if (isSeen) rows.push({ unit, depth: above.length, hasUnits, isOpen: found !== null || open.has(unit.id) })
    above.push(unit)
  })
  return rows
}

/** The ids of what lies above a unit, as its path names them. */
export function idsAbove(unit: UnitView): string[] {
  return unit.path.split('/').filter(Boolean).slice(0, -1)
}

export function covers(paths: readonly string[] | undefined, path: string): boolean {
  return paths?.some((each) => path.startsWith(each)) ?? false
}

/** Whether a unit of one level may lie directly below one of another. */
export function liesBelow(level: Level, above: Level): boolean {
  return LEVELS.indexOf(level) > LEVELS.indexOf(above) || (level === 'team' && above === 'team')
}

/** Where a unit can be moved to. */
export function targetsOf(unit: UnitView, units: readonly UnitView[], reach: readonly string[] | undefined): UnitView[] {
  return units.filter(
    (each) =>
      !each.is_closed &&
      !each.path.startsWith(unit.path) &&
      each.id !== unit.parent &&
      liesBelow(unit.level, each.level) &&
      covers(reach, each.path),
  )
}

/** The roles of which somebody has every permission himself at a unit. */
export function rolesToGive(roles: readonly RoleView[], reach: Readonly<Record<string, string[]>>, path: string): RoleView[] {
  return roles.filter((role) => role.may.every((permission) => covers(reach[permission], path)))
}

function withAbove(units: readonly UnitView[], is: (unit: UnitView) => boolean): Set<string> {
  return new Set(units.filter(is).flatMap((unit) => [...idsAbove(unit), unit.id]))
}

function said(unit: UnitView): string {
  return `${unit.name} ${unit.name_en} ${unit.id}`.toLowerCase()
}
