// What may be done about a customer, what he is owed, the funnel: pure functions over the server's answers.
import type { ConsentView, CustomerKind, CustomerView, CustomerWhole, LevelView, Relation, Stage, StepsView, Step, Tier, Work } from '../api/customers'
import { covers } from './unitTree'

export const TIERS: readonly Tier[] = ['special', 'first', 'second', 'third', 'small']
export const RELATIONS: readonly Relation[] = ['existing', 'new', 'lost']
export const KINDS: readonly CustomerKind[] = ['company', 'person', 'household']
export const STAGES: readonly Stage[] = ['entering', 'open', 'striking', 'struck', 'leaving', 'left']
export const WORKS: readonly Work[] = ['call', 'visit', 'offer', 'trial', 'contract']
export const STEPS: readonly Step[] = ['listed', 'claimed', 'worked', 'striking', 'struck']

/** Acts on a customer, each a dialog. */
export const ACTS = ['claim', 'work', 'strikeOff', 'assign', 'release', 'decide', 'change', 'exit', 'reopen', 'enterAgain', 'consent'] as const
export type Act = (typeof ACTS)[number]

/** Why an act that is somebody's cannot be done now. */
export type Held = 'closed' | 'owed' | 'ownRequest' | 'ownWork' | 'masked'

export interface Offer {
  readonly act: Act
  readonly held: Held | null
}

export interface Viewer {
  readonly id: string
  readonly reach: Readonly<Record<string, string[]>>
}

/** What somebody may do about a customer as he stands, and what he might but for a reason; the server has the last word. */
export function actsOn(whole: CustomerWhole, viewer: Viewer, unit: { path: string; is_closed: boolean }): Offer[] {
  const { customer } = whole
  const may = (permission: string) => covers(viewer.reach[permission], unit.path)
  const isOwner = customer.claim?.owner === viewer.id
  const holds = isOwner || customer.claim?.deputy === viewer.id
  const isOpen = customer.stage === 'open'
  const handsOver = may('list.manage') || (isOwner && may('list.work'))
  const allowed: Record<Act, boolean> = {
    claim: isOpen && !customer.claim && may('list.work'),
    work: isOpen && holds && may('list.work'),
    strikeOff: isOpen && holds && may('list.work'),
    assign: isOpen && handsOver,
    release: isOpen && customer.claim !== null && handsOver,
    decide: isWaiting(customer) && may('list.approve'),
    change: customer.stage !== 'left' && may('list.manage'),
    exit: isOpen && may('list.manage'),
    reopen: customer.stage === 'struck' && may('list.approve'),
    enterAgain: customer.stage === 'left' && may('list.manage'),
    consent: may('list.work'),
  }
  const held: Partial<Record<Act, Held | null>> = {
    strikeOff: whole.missing.length ? 'owed' : null,
    decide: customer.asked_by === viewer.id ? 'ownRequest' : holds && customer.stage === 'striking' ? 'ownWork' : null,
    enterAgain: customer.is_masked ? 'masked' : null,
  }
  return ACTS.filter((act) => allowed[act]).map((act) => ({ act, held: unit.is_closed ? 'closed' : (held[act] ?? null) }))
}

export interface Due {
  readonly work: Work
  readonly times: number
  /** Of these, how many count; at most `times`. */
  readonly done: number
  /** Whether it counts only with evidence. */
  readonly isProven: boolean
  /** On record without the evidence that it needs. */
  readonly unproven: number
}

/** What a customer's level asks for before strike-off, with how far it is done since he was opened. */
export function dueOf(whole: CustomerWhole, levels: readonly LevelView[]): Due[] {
  const level = levels.find((each) => each.tier === whole.customer.tier)
  const works = whole.works.filter((each) => each.opening === whole.customer.opening)
  return [...new Set(level?.needs ?? [])].map((work) => {
    const times = level!.needs.filter((each) => each === work).length
    const isProven = needsEvidence(levels, whole.customer.tier, work)
    const done = works.filter((each) => each.work === work)
    const unproven = isProven ? done.filter((each) => !each.evidence).length : 0
    return { work, times, done: Math.min(times, done.length - unproven), isProven, unproven }
  })
}

/** Whether a work at customers of a tier counts only with evidence. */
export function needsEvidence(levels: readonly LevelView[], tier: Tier, work: Work): boolean {
  return levels.find((each) => each.tier === tier)?.proven.includes(work) ?? false
}

export interface Bar {
  readonly step: Step
  readonly n: number
  /** Of the first step, 0 to 1. */
  readonly share: number
}

/** A row of the funnel as bars; none is nobody. */
export function barsOf(row: StepsView | undefined): Bar[] {
  const listed = row?.listed ?? 0
  return STEPS.map((step) => ({ step, n: row?.[step] ?? 0, share: listed ? row![step] / listed : 0 }))
}

/** The rows directly below a unit's. */
export function rowsBelow(rows: readonly StepsView[], unit: string): StepsView[] {
  return rows.filter((each) => each.above === unit)
}

/** All rows together: of people, no customer is in two. */
export function allOf(rows: readonly StepsView[]): StepsView {
  const sum = (key: Step | 'own') => rows.reduce((total, row) => total + row[key], 0)
  return { of: '', name: '', above: null, own: sum('own'), listed: sum('listed'), claimed: sum('claimed'), worked: sum('worked'), striking: sum('striking'), struck: sum('struck') }
}

/** What a form shows after what it was filled from has changed: what somebody typed stays, the rest is as it is now. */
export function mergeForm<Form extends object>(form: Form, before: Form, now: Form): Form {
  const typed = Object.entries(form).filter(([key, value]) => value !== before[key as keyof Form])
  return { ...now, ...Object.fromEntries(typed) }
}

/** Only what somebody typed. */
export function typedIn<Form extends object>(form: Form, before: Form): Partial<Form> {
  return Object.fromEntries(Object.entries(form).filter(([key, value]) => value !== before[key as keyof Form])) as Partial<Form>
}

/** The marks that stand, and those that were before. */
export function consentsOf(whole: CustomerWhole): { standing: ConsentView[]; before: ConsentView[] } {
  return { standing: whole.consents.filter((each) => each.stands), before: whole.consents.filter((each) => !each.stands) }
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
