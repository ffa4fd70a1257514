import { expect, it } from 'vitest'
import { reliefOf } from './relief'

const valley = { lon: 100, lat: 36, altitude_m: 2800 }
const pass = { lon: 101, lat: 36, altitude_m: 4200 }

it('rises from the lowest place to the highest', () => {
  const relief = reliefOf([valley, pass])!
  const middleRow = Math.floor(relief.rows / 2) * relief.columns
  const row = relief.height.slice(middleRow, middleRow + relief.columns)
  expect(row[20]!).toBeLessThan(row[50]!)
  expect(Math.min(...relief.height)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...relief.height)).toBeLessThanOrEqual(1)
  expect([relief.low_m, relief.high_m]).toEqual([2800, 4200])
})
it('fades where no place is near', () => {
  const relief = reliefOf([valley, pass])!
  expect(relief.known[0]).toBe(0)
})
it('leaves level ground alone', () => {
  expect(reliefOf([valley, { ...pass, altitude_m: 2850 }])).toBeNull()
})
