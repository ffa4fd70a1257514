// The server's answers about who is signed in, and one's own account.
import { ask, enc, json } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type Me = Schemas['MeView']
export type SignInState = Schemas['StateView']
export type SessionView = Schemas['SessionView']
export type TokenView = Schemas['TokenView']
export type NewFactor = Schemas['NewFactorView']
export type IdentityView = Schemas['IdentityView']
export type SetupOrder = Omit<Schemas['SetupBody'], 'entity_kind'>
export type TokenOrder = { name: string; scopes: string[]; days: number }

export const signInApi = {
  getState: () => ask<SignInState>('/api/sign-in'),
  getMe: () => ask<Me>('/api/me'),
  signIn: (login: string, password: string, code: string | null) => post<Me>('/api/sign-in', { login, password, code }),
  signOut: () => post<void>('/api/sign-out'),
  setUp: (order: SetupOrder) => post<Me>('/api/setup', order),
  enter: (key: string) => post<Me>('/api/enter', { key }),
  resetPassword: (key: string, password: string) => post<void>('/api/reset-password', { key, password }),
  changePassword: (old: string, fresh: string) => post<void>('/api/me/password', { old, new: fresh }),
  prepareFactor: (password: string) => post<NewFactor>('/api/me/second-factor', { password }),
  confirmFactor: (id: string, code: string) => post<{ codes: string[] }>('/api/me/second-factor/confirm', { id, code }),
  removeFactor: (password: string) => post<void>('/api/me/second-factor/remove', { password }),
  listSessions: () => ask<SessionView[]>('/api/me/sessions'),
  endSession: (id: string) => drop(`/api/me/sessions/${enc(id)}`),
  endOtherSessions: () => drop('/api/me/sessions'),
  listTokens: () => ask<TokenView[]>('/api/me/tokens'),
  issueToken: (order: TokenOrder) => post<{ text: string }>('/api/me/tokens', order),
  revokeToken: (id: string) => drop(`/api/me/tokens/${enc(id)}`),
  listIdentities: () => ask<IdentityView[]>('/api/me/identities'),
  startLinking: (provider: string) => post<{ address: string }>(`/api/me/identities/${enc(provider)}`),
  unlink: (row: IdentityView) => post<void>('/api/me/identity/unlink', { issuer: row.issuer, subject: row.subject }),
  startAddress: (provider: string, back: string) => `/api/sign-in/${enc(provider)}/start?back_to=${enc(back)}`,
}

function post<T>(address: string, body: unknown = {}): Promise<T> {
  return ask<T>(address, { method: 'POST', ...json(body) })
}

function drop(address: string): Promise<void> {
  return ask<void>(address, { method: 'DELETE' })
}
