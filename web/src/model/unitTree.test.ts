import { expect, it } from 'vitest'
import type { Level, UnitView } from '../api/people'
import { covers, idsAbove, rolesToGive, targetsOf, treeRows } from './unitTree'

const unit = (path: string, level: Level, name = path): UnitView => {
  const ids = path.split('/').filter(Boolean)
  return {
    id: ids.at(-1)!,
    parent: ids.at(-2) ?? null,
    level,
    name,
    name_en: '',
    entity: 'post',
    path,
    version: 1,
    is_closed: false,
    units_below: 0,
    people: 0,
  }
}
const UNITS = [
  unit('/63/', 'province'),
  unit('/63/6301/', 'prefecture'),
  unit('/63/6325/', 'prefecture'),
  unit('/63/6325/632521/', 'county', '共和县'),
  unit('/63/6325/632521/t/', 'team'),
  unit('/63/6325/632522/', 'county', '同德县'),
]
const ids = (rows: readonly { unit: UnitView }[]) => rows.map((row) => row.unit.id)

it('shows what lies below open units only', () => {
  expect(ids(treeRows(UNITS, new Set(), ''))).toEqual(['63'])
  expect(ids(treeRows(UNITS, new Set(['63', '6325']), ''))).toEqual(['63', '6301', '6325', '632521', '632522'])
  expect(ids(treeRows(UNITS, new Set(['6325']), ''))).toEqual(['63'])
})

it('says how deep a row stands and whether it can be opened', () => {
  const rows = treeRows(UNITS, new Set(['63', '6325']), '')
  expect(rows.map((row) => [row.depth, row.hasUnits])).toEqual([[0, true], [1, false], [1, true], [2, true], [2, false]])
})

it('begins where what one may see begins', () => {
  const rows = treeRows(UNITS.slice(3, 5), new Set(['632521']), '')
  expect(rows.map((row) => [row.unit.id, row.depth])).toEqual([['632521', 0], ['t', 1]])
})

it('shows what a text finds together with what lies above it', () => {
  expect(ids(treeRows(UNITS, new Set(), '共和'))).toEqual(['63', '6325', '632521'])
  expect(ids(treeRows(UNITS, new Set(), 'nowhere'))).toEqual([])
})

it('names what lies above a unit', () => {
  expect(idsAbove(UNITS[4]!)).toEqual(['63', '6325', '632521'])
})

it('moves a unit below a higher one that is neither its own nor below itself', () => {
  expect(targetsOf(UNITS[3]!, UNITS, ['/63/']).map((each) => each.id)).toEqual(['63', '6301'])
  expect(targetsOf(UNITS[3]!, UNITS, ['/63/6301/']).map((each) => each.id)).toEqual(['6301'])
  expect(targetsOf(UNITS[0]!, UNITS, ['/63/'])).toEqual([])
})

it('offers the roles of which one has every right at that unit', () => {
  const roles = [
    { id: 'courier', name: '投递员', name_en: 'courier', may: ['plan.read'] },
    { id: 'planner', name: '规划员', name_en: 'planner', may: ['plan.read', 'plan.make'] },
  ]
  const reach = { 'plan.read': ['/63/'], 'plan.make': ['/63/6325/632521/'] }
  expect(rolesToGive(roles, reach, '/63/6325/632521/').map((role) => role.id)).toEqual(['courier', 'planner'])
  expect(rolesToGive(roles, reach, '/63/6325/632522/').map((role) => role.id)).toEqual(['courier'])
})

it('covers nothing where there is no permission', () => {
  expect(covers(undefined, '/63/')).toBe(false)
  expect(covers(['/63/6325/'], '/63/6325-x/')).toBe(false)
})
