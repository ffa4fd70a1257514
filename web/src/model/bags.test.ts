import { describe, expect, test } from 'vitest'
import type { BagState, BagStateView, CallView, GuideView, TripBagsView } from '../api/client'
import { bagsFor, fenOf, fillOf, guidesFor, numberIn, progressOf, spaced } from './bags'

const bag = (id: string, state: BagState) => ({ id, state }) as BagStateView
const trip = { bags: [bag('a', 'planned'), bag('b', 'sealed'), bag('c', 'received'), bag('d', 'exception')] } as unknown as TripBagsView
const call = (aboard_g: number, hold_g: number, aboard_pieces = 0, hold_pieces = 10) => ({ aboard_g, hold_g, aboard_pieces, hold_pieces }) as CallView

describe('what can be done', () => {
  test('an act is for the bags in the state that it needs', () => {
    expect(bagsFor(trip, 'seal', new Set()).map((each) => each.id)).toEqual(['a'])
    expect(bagsFor(trip, 'settle', new Set()).map((each) => each.id)).toEqual(['d'])
  })
  test('chosen bags narrow it', () => {
    expect(bagsFor(trip, 'seal', new Set(['b']))).toEqual([])
    expect(bagsFor(trip, 'except', new Set(['b', 'c'])).map((each) => each.id)).toEqual(['b'])
  })
  test('an exception is offered where every bag can meet it', () => {
    const guides = [
      { kind: 'hold_full', states: ['sealed'], concerns_trip: false },
      { kind: 'bus_late', states: [], concerns_trip: true },
    ] as unknown as GuideView[]
    expect(guidesFor(guides, [bag('b', 'sealed')]).map((each) => each.kind)).toEqual(['hold_full', 'bus_late'])
    expect(guidesFor(guides, [bag('a', 'planned')]).map((each) => each.kind)).toEqual(['bus_late'])
    expect(guidesFor(guides, []).map((each) => each.kind)).toEqual(['bus_late'])
  })
})

describe('figures', () => {
  test('progress counts states in the order of the way', () => {
    expect(progressOf(trip).map((each) => each.state)).toEqual(['received', 'sealed', 'planned', 'exception'])
  })
  test('the tighter of weight and pieces fills the hold', () => {
    expect(fillOf(call(50, 100, 8, 10))).toBe(0.8)
    expect(fillOf(call(0, 0, 0, 0))).toBe(0)
    expect(fillOf(call(1, 0))).toBe(Infinity)
  })
  test('a label or typed digits give the number', () => {
    expect(numberIn('TLB1;2611236223866571;t;2026-11-23;a;b;1')).toBe('2611236223866571')
    expect(numberIn(' 2611 2362 2386 6571 ')).toBe('2611236223866571')
    expect(numberIn('https://example.org')).toBeNull()
    expect(spaced('2611236223866571')).toBe('2611 2362 2386 6571')
  })
  test('yuan become whole fen', () => {
    expect([fenOf('12'), fenOf('0.5'), fenOf('7.05'), fenOf('1.234'), fenOf('x')]).toEqual([1200, 50, 705, null, null])
  })
})
