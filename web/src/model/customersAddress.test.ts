import { describe, expect, it } from 'vitest'
import { isNarrowed, readCustomersAddress, UNNARROWED, writeCustomersAddress } from './customersAddress'

const ALL = {
  org: '632521',
  tier: 'first',
  relation: 'lost',
  stage: 'open',
  step: 'worked',
  owner: 'a',
  unclaimed: 'true',
  waiting: 'true',
  falling: 'true',
  text: '牦牛',
  by: 'owner',
  customer: 'c',
  wide: 'true',
}

describe('the address of the list of customers', () => {
  it('reads again what it wrote', () => {
    expect(writeCustomersAddress(readCustomersAddress(ALL))).toEqual(ALL)
    expect(writeCustomersAddress(readCustomersAddress({}))).toEqual({})
  })
  it('takes what it does not know for nothing', () => {
    expect(writeCustomersAddress(readCustomersAddress({ tier: 'tenth', stage: ['open', 'left'], step: '', unclaimed: 'yes' }))).toEqual({})
  })
  it('leaves alone what others keep in the address', () => {
    expect(writeCustomersAddress(readCustomersAddress({ tier: 'first' }), { view: 'map', org: 'old' })).toEqual({ view: 'map', tier: 'first' })
  })
  it('is narrowed by all but the unit and who is open', () => {
    const address = readCustomersAddress({ org: '1', customer: 'c', by: 'owner', wide: 'true' })
    expect(isNarrowed(address)).toBe(false)
    for (const key of ['tier', 'relation', 'stage', 'step', 'owner', 'unclaimed', 'waiting', 'falling', 'text'] as const)
      expect(isNarrowed(readCustomersAddress({ [key]: ALL[key] })), key).toBe(true)
    expect(isNarrowed({ ...readCustomersAddress(ALL), ...UNNARROWED })).toBe(false)
  })
})
