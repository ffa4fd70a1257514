import { expect, it } from 'vitest'
import { spreadClasses } from './consistency'

it('puts every village in one class, a limit in the class that it ends', () => {
  const classes = spreadClasses([0, 15, 16, 30, 61, 240, 241, 900])
  expect(classes.map((each) => each.villages)).toEqual([2, 2, 0, 1, 1, 2])
  expect(classes.at(-1)).toEqual({ from: 240, to: null, villages: 2 })
})

it('has its classes where there is no village', () => {
  expect(spreadClasses([]).map((each) => each.villages)).toEqual([0, 0, 0, 0, 0, 0])
})
