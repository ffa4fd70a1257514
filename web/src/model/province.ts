// The province's counties as the overview shows them: each with its row of the newest run, or its newest single plan.
import type { CountyCard, CountyRow, PlanBrief, ProvinceBody } from '../api/client'

export type CountyState = CountyRow['state'] | 'running' | 'planned' | 'unplanned'

export interface CountyFigures {
  readonly card: CountyCard
  readonly state: CountyState
  readonly row: CountyRow | null
  readonly costFen: number | null
  /** The plan that the county's link opens, null for its newest. */
  readonly plan: string | null
}

export interface Sums {
  readonly stations: number
  readonly villages: number
  readonly costFen: number
  /** Null unless every county that has a cost has a bound. */
  readonly gap: number | null
  readonly floorsMet: number
  readonly floorsOf: number
}

/** Cards in their order. A run's row stands before a single plan made earlier or later. */
export function figuresOf(
  cards: readonly CountyCard[],
  briefs: readonly PlanBrief[],
  province: ProvinceBody | null,
): CountyFigures[] {
  const rows = new Map(province?.counties.map((row) => [row.county, row]))
  const running = new Set(province?.running)
  const newest = new Map<string, PlanBrief>()
  for (const brief of briefs) if (!newest.has(brief.county)) newest.set(brief.county, brief)
  return cards.map((card) => {
    const row = rows.get(card.code) ?? null
    if (row) return { card, row, state: row.state, costFen: row.cost_fen, plan: row.plan }
    const brief = newest.get(card.code)
    const state = running.has(card.code) ? 'running' : brief ? 'planned' : 'unplanned'
    return { card, row, state, costFen: brief?.cost_fen ?? null, plan: null }
  })
}

export function sumsOf(figures: readonly CountyFigures[]): Sums {
  const sums = { stations: 0, villages: 0, costFen: 0, boundFen: 0, floorsMet: 0, floorsOf: 0 }
  let isBounded = figures.some((each) => each.costFen !== null)
  for (const { card, row, costFen } of figures) {
    sums.stations += card.stations
    sums.villages += card.villages
    sums.costFen += costFen ?? 0
    sums.floorsMet += row?.floors_met ?? 0
    sums.floorsOf += row?.floors_of ?? 0
    if (costFen === null) continue
    if (row?.bound_fen) sums.boundFen += row.bound_fen
    else isBounded = false
  }
  return { ...sums, gap: isBounded ? sums.costFen / sums.boundFen - 1 : null }
}

/** Processor minutes that a run over these counties takes. */
export function processorMinutes(cards: readonly CountyCard[], secondsPerVillage: number, secondsMin: number): number {
  return cards.reduce((sum, card) => sum + Math.max(secondsMin, secondsPerVillage * card.villages), 0) / 60
}

/** Where a county's name leads: to its plan of the run, or to its newest. */
export function linkOf({ card, plan }: Pick<CountyFigures, 'card' | 'plan'>): string {
  return `/plan/${card.code}${plan ? `?plan=${plan}` : ''}`
}
