// The server's answers about what a campaign changed.
import { ask, enc } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type Campaign = Schemas['CampaignBody']
export type Asked = Schemas['AskedView']
export type FileTaken = Schemas['FileTakenBody']

export const campaignApi = {
  get: (org: string) => ask<Campaign>(`/api/target/campaign?org=${enc(org)}`),
  send: (org: string, source: string, file: File) => {
    const body = new FormData()
    body.append('file', file)
    return ask<FileTaken>(`/api/target/campaign?org=${enc(org)}&source=${enc(source)}`, { method: 'POST', body })
  },
}
