import { describe, expect, it } from 'vitest'
import type { CustomerWhole, LevelView, StepsView } from '../api/customers'
import { actsOn, allOf, barsOf, consentsOf, dayOf, dueOf, mergeForm, needsEvidence, rowsBelow, typedIn, type Viewer } from './customers'

const CLAIM = { owner: 'a', owner_name: 'A', deputy: 'b', deputy_name: 'B', since: '', until: '' }

function whole(changes: Partial<CustomerWhole['customer']> = {}, missing: CustomerWhole['missing'] = []): CustomerWhole {
  const customer = { id: 'c', org: '632521', stage: 'open', tier: 'second', opening: 2, asked_by: '', claim: null, ...changes } as CustomerWhole['customer']
  return { customer, works: [], missing, merged: [], records: [], consents: [] }
}
const worker = (id: string) => ({ id, reach: { 'list.work': ['/63/'] } })
const manager = { id: 'm', reach: { 'list.work': ['/63/'], 'list.manage': ['/63/'], 'list.approve': ['/63/'] } }
const auditor = { id: 'x', reach: { 'list.read': ['/63/'] } }
const UNIT = { path: '/63/632521/', is_closed: false }
const ready = (one: CustomerWhole, viewer: Viewer, unit = UNIT) =>
  actsOn(one, viewer, unit)
    .filter((each) => !each.held)
    .map((each) => each.act)
const held = (one: CustomerWhole, viewer: Viewer, unit = UNIT) =>
  Object.fromEntries(
    actsOn(one, viewer, unit)
      .filter((each) => each.held)
      .map((each) => [each.act, each.held]),
  )

describe('what may be done about a customer', () => {
  it('lets who works there claim one whom nobody owns', () => {
    expect(ready(whole(), worker('a'))).toEqual(['claim', 'consent'])
    expect(actsOn(whole(), worker('a'), { path: '/62/1/', is_closed: false })).toEqual([])
  })
  it('lets owner and deputy work him, and the owner hand him over', () => {
    expect(ready(whole({ claim: CLAIM }, ['visit']), worker('a'))).toEqual(['work', 'assign', 'release', 'consent'])
    expect(ready(whole({ claim: CLAIM }, ['visit']), worker('b'))).toEqual(['work', 'consent'])
    expect(ready(whole({ claim: CLAIM }), worker('c'))).toEqual(['consent'])
  })
  it('holds the strike-off back with the reason while something is owed', () => {
    expect(held(whole({ claim: CLAIM }, ['visit']), worker('a'))).toEqual({ strikeOff: 'owed' })
    expect(ready(whole({ claim: CLAIM }), worker('a'))).toContain('strikeOff')
  })
  it('keeps who worked a customer from signing his strike-off', () => {
    expect(held(whole({ stage: 'striking', claim: { ...CLAIM, owner: 'm' } }), manager)).toEqual({ decide: 'ownWork' })
    expect(ready(whole({ stage: 'striking', claim: CLAIM }), manager)).toContain('decide')
    expect(ready(whole({ stage: 'entering' }), worker('a'))).toEqual(['consent'])
  })
  it('keeps who asked from deciding, whatever was asked', () => {
    for (const stage of ['entering', 'striking', 'leaving'] as const) {
      expect(held(whole({ stage, asked_by: 'm' }), manager)).toEqual({ decide: 'ownRequest' })
      expect(ready(whole({ stage, asked_by: 'other' }), manager)).toContain('decide')
    }
  })
  it('reopens who is struck off and proposes again who is off the list', () => {
    expect(ready(whole({ stage: 'struck' }), manager)).toEqual(['change', 'reopen', 'consent'])
    expect(ready(whole({ stage: 'left' }), manager)).toEqual(['enterAgain', 'consent'])
    expect(held(whole({ stage: 'left', is_masked: true }), manager)).toEqual({ enterAgain: 'masked' })
    expect(ready(whole({ stage: 'left' }), worker('a'))).toEqual(['consent'])
  })
  it('holds everything back where the unit is closed', () => {
    const closed = { ...UNIT, is_closed: true }
    expect(ready(whole(), manager, closed)).toEqual([])
    expect(new Set(Object.values(held(whole(), manager, closed)))).toEqual(new Set(['closed']))
  })
  it('offers nothing to who only reads', () => {
    for (const stage of ['entering', 'open', 'struck', 'left'] as const) expect(actsOn(whole({ stage }), auditor, UNIT)).toEqual([])
  })
})

describe('what a customer is owed', () => {
  const levels: LevelView[] = [{ tier: 'second', needs: ['visit', 'visit', 'contract'], proven: ['contract'], idle_days: 30, capacity: 40 }]
  const done = (work: 'visit' | 'contract', evidence = '', opening = 2) => ({ work, evidence, opening, by: '', by_name: '', at: '', words: '' })

  it('counts what was done since he was opened, and not what lacks its evidence', () => {
    const works = [done('visit'), done('visit', '', 1), done('contract'), done('contract', '', 1)]
    expect(dueOf({ ...whole(), works }, levels)).toEqual([
      { work: 'visit', times: 2, done: 1, isProven: false, unproven: 0 },
      { work: 'contract', times: 1, done: 0, isProven: true, unproven: 1 },
    ])
    expect(dueOf({ ...whole(), works: [...works, done('contract', '118'), done('visit'), done('visit')] }, levels).map((each) => each.done)).toEqual([2, 1])
  })
  it('asks for evidence by tier and work', () => {
    expect(needsEvidence(levels, 'second', 'contract')).toBe(true)
    expect(needsEvidence(levels, 'second', 'visit')).toBe(false)
    expect(needsEvidence(levels, 'small', 'contract')).toBe(false)
    expect(dueOf(whole({ tier: 'small' }), levels)).toEqual([])
  })
})

describe('the funnel', () => {
  const row = (of: string, above: string | null, listed: number, claimed: number): StepsView => ({ of, name: '', above, own: 1, listed, claimed, worked: 1, striking: 0, struck: 0 })

  it('measures each step by the first', () => {
    expect(barsOf(row('', null, 10, 5))).toEqual([
      { step: 'listed', n: 10, share: 1 },
      { step: 'claimed', n: 5, share: 0.5 },
      { step: 'worked', n: 1, share: 0.1 },
      { step: 'striking', n: 0, share: 0 },
      { step: 'struck', n: 0, share: 0 },
    ])
    expect(barsOf(undefined)[0]).toEqual({ step: 'listed', n: 0, share: 0 })
  })
  it('goes down the tree a level at a time', () => {
    const rows = [row('63', null, 3, 2), row('6325', '63', 3, 2), row('632521', '6325', 2, 1), row('632522', '6325', 1, 1)]
    expect(rowsBelow(rows, '6325').map((each) => each.of)).toEqual(['632521', '632522'])
    expect(rowsBelow(rows, '632521')).toEqual([])
  })
  it('adds up people', () => {
    expect(allOf([row('a', null, 6, 3), row('b', null, 4, 2)])).toMatchObject({ listed: 10, claimed: 5, worked: 2, own: 2 })
  })
})

describe('a form whose customer has changed meanwhile', () => {
  it('keeps what was typed and takes the rest as it is now', () => {
    const before = { name: '甲', phone: '1', tier: 'first' }
    const typed = { ...before, phone: '2' }
    const now = { name: '乙', phone: '3', tier: 'first' }
    expect(mergeForm(typed, before, now)).toEqual({ name: '乙', phone: '2', tier: 'first' })
    expect(typedIn(mergeForm(typed, before, now), now)).toEqual({ phone: '2' })
  })
})

describe('consents', () => {
  it('are told apart by whether they stand', () => {
    const mark = (day: string, stands: boolean) => ({ day, stands, purpose: 'contact' }) as CustomerWhole['consents'][number]
    const { standing, before } = consentsOf({ ...whole(), consents: [mark('2', true), mark('1', false)] })
    expect([standing.map((each) => each.day), before.map((each) => each.day)]).toEqual([['2'], ['1']])
  })
})

describe('the day of a moment', () => {
  it('is the one where the reader is', () => {
    const late = new Date(2026, 10, 26, 23, 30)
    expect(dayOf(late.toISOString())).toBe('2026-11-26')
  })
})
