import { expect, it } from 'vitest'
import { readAddress, writeAddress } from './address'

it('reads back what it wrote', () => {
  const address = {
    plan: 'p1',
    day: 2,
    view: 'map',
    tab: 'bags',
    selected: { what: 'place', id: 'a:b' },
    hidden: ['hub', 'names'],
  } as const
  expect(readAddress(writeAddress(address))).toEqual(address)
})
it('leaves defaults out', () => {
  const query = writeAddress(readAddress({}))
  expect(Object.values(query).every((value) => value === undefined)).toBe(true)
})
it('takes nonsense for the default', () => {
  expect(readAddress({ day: '9', view: 'x', sel: 'what' })).toEqual(readAddress({}))
})
