// Sends a change through the one door, and says why it was refused.
import { ask, json } from '../api/client'
import type { Language } from '../i18n'
import { uuid7 } from '../model/uuid7'

/** A change at a unit. `base` is the version that was seen, where it changes something that has versions. */
export interface Change {
  kind: string
  org: string
  body: Record<string, unknown>
  schema?: number
  base?: number
}

export interface Command extends Change {
  id: string
  schema: number
  made_at: string
}

export interface RefusalView {
  code: string
  reason: string
  mend: string
  reason_zh: string
  mend_zh: string
}

export interface ReceiptView {
  id: string
  standing: string
  result: Record<string, unknown>
  version: number | null
  refusal: RefusalView | null
}

/** To be made once for each wish: sent again after a lost answer, the same command is done only once. */
export function makeCommand(change: Change, now = new Date()): Command {
  return { schema: 1, ...change, id: uuid7(now.getTime()), made_at: now.toISOString() }
}

/** Throws Trouble where the server cannot be reached or does not take the batch; a refusal stands in the receipt. */
export async function sendCommands(commands: readonly Command[]): Promise<ReceiptView[]> {
  return (await ask<{ receipts: ReceiptView[] }>('/api/commands', { method: 'POST', ...json({ commands }) })).receipts
}

/** Why it was refused and how to mend it. */
export function sayRefusal(refusal: RefusalView, language: Language): string {
  return language === 'zh' ? `${refusal.reason_zh}。${refusal.mend_zh}` : `${refusal.reason}; ${refusal.mend}`
}
