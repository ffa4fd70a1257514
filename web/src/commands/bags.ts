// Bags on buses: fetch a plan's trips, write what was scanned, settle a month, split a cost.
import { api, type ScanBody, type SplitRuleBody, Trouble } from '../api/client'
import { bagTrouble, bags, split, statement } from '../state/bags'

export function loadBags(plan: string): Promise<void> {
  if (bags.value?.plan !== plan) bags.value = null
  return guarded(async () => {
    bags.value = await api.listBags(plan)
  })
}

/** Write acts, all or none. A refusal is thrown for the form that asked to show it. */
export async function scanBags(plan: string, scans: readonly ScanBody[]): Promise<void> {
  bags.value = await api.scanBags(plan, scans)
}

export function loadStatement(county: string, month: string): Promise<void> {
  return guarded(async () => {
    statement.value = await api.getStatement(county, month)
  })
}

/** Split a plan's cost, or where a month is named the fees of what was carried in it. A refusal is thrown. */
export async function splitCost(county: string, plan: string, month: string | null, rule: SplitRuleBody): Promise<void> {
  split.value = null
  split.value = month ? await api.splitMonth(county, month, rule) : await api.splitCost(plan, rule)
}

/** An id of its own for an act, so that sending it twice writes it once. */
export function newId(): string {
  return crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`
}

async function guarded(fetching: () => Promise<void>): Promise<void> {
  bagTrouble.value = null
  try {
    await fetching()
  } catch (error) {
    bagTrouble.value = error instanceof Trouble ? error : new Trouble(0, '')
  }
}
