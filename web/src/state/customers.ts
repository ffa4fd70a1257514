// Customers as the server last said them: the page that was asked for, the funnel, the one that is open.
import { shallowRef } from 'vue'
import type { CustomersPage, CustomerWhole, LevelView, PurposeView, StepsView } from '../api/customers'
import type { Trouble } from '../api/client'

export const customers = shallowRef<CustomersPage | null>(null)
export const funnel = shallowRef<readonly StepsView[]>([])
export const customer = shallowRef<CustomerWhole | null>(null)
export const levels = shallowRef<readonly LevelView[]>([])
export const purposes = shallowRef<readonly PurposeView[]>([])
export const customersTrouble = shallowRef<Trouble | null>(null)
/** Why the one that was asked for is not open. */
export const customerTrouble = shallowRef<Trouble | null>(null)
