// What the columns of a list say, and which of two customers stays when they are one.
import type { Doubt, Doubted, KeptSource, Mapping, Says } from '../api/intake'

export const SAYS: readonly Says[] = ['key', 'name', 'phone', 'address', 'money', 'before']

/** What a column is taken to say. */
export function saysOf(mapping: Mapping, heading: string): Says | '' {
  return SAYS.find((says) => mapping[says] === heading) ?? ''
}

/** The mapping once a column says that: no other column says it too, and the column says nothing else. */
export function withColumn(mapping: Mapping, heading: string, says: Says | ''): Mapping {
  const left = Object.entries(mapping).filter(([each, of]) => each !== says && of !== heading)
  return { ...Object.fromEntries(left), ...(says ? { [says]: heading } : {}) }
}

export function isKept(kept: KeptSource | null, mapping: Mapping, line: string, fenPerUnit: number, months: number): boolean {
  const isSame = SAYS.every((says) => (kept?.columns[says] ?? '') === (mapping[says] ?? ''))
  return kept !== null && isSame && kept.line === line && kept.fen_per_unit === fenPerUnit && kept.months === months
}

/** The one on the list before the one who waits for approval, then the owned, then the one who brings more. */
export function keptFirst({ one, other }: Doubt): [Doubted, Doubted] {
  const weight = (each: Doubted): [number, number, number] => [Number(each.stage !== 'entering'), Number(each.owner !== null), each.monthly_fen]
  const [a, b] = [weight(one), weight(other)]
  const at = a.findIndex((each, k) => each !== b[k])
  return at >= 0 && a[at]! < b[at]! ? [other, one] : [one, other]
}

/** For a list that is worked by keyboard: the place after one was taken out, or moved to. */
export function placeWithin(place: number, length: number): number {
  return Math.max(0, Math.min(place, length - 1))
}
