// The server's answers about what is done to many customers at once: shared out to owners, graded anew.
import { ask, json } from './client'
import type { components } from './schema'

export type Shares = components['schemas']['SharesView']

export type Grades = components['schemas']['GradesView']

export const sharesApi = {
  grade: (org: string, isDryRun: boolean) => ask<Grades>('/api/target/grades', { method: 'POST', ...json({ org, dry_run: isDryRun }) }),
  share: (org: string, role: string, isDryRun: boolean) =>
    ask<Shares>('/api/target/shares', { method: 'POST', ...json({ org, role, dry_run: isDryRun }) }),
}
