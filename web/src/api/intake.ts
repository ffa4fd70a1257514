// The server's answers about lists on their way in, and about pairs of customers who may be one.
import { ask, enc } from './client'
import type { components } from './schema'
import type { TargetJob } from './targetJobs'

type Schemas = components['schemas']
export type Looked = Schemas['LookView']
export type LookedRow = Schemas['LookedRow']
export type KeptSource = Schemas['KeptSourceView']
export type IntakeOfJob = Schemas['IntakeOfJobBody']
export type IntakeFound = Schemas['IntakeView']
export type Doubts = Schemas['DoubtsBody']
export type Doubt = Schemas['DoubtView']
export type Doubted = Schemas['DoubtedView']
/** What a column can say. */
export type Says = Schemas['Says']
export type Mapping = Partial<Record<Says, string>>

/** A file, whose it is, and how it is to be read; without a mapping as kept for the source, or guessed. */
export interface ListToSend {
  readonly org: string
  readonly file: File
  readonly source: string
  readonly line: string
  readonly mapping: Mapping
  readonly fenPerUnit: number
  readonly months: number
}

const FILE = { 'Content-Type': 'application/octet-stream' }

export const intakeApi = {
  sources: (org: string) => ask<KeptSource[]>(`/api/target/intake/sources?org=${enc(org)}`),
  look: (list: ListToSend) => ask<Looked>(`/api/target/intake/look?${search(list)}`, { method: 'POST', body: list.file, headers: FILE }),
  order: (list: ListToSend, isDryRun: boolean) =>
    ask<TargetJob>(`/api/target/intake?${search(list)}&is_dry_run=${isDryRun}`, { method: 'POST', body: list.file, headers: FILE }),
  get: (job: string) => ask<IntakeOfJob>(`/api/target/intake/${enc(job)}`),
  leftOutAddress: (job: string) => `/api/target/intake/${enc(job)}/left-out.xlsx`,
  doubts: (org: string) => ask<Doubts>(`/api/target/doubts?org=${enc(org)}`),
}

function search({ org, file, source, line, mapping, fenPerUnit, months }: ListToSend): URLSearchParams {
  return new URLSearchParams({ org, file: file.name, source, line, in_fen: String(fenPerUnit === 1), months: String(months), ...mapping })
}
