// The server's answers about sharing out the customers whom nobody owns.
import { ask, json } from './client'
import type { components } from './schema'

export type Shares = components['schemas']['SharesView']

export const sharesApi = {
  share: (org: string, role: string, isDryRun: boolean) =>
    ask<Shares>('/api/target/shares', { method: 'POST', ...json({ org, role, dry_run: isDryRun }) }),
}
