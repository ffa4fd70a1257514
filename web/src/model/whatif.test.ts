import { expect, test } from 'vitest'
import type { FigureRow, ReadyMade } from '../api/whatif'
import { filled, isFilled, signed, spreadOf, tellingRows } from './whatif'

const template: ReadyMade = {
  name: 'ev',
  body: { changes: [{ change: 'replace_vehicles', yuan_a_km: null, kind: 'ev_van' }] },
  asks: [{ path: 'changes[0].yuan_a_km', kind: 'yuan', change: 'replace_vehicles', key: 'yuan_a_km' }],
}

test('a difference always has a sign', () => {
  expect(signed(12_350, 'fen')).toBe('+123.5')
  expect(signed(-12_300, 'm')).toBe('−12.3')
  expect(signed(0, 'count')).toBe('±0')
  expect(signed(null, 'count')).toBe('')
})

test('a template is filled with a number, and not before one is given', () => {
  expect(isFilled(template, {})).toBe(false)
  expect(isFilled(template, { 'changes[0].yuan_a_km': 'cheap' })).toBe(false)
  expect(filled(template, { 'changes[0].yuan_a_km': '0.45' })).toEqual({ changes: [{ change: 'replace_vehicles', yuan_a_km: 0.45, kind: 'ev_van' }] })
  expect((template.body.changes as { yuan_a_km: null }[])[0]!.yuan_a_km).toBe(null)
})

test('rows of nothing are left out, but never the cost nor what is missed', () => {
  const row = (key: string, value: number | null): FigureRow => ({ key, zh: '', en: '', unit: 'count', values: [value], differences: [null] })
  const kept = tellingRows([row('total_fen', 0), row('bound_fen', null), row('violations', 0), row('visits', 3)])
  expect(kept.map((each) => each.key)).toEqual(['total_fen', 'violations', 'visits'])
})

test('seeds spread over their sound plans', () => {
  expect(spreadOf({ seeds_fen: [5, null, 3] } as never)).toEqual([3, 5])
  expect(spreadOf({ seeds_fen: [5, null] } as never)).toBe(null)
})
