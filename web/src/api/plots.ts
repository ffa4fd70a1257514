// The server's answers about a county's responsibility plots: as they stand, proposed, priced.
import { ask, enc, json } from './client'
import type { components } from './schema'
import type { TargetJob } from './targetJobs'

type Schemas = components['schemas']
export type PlotsOfCounty = Schemas['PlotsOfCountyBody']
export type DrawingView = Schemas['DrawingView']
export type PlotView = Schemas['PlotView']
export type PlotPlace = Schemas['PlotPlaceView']
export type Proposal = Schemas['ProposalView']
export type MoveCost = Schemas['MoveCostView']
export type AreaShares = Schemas['AreaSharesView']
export type PlotsOrder = Schemas['PlotsOrderBody']
export interface PlaceMove {
  readonly place: string
  readonly plot: number
}

const HERE = '/api/target/plots'

export const plotsApi = {
  get: (org: string) => ask<PlotsOfCounty>(`${HERE}?org=${enc(org)}`),
  order: (order: PlotsOrder) => ask<TargetJob>(HERE, { method: 'POST', ...json(order) }),
  keep: (job: string, note: string) => ask<Schemas['VersionBody']>(`${HERE}/keep`, { method: 'POST', ...json({ job, note }) }),
  price: (org: string, moves: readonly PlaceMove[]) => ask<MoveCost>(`${HERE}/price`, { method: 'POST', ...json({ org, moves }) }),
  shareByArea: (org: string, isDryRun: boolean) => ask<AreaShares>(`${HERE}/share-by-area`, { method: 'POST', ...json({ org, dry_run: isDryRun }) }),
  exportAddress: (org: string, suffix: 'xlsx' | 'geojson', language: string) => `${HERE}/export/${suffix}?org=${enc(org)}&language=${language}`,
}
