// The server's answers about what was done, and about what waits for somebody to look at it.
import { ask, enc } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type ChainView = Schemas['ChainView']
export type LinkView = Schemas['LinkView']
export type LinksPage = Schemas['LinksPage']
export type BreakView = Schemas['BreakView']
export type VerifiedView = Schemas['VerifiedView']
/** A chain while it is verified: rows read, of how many; `found` at the end. */
export interface VerifyingView {
  readonly rows: number
  readonly of: number
  readonly found: VerifiedView | null
}
export type LetterView = Schemas['LetterView']
export type LettersPage = Schemas['LettersPage']
export type GapView = Schemas['GapView']
export type WaitingView = Schemas['WaitingView']
/** `before`: only rows below this number. */
export interface LinksQuery {
  readonly chain: string
  readonly kind: string
  readonly by: string
  readonly before: number | null
}

export const auditApi = {
  listChains: () => ask<ChainView[]>('/api/audit'),
  listLinks: (query: LinksQuery, rows = 100) => ask<LinksPage>(`/api/audit/${enc(query.chain)}?${search(query, rows)}`),
  watchVerification: (chain: string) => new EventSource(`/api/audit/${enc(chain)}/verify/events`),
  listLetters: (after: string | null = null) =>
    ask<LettersPage>(`/api/dead-letters${after ? `?${new URLSearchParams({ after })}` : ''}`),
  listGaps: () => ask<GapView[]>('/api/gaps'),
  countWaiting: () => ask<WaitingView>('/api/waiting'),
}

function search(query: LinksQuery, rows: number): URLSearchParams {
  const said = new URLSearchParams({ count: String(rows) })
  if (query.kind) said.set('kind', query.kind)
  if (query.by) said.set('by', query.by)
  if (query.before) said.set('before', String(query.before))
  return said
}
