// Chains and their rows as the server last said them, how their verification goes, and what waits.
import { computed, shallowRef } from 'vue'
import type { ChainView, GapView, LettersPage, LinksPage, VerifiedView, WaitingView } from '../api/audit'
import type { Trouble } from '../api/client'

export interface Verification {
  /** In the order in which they are read. */
  readonly chains: readonly ChainView[]
  readonly found: readonly VerifiedView[]
  /** Rows read so far of the chain that is being read. */
  readonly rows: number
  readonly isOver: boolean
}

export const chains = shallowRef<readonly ChainView[] | null>(null)
export const links = shallowRef<LinksPage | null>(null)
export const verification = shallowRef<Verification | null>(null)
export const letters = shallowRef<LettersPage | null>(null)
export const gaps = shallowRef<readonly GapView[] | null>(null)
export const auditTrouble = shallowRef<Trouble | null>(null)

/** Null while it is not known, and for who may settle nothing. */
export const waiting = shallowRef<WaitingView | null>(null)
export const waitingCount = computed(() => (waiting.value ? waiting.value.letters + waiting.value.gaps : 0))
