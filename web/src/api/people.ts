// The server's answers about units, people and roles.
import { ask, enc } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type UnitView = Schemas['UnitView']
export type Level = Schemas['Level']
export type EntityView = Schemas['EntityView']
export type RoleView = Schemas['RoleView']
export type PersonView = Schemas['PersonView']
export type GrantView = PersonView['grants'][number]
export type AccountView = Schemas['HelpedView']
export type ResetAddress = Schemas['ResetAddressView']
export type PeoplePage = Schemas['PeoplePage']
export interface PeopleQuery {
  readonly org: string | null
  readonly text: string
  readonly role: string
  readonly withLeft: boolean
  /** Where the page before ended; the first page without. */
  readonly after: string | null
}

export const PEOPLE_A_PAGE = 500
const UNITS_A_PAGE = 500

export const peopleApi = {
  listUnits: async () => {
    const units: UnitView[] = []
    for (;;) {
      const page = await ask<UnitView[]>(`/api/orgs?count=${UNITS_A_PAGE}&after=${enc(units.at(-1)?.path ?? '')}`)
      units.push(...page)
      if (page.length < UNITS_A_PAGE) return units
    }
  },
  listEntities: () => ask<EntityView[]>('/api/entities'),
  listRoles: () => ask<RoleView[]>('/api/roles'),
  listPeople: (query: PeopleQuery) => ask<PeoplePage>(`/api/people?${search(query)}`),
  getPerson: (id: string) => ask<PersonView>(`/api/people/${enc(id)}`),
}

/** Help with somebody's sign-in. */
export const helpApi = {
  getAccount: (person: string) => ask<AccountView>(accountOf(person)),
  resetPassword: (person: string) => ask<ResetAddress>(accountOf(person, '/reset-password'), { method: 'POST' }),
  dropSecondFactor: (person: string) => ask<void>(accountOf(person, '/drop-second-factor'), { method: 'POST' }),
  unlock: (person: string) => ask<void>(accountOf(person, '/unlock'), { method: 'POST' }),
}

function accountOf(person: string, act = ''): string {
  return `/api/people/${enc(person)}/account${act}`
}

function search(query: PeopleQuery): URLSearchParams {
  const said = new URLSearchParams({ count: String(PEOPLE_A_PAGE) })
  if (query.after) said.set('after', query.after)
  if (query.org) said.set('org', query.org)
  if (query.text.trim()) said.set('text', query.text.trim())
  if (query.role) said.set('role', query.role)
  if (query.withLeft) said.set('with_left', 'true')
  return said
}
