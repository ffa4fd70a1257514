import { describe, expect, it } from 'vitest'
import { uuid7 } from './uuid7'

describe('uuid7', () => {
  it('is the example of RFC 9562', () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
    expect(uuid7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  })
  it('has version 7 and its variant whatever the random bytes', () => {
    for (const fill of [0x00, 0xff]) {
      const id = uuid7(0, new Uint8Array(10).fill(fill))
      expect(id).toMatch(/^00000000-0000-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
  })
  it('stands in the order of time', () => expect(uuid7(1_790_000_000_000) < uuid7(1_790_000_000_001)).toBe(true))
})
