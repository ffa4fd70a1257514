// The server's answers about what customers are worth by their orders.
import { ask, enc } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type Worths = Schemas['WorthsBody']
export type Valued = Schemas['ValuedView']
export type OrdersTaken = Schemas['FileTakenBody']

export interface OrdersToSend {
  readonly org: string
  readonly source: string
  readonly daysAhead: number
  readonly file: File
}

export const valueApi = {
  get: (org: string) => ask<Worths>(`/api/target/value?org=${enc(org)}`),
  send: ({ org, source, daysAhead, file }: OrdersToSend) => {
    const body = new FormData()
    body.append('file', file)
    return ask<OrdersTaken>(`/api/target/value?org=${enc(org)}&source=${enc(source)}&days_ahead=${daysAhead}`, { method: 'POST', body })
  },
}
