import { describe, expect, it } from 'vitest'
import type { VisitsOfPlan, VisitView } from '../api/visits'
import { compared, leftRows, visitRows } from './visits'

const visit = (customer: string, day: number, place: string, owner: string) => ({ customer, day, place, owner }) as VisitView
const OF = {
  found: { visits: [visit('c1', 0, 'v1', 'p1'), visit('c2', 2, 'v1', 'p2')], left_out: [{ customer: 'c3', place: 'v2', owner: '' }] },
  customers: [{ id: 'c1', name: '雪域合作社' }],
  owners: { p1: '才让' },
} as unknown as VisitsOfPlan
const ALL = { day: null, place: null, owner: null }

describe('rows of visits', () => {
  it('name customer and owner where they are known', () => {
    expect(visitRows(OF, ALL).map((row) => [row.id, row.who?.name, row.ownerName])).toEqual([
      ['c1', '雪域合作社', '才让'],
      ['c2', undefined, ''],
    ])
  })
  it('are narrowed by day, place and owner', () => {
    expect(visitRows(OF, { ...ALL, day: 2 }).map((row) => row.id)).toEqual(['c2'])
    expect(visitRows(OF, { ...ALL, place: 'v1', owner: 'p1' }).map((row) => row.id)).toEqual(['c1'])
    expect(leftRows(OF, { ...ALL, day: 2, place: 'v2' }).map((row) => row.id)).toEqual(['c3'])
  })
})

it('rounds beside trips of their own', () => {
  expect(compared(30, 120)).toEqual({ rounds: 0.25, own: 1, saved: 0.75 })
  expect(compared(0, 0)).toEqual({ rounds: 0, own: 0, saved: 0 })
})
