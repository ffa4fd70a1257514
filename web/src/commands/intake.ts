// Look at a list, have it taken in, read what came of it; judge pairs in doubt and part them again.
import { Trouble } from '../api/client'
import { type Doubted, intakeApi, type ListToSend, type Mapping } from '../api/intake'
import { doubts, intake, intakeTrouble, keptSources, looked } from '../state/intake'
import { makeCommand, type RefusalView, sendCommands } from './sendCommand'
import { noteTargetJob } from './targetJobs'

let asked = 0

/** The file as it would be read; an answer that a later question has overtaken is dropped. */
export function lookAtList(list: ListToSend): Promise<void> {
  const mine = ++asked
  return said(async () => {
    const found = await intakeApi.look(list)
    if (mine === asked) looked.value = found
  })
}

export function forgetList(): void {
  asked += 1
  looked.value = null
  intakeTrouble.value = null
}

export function loadSources(org: string): Promise<void> {
  return said(async () => {
    keptSources.value = await intakeApi.sources(org)
  })
}

/** Keeps the mapping where that is wished, then orders the job; gives its id, or null where that failed. */
export async function takeInList(list: ListToSend, isDryRun: boolean, keeps: boolean): Promise<string | null> {
  let id: string | null = null
  await said(async () => {
    if (keeps && !isDryRun) await keepSource(list)
    const job = await intakeApi.order(list, isDryRun)
    noteTargetJob(job)
    intake.value = { job, found: null }
    id = job.id
  })
  return id
}

async function keepSource(list: ListToSend): Promise<void> {
  const body = { source: list.source, line: list.line, columns: list.mapping satisfies Mapping, fen_per_unit: list.fenPerUnit, months: list.months }
  const [receipt] = await sendCommands([makeCommand({ kind: 'source.keep', org: list.org, body })])
  if (receipt?.refusal && receipt.refusal.code !== 'nothing_changes') throw new Trouble(409, receipt.refusal.reason, [], receipt.refusal.reason_zh)
}

let opened = 0

export function loadIntake(job: string | null): Promise<void> {
  const mine = ++opened
  if (job === null) intake.value = null
  return said(async () => {
    const found = job === null ? null : await intakeApi.get(job)
    if (mine === opened) intake.value = found
  })
}

let asking = 0

export function loadDoubts(org: string): Promise<void> {
  const mine = ++asking
  return said(async () => {
    const found = await intakeApi.doubts(org)
    if (mine === asking) doubts.value = found
  })
}

/** Whether they are one; if so, the other goes into the one that is kept. Gives the refusal, or null where it is done. */
export function judgePair(kept: Doubted, other: Doubted, isSame: boolean): Promise<RefusalView | null> {
  return send('customer.judge', kept.org, { customer: kept.id, other: other.id, is_same: isSame })
}

export function partCustomer(org: string, customer: string, other: string): Promise<RefusalView | null> {
  return send('customer.part', org, { customer, other })
}

async function send(kind: string, org: string, body: Record<string, unknown>): Promise<RefusalView | null> {
  let refusal: RefusalView | null = null
  await said(async () => {
    const [receipt] = await sendCommands([makeCommand({ kind, org, body })])
    refusal = receipt?.refusal ?? null
  })
  return refusal
}

async function said(work: () => Promise<void>): Promise<void> {
  try {
    await work()
    intakeTrouble.value = null
  } catch (raised) {
    intakeTrouble.value = raised instanceof Trouble ? raised : new Trouble(0, String(raised))
  }
}
