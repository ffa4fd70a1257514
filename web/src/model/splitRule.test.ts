import { describe, expect, test } from 'vitest'
import { EMPTY_FORM, readForm, ruleOf } from './splitRule'

describe('split rule', () => {
  test('a blank form declares no figure', () => {
    expect(ruleOf(EMPTY_FORM)).toEqual({
      name: null,
      version: null,
      source: null,
      mail: {
        basis: 'pieces',
        universal: [
          { place: '*', direction: 'deliver', percent: null },
          { place: '*', direction: 'collect', percent: null },
        ],
      },
    })
  })
  test('passengers come with what the bus company declares', () => {
    const rule = ruleOf({ ...EMPTY_FORM, deliver: '35.5', withPassengers: true, kgEach: '20', seats: '19', passengers: '6', cost: '420.01' })
    expect(rule).toMatchObject({
      mail: { universal: [{ percent: 35.5 }, { percent: null }] },
      passengers: { basis: 'seat-km', kg_each: 20, runs: [{ line: '*', trip: '*', seats: 19, passengers: 6, cost_fen: 42001 }] },
    })
  })
  test('what was kept is read again, nonsense is a blank form', () => {
    expect(readForm(JSON.stringify({ ...EMPTY_FORM, name: 'x' })).name).toBe('x')
    expect(readForm('{')).toEqual(EMPTY_FORM)
  })
})
