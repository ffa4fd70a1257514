import { expect, it } from 'vitest'
import { type Gantt, placeMinute } from './gantt'

const gantt: Gantt = { rows: [], bars: [], beads: [], links: [], opens: 480, closes: 1080 }

it('gives every day of the week the same width', () => {
  expect(placeMinute(gantt, null, 480)).toBe(0)
  expect(placeMinute(gantt, null, 1440 + 780)).toBeCloseTo(1.5 / 7)
  expect(placeMinute(gantt, null, 6 * 1440 + 1080)).toBeCloseTo(1)
})
it('gives one day the whole width, and clips what is outside', () => {
  expect(placeMinute(gantt, 2, 2 * 1440 + 780)).toBeCloseTo(0.5)
  expect(placeMinute(gantt, 2, 1440)).toBe(0)
})
