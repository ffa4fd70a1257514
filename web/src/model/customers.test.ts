import { describe, expect, it } from 'vitest'
import type { CustomerWhole, StepsView } from '../api/customers'
import { actsOn, barsOf, dayOf, owed } from './customers'

const CLAIM = { owner: 'a', owner_name: 'A', deputy: 'b', deputy_name: 'B', since: '', until: '' }

function whole(changes: Partial<CustomerWhole['customer']> = {}, missing: CustomerWhole['missing'] = []): CustomerWhole {
  const customer = { id: 'c', org: '632521', stage: 'open', claim: null, ...changes } as CustomerWhole['customer']
  return { customer, works: [], missing, merged: [] }
}
const worker = (id: string) => ({ id, reach: { 'list.work': ['/63/'] } })
const manager = { id: 'm', reach: { 'list.work': ['/63/'], 'list.manage': ['/63/'], 'list.approve': ['/63/'] } }
const PATH = '/63/632521/'

describe('what may be done about a customer', () => {
  it('lets who works there claim one whom nobody owns', () => {
    expect(actsOn(whole(), worker('a'), PATH)).toEqual(['claim'])
    expect(actsOn(whole(), worker('a'), '/62/1/')).toEqual([])
  })
  it('lets owner and deputy work him, and the owner hand him over', () => {
    expect(actsOn(whole({ claim: CLAIM }, ['visit']), worker('a'), PATH)).toEqual(['work', 'assign', 'release'])
    expect(actsOn(whole({ claim: CLAIM }, ['visit']), worker('b'), PATH)).toEqual(['work'])
    expect(actsOn(whole({ claim: CLAIM }), worker('c'), PATH)).toEqual([])
  })
  it('offers the strike-off once nothing is owed', () => {
    expect(actsOn(whole({ claim: CLAIM }, ['visit']), worker('a'), PATH)).not.toContain('strikeOff')
    expect(actsOn(whole({ claim: CLAIM }), worker('a'), PATH)).toContain('strikeOff')
  })
  it('keeps who worked a customer from signing his strike-off', () => {
    expect(actsOn(whole({ stage: 'striking', claim: { ...CLAIM, owner: 'm' } }), manager, PATH)).not.toContain('decide')
    expect(actsOn(whole({ stage: 'striking', claim: CLAIM }), manager, PATH)).toContain('decide')
    expect(actsOn(whole({ stage: 'entering' }), worker('a'), PATH)).toEqual([])
  })
  it('reopens who is struck off and leaves alone who is off the list', () => {
    expect(actsOn(whole({ stage: 'struck' }), manager, PATH)).toEqual(['change', 'reopen'])
    expect(actsOn(whole({ stage: 'left' }), manager, PATH)).toEqual([])
  })
})

describe('the funnel', () => {
  it('adds up its rows and measures each step by the first', () => {
    const row = (listed: number, claimed: number): StepsView => ({ of: '', name: '', listed, claimed, worked: 1, striking: 0, struck: 0 })
    expect(barsOf([row(6, 3), row(4, 2)])).toEqual([
      { step: 'listed', n: 10, share: 1 },
      { step: 'claimed', n: 5, share: 0.5 },
      { step: 'worked', n: 2, share: 0.2 },
      { step: 'striking', n: 0, share: 0 },
      { step: 'struck', n: 0, share: 0 },
    ])
    expect(barsOf([])[0]).toEqual({ step: 'listed', n: 0, share: 0 })
  })
  it('counts what is owed', () => {
    expect(owed(['visit', 'contract', 'visit'])).toEqual([
      { work: 'visit', times: 2 },
      { work: 'contract', times: 1 },
    ])
  })
})

describe('the day of a moment', () => {
  it('is the one where the reader is', () => {
    const late = new Date(2026, 10, 26, 23, 30)
    expect(dayOf(late.toISOString())).toBe('2026-11-26')
  })
})
