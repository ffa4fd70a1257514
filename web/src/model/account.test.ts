import { expect, test } from 'vitest'
import { ownPage } from './ownPage'
import { browserName, tokenState } from './account'

test('a browser is named by its family and system', () => {
  const edge = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0'
  expect(browserName(edge)).toBe('Edge · Windows')
  expect(browserName('curl/8')).toBe('curl/8')
  expect(browserName('')).toBe('—')
})

test('a token is in force until its moment unless it was revoked', () => {
  const token = { revoked_at: null, expires_at: '2026-12-01T00:00:00Z' }
  expect(tokenState(token, new Date('2026-11-30T23:59:59Z'))).toBe('inForce')
  expect(tokenState(token, new Date('2026-12-01T00:00:00Z'))).toBe('expired')
  expect(tokenState({ ...token, revoked_at: '2026-11-01T00:00:00Z' }, new Date('2026-11-02'))).toBe('revoked')
})

test('after signing in one comes back to a page of the desk and to no other site', () => {
  expect(ownPage('/plan/632521?week=2026-11-23')).toBe('/plan/632521?week=2026-11-23')
  for (const other of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:1', undefined, ['/a']])
    expect(ownPage(other)).toBe('/')
})
