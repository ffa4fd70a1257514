// How sessions and tokens are said.
import type { Language } from '../i18n'

/** "Firefox · Windows" of what a browser calls itself; the whole of it where nothing is known. */
export function browserName(agent: string): string {
  const browser = BROWSERS.find(([sign]) => agent.includes(sign))?.[1]
  const system = SYSTEMS.find(([sign]) => agent.includes(sign))?.[1]
  return [browser, system].filter(Boolean).join(' · ') || agent || '—'
}

const BROWSERS = [
  ['MicroMessenger', '微信'],
  ['Edg/', 'Edge'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const SYSTEMS = [
  ['OpenHarmony', 'HarmonyOS'],
  ['Android', 'Android'],
  ['iPhone', 'iOS'],
  ['iPad', 'iPadOS'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const

/** A moment in this browser's own time. */
export function shownMoment(iso: string, language: Language): string {
  const options = { dateStyle: 'medium', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', options).format(new Date(iso))
}

export type TokenState = 'revoked' | 'expired' | 'inForce'

export function tokenState(token: { revoked_at: string | null; expires_at: string }, now: Date): TokenState {
  if (token.revoked_at) return 'revoked'
  return new Date(token.expires_at) <= now ? 'expired' : 'inForce'
}
