// Customers by how lately and how often they buy, and what stands out among them.
import type { Valued } from '../api/value'

export const CLASSES = [1, 2, 3, 4, 5] as const
export interface Square {
  readonly recency: number
  readonly frequency: number
  readonly customers: number
  readonly fen: number
  /** Of the fullest square, 0 to 1. */
  readonly share: number
}

/** Five rows from the most frequent down, five squares each from long ago to lately. */
export function squares(customers: readonly Valued[]): Square[][] {
  const at = (recency: number, frequency: number) => customers.filter(({ worth }) => worth.recency === recency && worth.frequency === frequency)
  const counted = [...CLASSES].reverse().map((frequency) =>
    CLASSES.map((recency) => {
      const there = at(recency, frequency)
      return { recency, frequency, customers: there.length, fen: there.reduce((sum, each) => sum + each.worth.fen, 0), share: 0 }
    }),
  )
  const most = Math.max(1, ...counted.flat().map((each) => each.customers))
  return counted.map((row) => row.map((each) => ({ ...each, share: each.customers / most })))
}

export interface Narrowed {
  /** `recency-frequency`, or empty. */
  readonly square: string
  readonly falling: boolean
}

export function narrowWorths(customers: readonly Valued[], by: Narrowed): Valued[] {
  return customers.filter(
    ({ worth }) => (!by.square || by.square === `${worth.recency}-${worth.frequency}`) && (!by.falling || worth.fall_percent !== null),
  )
}

export interface Sums {
  readonly customers: number
  readonly expectedFen: number
  readonly falling: number
  readonly quiet: number
}

/** `quiet` are those who are likelier gone than not. */
export function sumsOf(customers: readonly Valued[]): Sums {
  return {
    customers: customers.length,
    expectedFen: customers.reduce((sum, { worth }) => sum + (worth.expected_fen ?? 0), 0),
    falling: customers.filter(({ worth }) => worth.fall_percent !== null).length,
    quiet: customers.filter(({ worth }) => worth.alive !== null && worth.alive < 0.5).length,
  }
}
