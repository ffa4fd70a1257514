import { describe, expect, it } from 'vitest'
import type { CountyCard, CountyRow, PlanBrief, ProvinceBody } from '../api/client'
import { figuresOf, processorMinutes, sumsOf } from './province'

const card = (code: string, villages: number): CountyCard => ({
  code, name: code, name_en: '', group: '', group_en: '', is_sample: true, lon: 0, lat: 0, stations: 2, villages,
})
const row = (county: string, part: Partial<CountyRow>): CountyRow => ({
  county, name: county, name_en: '', state: 'kept', stations: 2, villages: 5, cost_fen: 1000, bound_fen: 800, gap: 0.25,
  floors_met: 9, floors_of: 9, broken: 0, rules_broken: '', metres: 0, minutes: 0, g_co2e: 0, seconds: 1,
  plan: `run-${county}`, trouble: '', trouble_zh: '', ...part,
})
const run = (counties: CountyRow[], running: string[] = []) => ({ counties, running }) as unknown as ProvinceBody
const brief = (county: string, cost: number) => ({ county, cost_fen: cost }) as unknown as PlanBrief

describe('figures of the counties', () => {
  it('a run stands before a single plan, a single plan before none', () => {
    const figures = figuresOf([card('a', 5), card('b', 5), card('c', 5)], [brief('a', 7), brief('b', 8)], run([row('a', {})], ['c']))
    expect(figures.map((each) => [each.state, each.costFen, each.plan])).toEqual([
      ['kept', 1000, 'run-a'],
      ['planned', 8, null],
      ['running', null, null],
    ])
  })

  it('sums have a gap only where every planned county has a bound', () => {
    const cards = [card('a', 5), card('b', 7)]
    const both = sumsOf(figuresOf(cards, [], run([row('a', {}), row('b', { floors_met: 8, state: 'missed' })])))
    expect(both).toMatchObject({ villages: 12, costFen: 2000, floorsMet: 17, floorsOf: 18, gap: 0.25 })
    expect(sumsOf(figuresOf(cards, [], run([row('a', {}), row('b', { bound_fen: null })]))).gap).toBeNull()
    expect(sumsOf(figuresOf(cards, [], null)).gap).toBeNull()
  })

  it('small counties get the least time, large ones their share', () => {
    expect(processorMinutes([card('a', 10), card('b', 400)], 0.3, 10)).toBeCloseTo((10 + 120) / 60)
  })
})
