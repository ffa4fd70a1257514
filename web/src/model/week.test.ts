import { expect, it } from 'vitest'
import { clock, dateOf, daysOf, weekNumber } from './week'

it('says the time of day, across midnight', () => {
  expect(clock(485)).toBe('08:05')
  expect(clock(1440 * 3 + 61)).toBe('01:01')
  expect(clock(-30)).toBe('23:30')
})
it('counts dates on from Monday, over the year’s end', () => expect(dateOf('2026-12-28', 6)).toBe('01-03'))
it('numbers ISO weeks', () => {
  expect(weekNumber('2026-11-23')).toBe(48)
  expect(weekNumber('2026-12-28')).toBe(53)
  expect(weekNumber('2027-01-04')).toBe(1)
})
it('reads the days of a mask', () => expect(daysOf(0b0010101)).toEqual([0, 2, 4]))
