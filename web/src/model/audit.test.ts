import { describe, expect, test } from 'vitest'
import { en } from '../i18n/en'
import { zh } from '../i18n/zh'
import { briefFieldsOf, fieldsOf, isMoment, isPlain, KINDS } from './audit'

const names = (fields: { name: string }[]) => fields.map((field) => field.name)

describe('what a command carries', () => {
  test('what is empty is left out, what tells most stands first, ids last', () => {
    const body = { entity: 'post', id: 'p1', is_service: false, name: '卓*', phone: '', scopes: [], staff_number: 'C1' }
    expect(names(fieldsOf(body))).toEqual(['name', 'staff_number', 'entity', 'id'])
  })
  test('a summary has no ids and no more than three fields', () => {
    const body = { id: 'g1', person: 'p1', role: 'courier', since: '2026-11-23', until: '2026-12-01' }
    expect(names(briefFieldsOf(body))).toEqual(['person', 'role', 'since'])
  })
  test('an object is said field by field where its values are plain', () => {
    expect(isPlain({ seconds: 5, week: '2026-11-23', seeds: [1, 2], more: null })).toBe(true)
    expect(isPlain({ charter: { packages: {} } })).toBe(false)
    expect(isPlain({ scenarios: [{ change: 'without_buses' }] })).toBe(false)
    expect(isPlain([1])).toBe(false)
  })
  test('a moment is told from a day and from words', () => {
    expect(isMoment('2026-11-23T12:00:00.000000+00:00')).toBe(true)
    expect(isMoment('2026-11-23')).toBe(false)
    expect(isMoment('2026-11-23T12:00 on the phone')).toBe(false)
  })
})

test('every kind has words in both languages', () => {
  const said = (words: unknown, kind: string) => kind.split('.').reduce((at, part) => (at as Record<string, unknown>)?.[part], words)
  for (const kind of KINDS) {
    expect(said(zh.audit.kinds, kind), kind).toBeTypeOf('string')
    expect(said(en.audit.kinds, kind), kind).toBeTypeOf('string')
  }
})
