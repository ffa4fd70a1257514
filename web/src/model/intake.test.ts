import { expect, test } from 'vitest'
import type { Doubt, Doubted } from '../api/intake'
import { isKept, keptFirst, placeWithin, saysOf, withColumn } from './intake'

const somebody = (id: string, more: Partial<Doubted> = {}) => ({ id, stage: 'open', owner: null, monthly_fen: 0, ...more }) as Doubted
const pair = (one: Doubted, other: Doubted) => ({ one, other }) as Doubt

test('a column says one thing, and nothing is said by two columns', () => {
  const mapping = { name: '收件人', phone: '手机' } as const
  expect(withColumn(mapping, '联系人', 'name')).toEqual({ name: '联系人', phone: '手机' })
  expect(withColumn(mapping, '手机', 'key')).toEqual({ name: '收件人', key: '手机' })
  expect(withColumn(mapping, '手机', '')).toEqual({ name: '收件人' })
  expect(saysOf(mapping, '手机')).toBe('phone')
  expect(saysOf(mapping, '备注')).toBe('')
})

test('a mapping is kept where all of it is as it was', () => {
  const kept = { name: '寄递', line: '寄递', columns: { name: '收件人' }, fen_per_unit: 100, months: 1, version: 1 }
  expect(isKept(kept, { name: '收件人' }, '寄递', 100, 1)).toBe(true)
  expect(isKept(kept, { name: '收件人', phone: '手机' }, '寄递', 100, 1)).toBe(false)
  expect(isKept(kept, { name: '收件人' }, '寄递', 100, 12)).toBe(false)
  expect(isKept(null, { name: '收件人' }, '寄递', 100, 1)).toBe(false)
})

test('who is on the list, owned, or brings more stays', () => {
  const waits = somebody('a', { stage: 'entering', monthly_fen: 900 })
  expect(keptFirst(pair(waits, somebody('b')))[0].id).toBe('b')
  expect(keptFirst(pair(somebody('a', { monthly_fen: 900 }), somebody('b', { owner: 'p1' })))[0].id).toBe('b')
  expect(keptFirst(pair(somebody('a'), somebody('b', { monthly_fen: 1 })))[0].id).toBe('b')
  expect(keptFirst(pair(somebody('a'), somebody('b')))[0].id).toBe('a')
})

test('the place stays within the list', () => {
  expect([placeWithin(3, 3), placeWithin(-1, 3), placeWithin(0, 0)]).toEqual([2, 0, 0])
})
