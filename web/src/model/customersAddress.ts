// The address of the list of customers: what it is narrowed to, who is open, how the funnel is drawn.
import type { CustomersQuery, Relation, Stage, Step, Tier } from '../api/customers'
import { RELATIONS, STAGES, STEPS, TIERS } from './customers'

export interface CustomersAddress extends CustomersQuery {
  readonly byOwner: boolean
  readonly customer: string | null
  /** Whether he is shown in two panes. */
  readonly isWide: boolean
}

type Query = Readonly<Record<string, unknown>>

const KEYS = ['org', 'tier', 'relation', 'stage', 'step', 'owner', 'unclaimed', 'waiting', 'falling', 'text', 'by', 'customer', 'wide'] as const

/** What the address cannot mean is as if it were not there. */
export function readCustomersAddress(query: Query): CustomersAddress {
  const said = (key: string) => (typeof query[key] === 'string' ? query[key] : '')
  const one = <T extends string>(key: string, known: readonly T[]): T | '' => known.find((each) => each === said(key)) ?? ''
  return {
    org: said('org'),
    tier: one<Tier>('tier', TIERS),
    relation: one<Relation>('relation', RELATIONS),
    stage: one<Stage>('stage', STAGES),
    step: one<Step>('step', STEPS),
    owner: said('owner'),
    unclaimed: said('unclaimed') === 'true',
    waiting: said('waiting') === 'true',
    falling: said('falling') === 'true',
    text: said('text'),
    byOwner: said('by') === 'owner',
    customer: said('customer') || null,
    isWide: said('wide') === 'true',
  }
}

/** The address's query; what other parts of the page keep in it stays. */
export function writeCustomersAddress(address: CustomersAddress, before: Query = {}): Record<string, string> {
  const others = Object.entries(before).filter(([key, value]) => typeof value === 'string' && !KEYS.some((each) => each === key))
  const own: Record<(typeof KEYS)[number], string> = {
    org: address.org,
    tier: address.tier,
    relation: address.relation,
    stage: address.stage,
    step: address.step,
    owner: address.owner,
    unclaimed: address.unclaimed ? 'true' : '',
    waiting: address.waiting ? 'true' : '',
    falling: address.falling ? 'true' : '',
    text: address.text.trim(),
    by: address.byOwner ? 'owner' : '',
    customer: address.customer ?? '',
    wide: address.isWide ? 'true' : '',
  }
  return Object.fromEntries([...(others as [string, string][]), ...Object.entries(own).filter(([, value]) => value)])
}

/** What narrows the list, the unit aside. */
export function isNarrowed(query: CustomersQuery): boolean {
  return Boolean(query.tier || query.relation || query.stage || query.step || query.owner || query.unclaimed || query.waiting || query.falling || query.text.trim())
}

export const UNNARROWED = { tier: '', relation: '', stage: '', step: '', owner: '', unclaimed: false, waiting: false, falling: false, text: '' } as const
