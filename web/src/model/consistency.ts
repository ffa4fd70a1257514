// How far apart the hours of villages lie, counted in classes as a dispatcher thinks of them.
/** Where each class ends, in minutes; the last is open. */
export const CLASS_ENDS_MIN = [15, 30, 60, 120, 240] as const

/** A class of spreads: above `from` to `to` minutes (null: and more), and how many villages it holds. */
export interface SpreadClass {
  from: number
  to: number | null
  villages: number
}

export function spreadClasses(spreadsMin: readonly number[]): SpreadClass[] {
  const ends: (number | null)[] = [...CLASS_ENDS_MIN, null]
  return ends.map((to, k) => {
    const from = k ? CLASS_ENDS_MIN[k - 1]! : -1
    return { from: Math.max(0, from), to, villages: spreadsMin.filter((min) => min > from && (to === null || min <= to)).length }
  })
}
