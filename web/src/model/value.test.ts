import { describe, expect, it } from 'vitest'
import type { Valued } from '../api/value'
import { narrowWorths, squares, sumsOf } from './value'

const worth = (id: string, recency: number, frequency: number, more: object = {}) =>
  ({ id, worth: { recency, frequency, fen: 100, alive: 0.9, expected_fen: 50, fall_percent: null, ...more } }) as unknown as Valued
const THREE = [worth('a', 5, 5), worth('b', 5, 5, { fall_percent: 20 }), worth('c', 1, 2, { alive: 0.1, expected_fen: null })]

describe('customers by recency and frequency', () => {
  it('stand in squares, the most frequent above and the latest to the right', () => {
    const rows = squares(THREE)
    expect(rows[0]![4]).toEqual({ recency: 5, frequency: 5, customers: 2, fen: 200, share: 1 })
    expect(rows[3]![0]).toMatchObject({ customers: 1, share: 0.5 })
    expect(rows.flat().reduce((sum, each) => sum + each.customers, 0)).toBe(3)
  })
  it('are narrowed to a square and to who falls', () => {
    expect(narrowWorths(THREE, { square: '5-5', falling: false }).map((each) => each.id)).toEqual(['a', 'b'])
    expect(narrowWorths(THREE, { square: '', falling: true }).map((each) => each.id)).toEqual(['b'])
  })
  it('add up', () => {
    expect(sumsOf(THREE)).toEqual({ customers: 3, expectedFen: 100, falling: 1, quiet: 1 })
  })
})
