// Reads chains, verifies them one after the other, and lists what waits.
import { auditApi, type ChainView, type LinksQuery, type LinkView, type VerifiedView, type VerifyingView } from '../api/audit'
import { Trouble } from '../api/client'
import { auditTrouble, chains, gaps, letters, links, verification, waiting } from '../state/audit'
import { me } from '../state/me'

const COUNT_AGAIN_MS = 30_000
let asked = 0
let countedAt = 0
let verifying = 0
let stopReading = (): void => undefined

export function loadChains(): Promise<void> {
  return said(async () => {
    chains.value = await auditApi.listChains()
  })
}

/** The newest rows that are looked for; an answer that a later question has overtaken is dropped. */
export function loadLinks(query: LinksQuery): Promise<void> {
  const mine = ++asked
  return said(async () => {
    const page = await auditApi.listLinks(query)
    if (mine === asked) links.value = page
  })
}

/** The next page, below what is shown. */
export function loadMoreLinks(query: LinksQuery): Promise<void> {
  const mine = ++asked
  const shown = links.value
  return said(async () => {
    const page = await auditApi.listLinks(query)
    if (mine === asked && shown) links.value = { ...page, links: [...shown.links, ...page.links] }
  })
}

/** One row by its number; null where there is none. */
export async function findLink(chain: string, seq: number): Promise<LinkView | null> {
  const page = await auditApi.listLinks({ chain, kind: '', by: '', before: seq + 1 }, 1).catch(() => null)
  const found = page?.links[0]
  return found?.seq === seq ? found : null
}

/** Each of the chains in turn; begun anew, or stopped, it goes no further. */
export function verifyChains(wanted: readonly ChainView[]): Promise<void> {
  stopVerifying()
  const mine = ++verifying
  verification.value = { chains: wanted, found: [], rows: 0, isOver: false }
  return said(async () => {
    for (const { chain } of wanted) {
      const found = await readChain(chain, (rows) => (verification.value = { ...verification.value!, rows }))
      if (mine !== verifying || !found) return
      verification.value = { chains: wanted, found: [...verification.value!.found, found], rows: 0, isOver: false }
    }
  }).finally(() => mine === verifying && stopVerifying())
}

/** What is found of a chain, which is told how many rows are read; null where it is stopped. Throws Trouble where the
 * line is lost. */
function readChain(chain: string, onRows: (rows: number) => void): Promise<VerifiedView | null> {
  const source = auditApi.watchVerification(chain)
  return new Promise<VerifiedView | null>((resolve, reject) => {
    stopReading = () => resolve(null)
    source.onerror = () => reject(new Trouble(0, ''))
    source.onmessage = (event: MessageEvent<string>) => {
      const step = JSON.parse(event.data) as VerifyingView
      if (step.found) resolve(step.found)
      else onRows(step.rows)
    }
  }).finally(() => source.close())
}

export function stopVerifying(): void {
  verifying++
  stopReading()
  if (verification.value) verification.value = { ...verification.value, isOver: true }
}

export function loadWaiting(): Promise<void> {
  return said(async () => {
    ;[letters.value, gaps.value] = await Promise.all([auditApi.listLetters(), auditApi.listGaps()])
    waiting.value = { letters: letters.value.total, gaps: gaps.value.length }
  })
}

/** The next page of letters, after those that are shown. */
export function loadMoreLetters(): Promise<void> {
  return said(async () => {
    const shown = letters.value
    if (!shown?.next) return
    const page = await auditApi.listLetters(shown.next)
    if (letters.value === shown) letters.value = { ...page, letters: [...shown.letters, ...page.letters] }
  })
}

/** How much waits, for the navigation; asked as one goes from page to page, for asking by itself would keep a session
 * alive at which nobody sits. */
export async function countWaiting(now = Date.now()): Promise<void> {
  if (!me.value?.reach['command.manage']?.length || now - countedAt < COUNT_AGAIN_MS) return
  countedAt = now
  waiting.value = await auditApi.countWaiting().catch(() => waiting.value)
}

async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work()
    auditTrouble.value = null
  } catch (raised) {
    auditTrouble.value = raised instanceof Trouble ? raised : new Trouble(0, String(raised))
  }
}
