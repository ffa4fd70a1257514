// What may be done about a customer, and the funnel as bars: pure functions over the server's answers.
import type { CustomerView, CustomerWhole, Stage, StepsView, Tier, Work } from '../api/customers'
import { covers } from './unitTree'

export const TIERS: readonly Tier[] = ['special', 'first', 'second', 'third', 'small']
export const STAGES: readonly Stage[] = ['entering', 'open', 'striking', 'struck', 'leaving', 'left']
export const WORKS: readonly Work[] = ['call', 'visit', 'offer', 'trial', 'contract']
export const STEPS = ['listed', 'claimed', 'worked', 'striking', 'struck'] as const
export type Step = (typeof STEPS)[number]

/** Acts on a customer, each a dialog. */
export const ACTS = ['claim', 'work', 'strikeOff', 'assign', 'release', 'decide', 'change', 'exit', 'reopen'] as const
export type Act = (typeof ACTS)[number]

export interface Viewer {
  readonly id: string
  readonly reach: Readonly<Record<string, string[]>>
}

/** What somebody may do about a customer as he stands; the server has the last word. */
export function actsOn(whole: CustomerWhole, viewer: Viewer, path: string): Act[] {
  const { customer } = whole
  const may = (permission: string) => covers(viewer.reach[permission], path)
  const isOwner = customer.claim?.owner === viewer.id
  const holds = isOwner || customer.claim?.deputy === viewer.id
  const isOpen = customer.stage === 'open'
  const allowed: Record<Act, boolean> = {
    claim: isOpen && !customer.claim && may('list.work'),
    work: isOpen && holds && may('list.work'),
    strikeOff: isOpen && holds && !whole.missing.length && may('list.work'),
    assign: isOpen && (may('list.manage') || (isOwner && may('list.work'))),
    release: isOpen && customer.claim !== null && (may('list.manage') || (isOwner && may('list.work'))),
    decide: ['entering', 'striking', 'leaving'].includes(customer.stage) && may('list.approve') && !(holds && customer.stage === 'striking'),
    change: customer.stage !== 'left' && may('list.manage'),
    exit: isOpen && may('list.manage'),
    reopen: customer.stage === 'struck' && may('list.approve'),
  }
  return ACTS.filter((act) => allowed[act])
}

export interface Bar {
  readonly step: Step
  readonly n: number
  /** Of the first step, 0 to 1. */
  readonly share: number
}

/** All rows of the funnel added up, step by step. */
export function barsOf(rows: readonly StepsView[]): Bar[] {
  const sums = STEPS.map((step) => rows.reduce((sum, row) => sum + row[step], 0))
  return STEPS.map((step, k) => ({ step, n: sums[k]!, share: sums[0] ? sums[k]! / sums[0] : 0 }))
}

/** Works that are owed, each once with how often. */
export function owed(missing: readonly Work[]): { work: Work; times: number }[] {
  return WORKS.map((work) => ({ work, times: missing.filter((each) => each === work).length })).filter((each) => each.times > 0)
}

export function isWaiting(customer: CustomerView): boolean {
  return ['entering', 'striking', 'leaving'].includes(customer.stage)
}

/** The day of a moment where the reader is: 2026-11-26. */
export function dayOf(moment: string): string {
  const at = new Date(moment)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
