// The server's answers about the long work of targeting, whatever its kind.
import { ask, enc } from './client'
import type { components } from './schema'

export type TargetJob = components['schemas']['TargetJobBody']

export const targetJobsApi = {
  list: () => ask<TargetJob[]>('/api/target/jobs'),
  get: (id: string) => ask<TargetJob>(`/api/target/jobs/${enc(id)}`),
  cancel: (id: string) => ask<TargetJob>(`/api/target/jobs/${enc(id)}`, { method: 'DELETE' }),
  retry: (id: string) => ask<TargetJob>(`/api/target/jobs/${enc(id)}/retry`, { method: 'POST' }),
}
