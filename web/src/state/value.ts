// What customers are worth at the unit that is looked at, as the server last said it.
import { shallowRef } from 'vue'
import type { Trouble } from '../api/client'
import type { OrdersTaken, Worths } from '../api/value'

export const worths = shallowRef<Worths | null>(null)
/** What became of the file that was sent last. */
export const ordersTaken = shallowRef<OrdersTaken | null>(null)
export const valueTrouble = shallowRef<Trouble | null>(null)
